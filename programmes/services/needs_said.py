"""You said, we did: what schools asked for, and the events that answer it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from hlp.kit import access, audit
from members.models import Period, User
from programmes.models import Event, Need, Programme, Question


def note(
    *,
    period: Period,
    programme: Programme | None,
    said: str,
    did: str = "",
    question: Question | None = None,
    events: Sequence[Event] = (),
    by: User,
    now: datetime,
) -> Need:
    """What schools said, in a sentence, with what was done about it when that is known."""
    access.require(by, "programmes.write_survey", programme)
    with transaction.atomic(), audit.acting(by):
        need = Need.objects.create(
            period=period,
            programme=programme,
            question=question,
            said=said.strip(),
            did=did.strip(),
            noted_at=now,
            noted_by=by,
        )
        need.events.set(events)
    return need


def answer_it(*, need: Need, did: str, events: Sequence[Event], by: User) -> Need:
    """Say what was done, and at which events."""
    access.require(by, "programmes.write_survey", need.programme)
    with transaction.atomic(), audit.acting(by):
        row = Need.objects.select_for_update().get(pk=need.pk)
        row.did = did.strip()
        row.save(update_fields=["did"])
        row.events.set(events)
    return row
