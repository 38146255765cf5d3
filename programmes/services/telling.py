"""Telling all who booked that an event has moved or says anew how to join: a worker writes."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from hlp.kit import work
from hlp.kit.models import WorkItem
from programmes.emails import places as post
from programmes.models import Event, PlaceLog
from programmes.querysets import PlaceQuerySet
from programmes.states import ACTIVE_PLACES, PlaceStep

CALL_OFF = "programmes.call_off"
TELL_MOVED = "programmes.tell_moved"
TELL_ADDED = "programmes.tell_added"
TELL_JOINING = "programmes.tell_joining"
BATCH = 50

T = TypeVar("T")

Progress = Callable[[int, int], None]


def start(event: Event, kind: str, *, now: datetime) -> WorkItem:
    """Inside the transaction of what is told of. Calendars do not show how to join, so a new link
    raises no sequence: its moment makes each telling one."""
    subject = f"{event.pk}:{event.sequence}"
    key = f"event:{subject}:{now.timestamp()}"
    return work.enqueue(kind=kind, key=key, subject_id=subject, now=now)


def moved(*, subject: str, said_at: datetime, progress: Progress) -> None:
    """A line of the log says to each place what changed; the mail repeats it."""
    event = event_of(subject)
    if event.is_cancelled:  # overtaken: they hear that it is cancelled
        return
    rows = PlaceLog.objects.filter(place__event=event, step=PlaceStep.MOVED, at=said_at)
    rows = rows.filter(place__state__in=ACTIVE_PLACES)  # who has gone since heard of that
    lines = list(rows.select_related("place__person", "place__event").order_by("pk"))
    _in_batches(lines, lambda batch: post.moved(batch, now=said_at), progress)


def added(*, subject: str, said_at: datetime, progress: Progress) -> None:
    """Who is booked for the whole programme hears of its new event."""
    places = _places(event_of(subject)).filter(whole_booking__isnull=False, booked_at=said_at)
    _in_batches(list(places), lambda batch: post.booked(batch, now=said_at), progress)


def joining(*, subject: str, said_at: datetime, progress: Progress) -> None:
    """The link to join is new: those who cannot look at the page get it by mail."""
    event = event_of(subject)
    places = list(_places(event).confirmed())
    _in_batches(
        places, lambda batch: post.how_to_join(batch, event.sequence, now=said_at), progress
    )


def event_of(subject: str) -> Event:
    return Event.objects.get(pk=int(subject.partition(":")[0]))


def _places(event: Event) -> PlaceQuerySet:
    return event.places.active().select_related("person", "event").order_by("pk")


def _in_batches(
    rows: Sequence[T], write: Callable[[Sequence[T]], None], progress: Progress
) -> None:
    """Each mail has a key of its own, so whoever takes over writes nothing twice."""
    for start_at in range(0, len(rows), BATCH):
        batch = rows[start_at : start_at + BATCH]
        with transaction.atomic():
            write(batch)
        progress(start_at + len(batch), len(rows))
