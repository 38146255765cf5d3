"""Work for later: a row with a lease, taken by one worker at a time, tried again when one dies.

A handler may run more than once (its worker can be killed after the effect and before `done`),
so it writes under a unique key and asks first whether the effect is there.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

from django.db import models
from django.db.models import F

from hlp.kit import clock, nudging, tasks
from hlp.kit.models import WorkItem, WorkState
from hlp.kit.refusal import Refusal, TryLater

Progress = Callable[[int, int], None]
Function = Callable[[WorkItem, Progress], None]

log = logging.getLogger(__name__)

TRIES = 3  # after an error
TAKEOVERS = 10  # after a worker's death: a machine restart must not fail good work
BACKOFF = (timedelta(seconds=10), timedelta(minutes=2))
WAIT = timedelta(minutes=1)  # before asking again for what is missing
NUDGES = 10  # per sweep: each starts a chain that goes on by itself


class LeaseLost(Exception):
    """Another worker has taken the row over: stop, it will do the rest."""


@dataclass(frozen=True)
class Handler:
    function: Function
    lease: timedelta


HANDLERS: dict[str, Handler] = {}


def handler(
    kind: str, *, lease: timedelta = timedelta(minutes=5)
) -> Callable[[Function], Function]:
    """Register the function that does this kind of work; `lease` is how long it may be silent."""

    def register(function: Function) -> Function:
        HANDLERS[kind] = Handler(function, lease)
        return function

    return register


def enqueue(
    *, kind: str, key: str, subject_id: str = "", again: bool = False, now: datetime | None = None
) -> WorkItem:
    """One row per kind and key; what is done or failed runs again only when asked to."""
    due_at = clock.now()  # also where `now` is a story's date: workers live in the present
    item, made = WorkItem.objects.get_or_create(
        kind=kind,
        key=key,
        defaults={
            "subject_id": str(subject_id),
            "created_at": now or due_at,
            "due_at": due_at,
            "nudged_at": due_at,
        },
    )
    if made or (again and _requeue(item, due_at)):
        nudging.after_commit(tasks.run_work, item_id=item.pk)
    return item


def enqueue_many(*, kind: str, subjects: Mapping[str, str], now: datetime | None = None) -> None:
    """Thousands at once (key -> subject id); known keys stay. One nudge starts them all."""
    due_at = clock.now()
    rows = [
        WorkItem(kind=kind, key=key, subject_id=subject, created_at=now or due_at, due_at=due_at)
        for key, subject in subjects.items()
    ]
    WorkItem.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    first = WorkItem.objects.due(due_at).filter(kind=kind).values_list("pk", flat=True).first()
    if first is not None:
        nudging.after_commit(tasks.run_work, item_id=first)


def run(item_id: int, *, now: datetime) -> bool:
    """Take the row and do it; False when it is not there to be taken. Errors end in the row."""
    item = _claim(item_id, now)
    if item is None:
        return False
    try:
        found = HANDLERS.get(item.kind)
        if found is None:
            raise Refusal(f"Nothing in this version knows how to do “{item.kind}”.")
        found.function(item, partial(_progress, item, found.lease))
    except LeaseLost:
        log.warning("work %s was taken over by another worker", item.pk)
    except TryLater as missing:
        _wait(item, str(missing))
    except Exception as error:
        log.exception("work %s (%s) failed", item.pk, item.kind)
        _failed(item, error)
    else:
        _finish(item)
    return True


def forgive(*, kind: str, but: WorkItem) -> int:
    """Failures of this kind that a later run has made up for no longer ask for attention."""
    made_up_for = WorkItem.objects.needs_attention().filter(kind=kind).exclude(pk=but.pk)
    return made_up_for.order_by().update(state=WorkState.DONE)


def next_due(now: datetime) -> int | None:
    return WorkItem.objects.due(now).values_list("pk", flat=True).first()


def hold_all() -> int:
    """After a restore: what waited may have been done since, and its mail have gone out."""
    unfinished = WorkItem.objects.filter(state__in=(WorkState.QUEUED, WorkState.RUNNING))
    return unfinished.update(
        state=WorkState.FAILED,
        error="It waited when a backup was made. Try again what has not been done since.",
        token="",
        lease_until=None,
    )


def sweep(now: datetime) -> int:
    """Give back what dead workers held, nudge what was forgotten; how many rows it touched."""
    taken_back = _take_back(now)
    forgotten = list(WorkItem.objects.forgotten(now).values_list("pk", flat=True)[:NUDGES])
    WorkItem.objects.filter(pk__in=forgotten).update(nudged_at=now)
    for pk in forgotten:
        nudging.after_commit(tasks.run_work, item_id=pk)
    return taken_back + len(forgotten)


def oldest_wait_seconds(now: datetime) -> int:
    """How long the longest waiting row is overdue; zero when nothing waits."""
    due_at = WorkItem.objects.due(now).values_list("due_at", flat=True).first()
    return int((now - due_at).total_seconds()) if due_at else 0


def _claim(item_id: int, now: datetime) -> WorkItem | None:
    token = uuid4().hex
    kind = WorkItem.objects.filter(pk=item_id).values_list("kind", flat=True).first()
    lease = HANDLERS[kind].lease if kind in HANDLERS else timedelta(minutes=5)
    taken = WorkItem.objects.due(now).filter(pk=item_id)
    changed = taken.order_by().update(
        state=WorkState.RUNNING, token=token, lease_until=now + lease, started_at=now, error=""
    )
    return WorkItem.objects.get(pk=item_id) if changed else None


def _held(item: WorkItem) -> "models.QuerySet[WorkItem]":
    return WorkItem.objects.filter(pk=item.pk, state=WorkState.RUNNING, token=item.token)


def _progress(item: WorkItem, lease: timedelta, done: int, total: int) -> None:
    until = clock.now() + lease
    if not _held(item).update(done_count=done, total_count=total, lease_until=until):
        raise LeaseLost


def _finish(item: WorkItem) -> None:
    if not _held(item).update(
        state=WorkState.DONE, finished_at=clock.now(), token="", lease_until=None
    ):
        log.warning("work %s was finished after its lease had run out", item.pk)


def _failed(item: WorkItem, error: Exception) -> None:
    now = clock.now()
    attempts = item.attempts + 1
    if attempts >= TRIES:
        change = {"state": WorkState.FAILED, "finished_at": now}
    else:
        change = {
            "state": WorkState.QUEUED,
            "due_at": now + BACKOFF[attempts - 1],
            "nudged_at": None,
        }
    _held(item).update(**change, attempts=attempts, error=tell(error), token="", lease_until=None)


def _wait(item: WorkItem, what_is_missing: str) -> None:
    _held(item).update(
        state=WorkState.QUEUED,
        due_at=clock.now() + WAIT,
        nudged_at=None,
        error=what_is_missing,
        token="",
        lease_until=None,
    )


def tell(error: Exception) -> str:
    """What the office reads. Only a Refusal's text is ours; any other could quote personal data."""
    if isinstance(error, Refusal):
        return str(error)
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = (
        f", line {trace.tb_lineno} of {trace.tb_frame.f_globals.get('__name__')}" if trace else ""
    )
    return f"{type(error).__name__}{where}"


def _take_back(now: datetime) -> int:
    abandoned = WorkItem.objects.abandoned(now)
    given_up = abandoned.filter(attempts__gte=TAKEOVERS - 1).update(
        state=WorkState.FAILED,
        finished_at=now,
        attempts=F("attempts") + 1,
        error="The worker died each time it tried this.",
        token="",
        lease_until=None,
    )
    return given_up + abandoned.update(
        state=WorkState.QUEUED,
        due_at=now,
        nudged_at=None,
        attempts=F("attempts") + 1,
        token="",
        lease_until=None,
    )


def _requeue(item: WorkItem, now: datetime) -> bool:
    over = WorkItem.objects.filter(pk=item.pk, state__in=(WorkState.DONE, WorkState.FAILED))
    changed = over.update(
        state=WorkState.QUEUED,
        due_at=now,
        nudged_at=now,
        attempts=0,
        done_count=0,
        total_count=0,
        error="",
        finished_at=None,
    )
    item.refresh_from_db()
    return bool(changed)
