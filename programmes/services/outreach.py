"""The lead school reaches out to every school, and says what came of it."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from hlp.kit import access, audit, clock
from hlp.kit.refusal import Refusal
from members.models import School, User
from programmes.models import OutreachContact, Programme
from programmes.states import ContactOutcome, ContactWay


class WrongContact(Refusal):
    """There is nothing to write down."""


def log_contact(
    *,
    programme: Programme,
    schools: Sequence[School],
    on: date,
    way: ContactWay,
    outcome: ContactOutcome,
    note: str = "",
    by: User,
    now: datetime,
) -> list[OutreachContact]:
    """The same attempt to one school or to many: a letter to all is written down once."""
    access.require(by, "programmes.log_outreach", programme)
    if not schools:
        raise WrongContact("Choose at least one school.")
    if on > clock.day_of(now):
        raise WrongContact("Write a contact down when it has taken place.")
    with transaction.atomic(), audit.acting(by):
        rows = OutreachContact.objects.bulk_create(
            OutreachContact(
                programme=programme,
                school=school,
                on=on,
                way=way,
                outcome=outcome,
                note=note.strip(),
                recorded_at=now,
                recorded_by=by,
            )
            for school in schools
        )
        audit.bulk(rows, what="contact written down", by=by)
    return rows
