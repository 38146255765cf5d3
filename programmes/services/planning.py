"""What a programme has promised, kept in step with its dates and the authority's half-terms.

Whether a promise was kept is nobody's to write: see programmes/commitments.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from hlp.kit import access, audit
from hlp.kit.refusal import Refusal
from members.models import User
from programmes import calendar
from programmes.models import Commitment, HalfTerm, Programme
from programmes.states import CommitmentKind, ProgrammeState

LONGEST = 2000  # characters of a promise


@dataclass(frozen=True)
class Promise:
    """What a bid said under one expectation, and for when."""

    text: str = ""
    on: date | None = None


class WrongDates(Refusal):
    """The days given make no programme, or leave out what is there already."""


def describe_programme(
    *,
    programme: Programme,
    about: str,
    outcome: str,
    certificate_waits_for_feedback: bool,
    by: User,
    now: datetime,
) -> Programme:
    """What the lead school says of it to other schools."""
    access.require(by, "programmes.plan_programme", programme)
    with transaction.atomic(), audit.acting(by):
        row = Programme.objects.select_for_update().get(pk=programme.pk)
        if row.state != ProgrammeState.DRAFT and not about.strip():
            raise WrongDates("The programme is shown to all schools, so it has to say what it is.")
        row.about, row.outcome = about.strip(), outcome.strip()
        row.certificate_waits_for_feedback = certificate_waits_for_feedback
        row.save(update_fields=["about", "outcome", "certificate_waits_for_feedback"])
    return row


def change_dates(
    *, programme: Programme, from_on: date, to_on: date, by: User, now: datetime
) -> Programme:
    """The office moves the first or last day; what was due on the last moves with it."""
    access.require(by, "programmes.open_programme", programme)
    if from_on >= to_on:
        raise WrongDates("The last day of a programme comes after its first.")
    with transaction.atomic(), audit.acting(by):
        row = Programme.objects.select_for_update().get(pk=programme.pk)
        for due in row.commitments.exclude(kind=CommitmentKind.ENGAGEMENT).filter(due_on=row.to_on):
            _set(due, due_on=to_on)
        row.from_on, row.to_on = from_on, to_on
        row.save(update_fields=["from_on", "to_on"])
        renew(row, {})
    return row


def set_due(*, commitment: Commitment, due_on: date, by: User, now: datetime) -> Commitment:
    """The office agrees another day for what comes once; half-terms have their own."""
    programme = commitment.programme
    access.require(by, "programmes.open_programme", programme)
    if commitment.kind == CommitmentKind.ENGAGEMENT:
        raise WrongDates("Engagement is due in each half-term; change the half-terms instead.")
    if not programme.from_on <= due_on <= programme.to_on:
        raise WrongDates("The day is outside the programme. Change the programme's dates first.")
    with transaction.atomic(), audit.acting(by):
        _set(commitment, due_on=due_on)
        renew(programme, {})
    return commitment


def renew_commitments(*, programme: Programme, by: User | None, now: datetime) -> Programme:
    """After its dates or the calendar changed; what the board has accepted stays."""
    if by is not None:
        access.require(by, "programmes.plan_programme", programme)
    with transaction.atomic(), audit.acting(by):
        Programme.objects.select_for_update().get(pk=programme.pk)
        renew(programme, {})
    return programme


def renew(programme: Programme, promises: Mapping[CommitmentKind, Promise]) -> None:
    """Inside a transaction: the four that come once, then engagement in each half-term."""
    half_terms = calendar.half_terms_between(programme.from_on, programme.to_on)
    kick_off = _once(programme, CommitmentKind.KICK_OFF, promises, half_terms)
    for kind in (
        CommitmentKind.EXPERTISE,
        CommitmentKind.LEARNING_EVENT,
        CommitmentKind.RESOURCES,
    ):
        _once(programme, kind, promises, half_terms)
    _engagement(programme, promises, [row for row in half_terms if row.to_on >= kick_off.due_on])


def _once(
    programme: Programme,
    kind: CommitmentKind,
    promises: Mapping[CommitmentKind, Promise],
    half_terms: list[HalfTerm],
) -> Commitment:
    """The kick-off belongs in the first half-term, the others by the end, unless promised else."""
    promise = promises.get(kind, Promise())
    known = programme.commitments.filter(kind=kind).first()
    first_ends = min(half_terms[0].to_on if half_terms else programme.to_on, programme.to_on)
    usual = first_ends if kind == CommitmentKind.KICK_OFF else programme.to_on
    agreed = None if known is None or _was_a_guess(known, programme) else known.due_on
    due_on = promise.on or agreed or usual
    found = [row for row in half_terms if row.from_on <= due_on <= row.to_on]
    changed = {"due_on": due_on, "half_term": found[0] if found else None}
    if known is None:
        text = promise.text[:LONGEST]
        return programme.commitments.create(kind=kind, promise=text, **changed)
    return _set(known, **changed)


def _was_a_guess(row: Commitment, programme: Programme) -> bool:
    """A kick-off put on the last day because no half-terms were known to the portal yet."""
    is_kick_off = row.kind == CommitmentKind.KICK_OFF
    return is_kick_off and row.half_term_id is None and row.due_on == programme.to_on


def _engagement(
    programme: Programme, promises: Mapping[CommitmentKind, Promise], half_terms: list[HalfTerm]
) -> None:
    """Prospectus: half-termly engagement, counted from the kick-off on."""
    promise = promises.get(CommitmentKind.ENGAGEMENT, Promise())
    rows = programme.commitments.filter(kind=CommitmentKind.ENGAGEMENT)
    known = {row.half_term_id: row for row in rows}
    text = promise.text[:LONGEST] or next((row.promise for row in known.values()), "")
    for half_term in half_terms:
        if row := known.pop(half_term.pk, None):
            _set(row, due_on=half_term.to_on)
        else:
            programme.commitments.create(
                kind=CommitmentKind.ENGAGEMENT,
                half_term=half_term,
                due_on=half_term.to_on,
                promise=text,
            )
    for row in rows.filter(pk__in=[row.pk for row in known.values()], acceptances=None):
        row.delete()


def _set(row: Commitment, **changed: Any) -> Commitment:
    if any(getattr(row, field) != value for field, value in changed.items()):
        for field, value in changed.items():
            setattr(row, field, value)
        row.save(update_fields=list(changed))
    return row
