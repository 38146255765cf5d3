"""Whether the notice of the poll reached every school; close asks for a name where it did not."""

from datetime import datetime

from board.emails.elections import notice_key
from board.models import Election, Unreached
from board.services import telling
from hlp.kit import access, audit
from hlp.kit.models import OutboxMessage, PostState
from hlp.kit.refusal import Refusal
from members.models import School, User

ON_ITS_WAY = (PostState.QUEUED, PostState.SENDING, PostState.SENT)


class NothingDone(Refusal):
    """Say what was done for the school."""


def undelivered(election: Election) -> list[School]:
    """Schools on the roll to which no address took the notice, or which have none.

    As long as notices are being written, schools without one still wait for theirs.
    """
    if not election.opened_at:
        return []
    start = notice_key(election, 0).removesuffix("0")
    written, reached = set(), set()
    messages = OutboxMessage.objects.filter(key__startswith=start)
    for key, state in messages.values_list("key", "state"):
        urn = int(key.removeprefix(start))
        written.add(urn)
        if state in ON_ITS_WAY:
            reached.add(urn)
    on_roll = School.objects.filter(pk__in=election.roll.values("school")).order_by("name")
    if telling.is_telling_of_opening(election):
        on_roll = on_roll.filter(pk__in=written)
    return [school for school in on_roll if school.pk not in reached]


def to_acknowledge(election: Election) -> list[School]:
    known = set(election.unreached.values_list("school_id", flat=True))
    return [school for school in undelivered(election) if school.pk not in known]


def acknowledge(
    *, election: Election, school: School, done: str, by: User, now: datetime
) -> Unreached:
    access.require(by, "board.run_election", election)
    if not done.strip():
        raise NothingDone("Say what was done: rung up, written to another address …")
    with audit.acting(by):
        row, _ = Unreached.objects.get_or_create(
            election=election,
            school=school,
            defaults={
                "done": done.strip(),
                "acknowledged_at": now,
                "acknowledged_by": by,
            },
        )
    return row
