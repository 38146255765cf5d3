"""The board's quality notes: written by its members or the clerk, signed off by the chair."""

from datetime import date, datetime

from django.db import transaction

from hlp.kit import access, audit, clock
from hlp.kit.refusal import Refusal
from members.models import User
from programmes.models import HalfTerm, Programme, QualityAction, QualityNote
from programmes.states import Judgement


class WrongNote(Refusal):
    """The note cannot be changed that way."""


def write_note(
    *,
    programme: Programme,
    half_term: HalfTerm,
    judgement: Judgement,
    text: str,
    by: User,
    now: datetime,
) -> QualityNote:
    access.require(by, "programmes.write_quality_note", programme)
    with transaction.atomic(), audit.acting(by):
        return QualityNote.objects.create(
            programme=programme,
            half_term=half_term,
            judgement=judgement,
            text=text.strip(),
            written_at=now,
            written_by=by,
        )


def sign_off(*, note: QualityNote, by: User, now: datetime) -> QualityNote:
    """From then on its words stand; actions may still be added and done."""
    access.require(by, "programmes.sign_off_quality_note", note)
    with transaction.atomic(), audit.acting(by):
        row = QualityNote.objects.select_for_update().get(pk=note.pk)
        if row.signed_off_at:
            raise WrongNote("This note has been signed off already.")
        row.signed_off_at, row.signed_off_by = now, by
        row.save(update_fields=["signed_off_at", "signed_off_by"])
    return row


def add_action(
    *, note: QualityNote, what: str, who: str, due_on: date, by: User, now: datetime
) -> QualityAction:
    access.require(by, "programmes.write_quality_note", note)
    with transaction.atomic(), audit.acting(by):
        return note.actions.create(what=what.strip(), who=who.strip(), due_on=due_on)


def finish_action(*, action: QualityAction, by: User, now: datetime) -> QualityAction:
    access.require(by, "programmes.write_quality_note", action.note)
    with transaction.atomic(), audit.acting(by):
        row = QualityAction.objects.select_for_update().get(pk=action.pk)
        if row.done_on:
            raise WrongNote("This action is done already.")
        row.done_on, row.done_by = clock.day_of(now), by
        row.save(update_fields=["done_on", "done_by"])
    return row
