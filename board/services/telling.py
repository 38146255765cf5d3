"""Telling every school of a poll: a worker composes the mails, a batch at a time, each once.

A mail has a unique key per school and address, so whoever takes over from a worker that died goes
through the list again and adds only what is missing.
"""

from collections.abc import Callable
from datetime import datetime
from itertools import islice

from django.db import transaction

from board import roll
from board.emails import elections as post
from board.emails.elections import Notice
from board.models import Election, Extension, Result
from hlp.kit import work
from hlp.kit.models import OutboxMessage, WorkItem, WorkState
from members.models import School

TELL = "board.tell"
BATCH = 50  # schools written to in one transaction
OPEN, STOPPED, DECLARED, EXTENDED = "open", "stopped", "declared", "extended-"
IN_WORDS = {OPEN: "voting is open", STOPPED: "voting is stopped", DECLARED: "the result"}


def start(election: Election, what: str, *, now: datetime) -> WorkItem:
    """Inside the transaction of the move that is told of."""
    subject = f"{election.pk}:{what}"
    return work.enqueue(kind=TELL, key=f"election:{subject}", subject_id=subject, now=now)


def carry_on(
    *, subject: str, said_at: datetime, now: datetime, progress: Callable[[int, int], None]
) -> None:
    """Write to whoever has not been written to. `said_at`: when the move was made."""
    number, _, what = subject.partition(":")
    election = Election.objects.get(pk=int(number))
    notice = _notice(election, what, now)
    if notice is None:  # overtaken: nobody is asked to vote in a poll that is over
        return
    schools = _schools(election, what)
    done = _written_to(notice)
    rest = iter([school for school in schools if school.pk not in done])
    told = len(schools) - sum(school.pk not in done for school in schools)
    while batch := list(islice(rest, BATCH)):
        with transaction.atomic():
            post.tell(notice, batch, now=said_at)
        told += len(batch)
        progress(told, len(schools))


def works(election: Election) -> list[WorkItem]:
    """All that is or was to be told of this election, oldest first."""
    items = WorkItem.objects.filter(kind=TELL, key__startswith=f"election:{election.pk}:")
    return list(items.order_by("pk"))


def in_words(item: WorkItem) -> str:
    what = item.subject_id.partition(":")[2]
    return IN_WORDS.get(what, "voting is extended")


def is_under_way(item: WorkItem) -> bool:
    return item.state in {WorkState.QUEUED, WorkState.RUNNING}


def is_telling_of_opening(election: Election) -> bool:
    item = WorkItem.objects.filter(kind=TELL, key=f"election:{election.pk}:{OPEN}").first()
    return item is not None and is_under_way(item)


def _notice(election: Election, what: str, now: datetime) -> Notice | None:
    if what == STOPPED:
        return post.poll_stopped(election)
    if what == DECLARED:
        return post.declared(election, _elected(election))
    if not election.takes_votes(now):
        return None
    if what == OPEN:
        return post.poll_opened(election)
    latest = election.extensions.order_by("-pk").first()
    extension = Extension.objects.get(pk=int(what.removeprefix(EXTENDED)))
    return post.poll_extended(extension) if extension == latest else None


def _elected(election: Election) -> list[str]:
    rows = Result.objects.filter(contest__election=election).exclude(place=None)
    rows = rows.select_related("nomination").order_by("contest__kind", "place")
    return [row.nomination.label for row in rows]


def _schools(election: Election, what: str) -> list[School]:
    """Those that vote; where there was no ballot, the members."""
    if not election.roll_size:
        return list(School.objects.members_of(election.period).order_by("pk"))
    if what == OPEN:
        # By their line of the roll, under which a notice that came back is looked for.
        return list(School.objects.filter(pk__in=election.roll.values("school")).order_by("pk"))
    return list(roll.voters(election))


def _written_to(notice: Notice) -> set[int]:
    """A batch is written whole, so one message says that all of a school's are there."""
    start = notice.key(0).removesuffix("0")
    keys = OutboxMessage.objects.filter(key__startswith=start).values_list("key", flat=True)
    return {int(key.removeprefix(start)) for key in keys}
