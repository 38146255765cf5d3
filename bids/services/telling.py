"""Telling schools of a call: a worker writes the mails, a batch at a time, each address once.

A message has a unique key per thing told and address, so whoever takes over from a worker that
died goes through the list again and adds only what is missing.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import islice

from django.db import transaction

from bids.emails import calls as post
from bids.emails.calls import Notice
from bids.models import Call, Extension, Question
from bids.states import CallState
from hlp.kit import work
from hlp.kit.models import OutboxMessage, WorkItem, WorkState

TELL = "bids.tell"
BATCH = 50  # messages in one transaction
OPEN, CANCELLED = "open", "cancelled"
EXTENDED, ANSWERED = "extended-", "answered-"


def start(call: Call, what: str, *, now: datetime) -> WorkItem:
    """Inside the transaction of what is told."""
    subject = f"{call.pk}:{what}"
    return work.enqueue(kind=TELL, key=f"call:{subject}", subject_id=subject, now=now)


def carry_on(*, subject: str, said_at: datetime, progress: Callable[[int, int], None]) -> None:
    """Write to whoever has not been written to. `said_at`: when it happened."""
    number, _, what = subject.partition(":")
    call = Call.objects.select_related("priority__year__period", "terms").get(pk=int(number))
    notice = _notice(call, what)
    if notice is None:  # overtaken by what came after
        return
    everybody = _addresses(call, what)
    known = OutboxMessage.objects.filter(key=notice.key).values_list("to", flat=True)
    done = {address.casefold() for address in known}
    rest = iter([address for address in everybody if address.casefold() not in done])
    told = len(everybody) - sum(address.casefold() not in done for address in everybody)
    while batch := list(islice(rest, BATCH)):
        with transaction.atomic():
            post.tell(notice, batch, now=said_at)
        told += len(batch)
        progress(told, len(everybody))


def addressed_at_opening(call: Call) -> list[str]:
    return _addresses(call, OPEN)


def under_way(call: Call) -> list[WorkItem]:
    """What is still being told of this call, or could not be; oldest first."""
    items = WorkItem.objects.filter(kind=TELL, key__startswith=f"call:{call.pk}:")
    return list(items.exclude(state=WorkState.DONE).order_by("pk"))


def _notice(call: Call, what: str) -> Notice | None:
    if what == CANCELLED:
        return post.cancelled(call)
    if what.startswith(ANSWERED):
        return post.answered(Question.objects.get(pk=int(what.removeprefix(ANSWERED))))
    if call.state != CallState.OPEN:
        return None
    if what == OPEN:
        return post.opened(call)
    latest = call.extensions.order_by("-pk").first()
    extension = Extension.objects.get(pk=int(what.removeprefix(EXTENDED)))
    return post.extended(extension) if extension == latest else None


def _addresses(call: Call, what: str) -> list[str]:
    """All member schools hear of a call that opens, and everybody concerned of what follows."""
    found: Iterable[str] = post.concerned(call)
    if what == OPEN:
        earlier = post.concerned(call.follows) if call.follows else []
        found = [*post.heads_of_members(call), *earlier]
    by_key = {address.casefold(): address for address in found if address}
    return [by_key[key] for key in sorted(by_key)]
