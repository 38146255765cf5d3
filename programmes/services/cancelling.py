"""Cancelling one place, or a whole event with all its places; what is freed is offered on."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from hlp.kit import audit, states, work
from hlp.kit.refusal import Refusal
from members.models import User
from programmes.emails import places as post
from programmes.models import Event, OptOut, Place, PlaceNeeds
from programmes.services import log, promoting, telling
from programmes.states import PlaceStep

BATCH = 50


class NoReason(Refusal):
    """People who planned to come are told why they cannot."""


def cancel_place(*, place: Place, by: User, now: datetime, because: str = "") -> Place:
    """Also leaves the waiting list, or says no to an offer; frees the seat for who waits."""
    with transaction.atomic(), audit.acting(by):
        event = Event.objects.select_for_update().get(pk=place.event_id)
        states.make(place, "cancel", by=by, now=now)
        log.note([place], PlaceStep.CANCELLED, by=by, now=now, because=because)
        PlaceNeeds.objects.filter(place=place).delete()
        _stay_out(place, by, now)
        post.cancelled(place, by=by, now=now)
        promoting.nudge(event, now=now)
    return place


def cancel_event(*, event: Event, because: str, by: User, now: datetime) -> Event:
    """The event at once; its places and the mails by the worker, a batch at a time."""
    was_published = event.is_published
    if was_published and not because.strip():
        raise NoReason("Say why it is cancelled: everybody who booked is told.")
    with transaction.atomic(), audit.acting(by):
        states.make(
            event,
            "cancel",
            by=by,
            now=now,
            cancelled_because=because.strip(),
            sequence=event.sequence + 1,
            changed_at=now,
        )
        if was_published:
            work.enqueue(
                kind=telling.CALL_OFF, key=f"event:{event.pk}", subject_id=str(event.pk), now=now
            )
    return event


def call_off(
    *, event_id: int, said_at: datetime, now: datetime, progress: Callable[[int, int], None]
) -> None:
    """Every place of a cancelled event: cancelled and told, in one transaction a batch."""
    event = Event.objects.select_related("cancelled_by").get(pk=event_id)
    total = event.places.active().count()
    done = 0
    while batch := _next_batch(event):
        with transaction.atomic(), audit.acting(event.cancelled_by):
            for place in batch:
                states.make(place, "call_off", by=event.cancelled_by, now=now)
            log.note(
                batch,
                PlaceStep.CANCELLED,
                by=event.cancelled_by,
                now=now,
                because=event.cancelled_because,
            )
            PlaceNeeds.objects.filter(place__in=batch).delete()
            post.event_cancelled(event, batch, now=said_at)
        done += len(batch)
        progress(done, total)


def _next_batch(event: Event) -> list[Place]:
    rows = event.places.active().select_related("person", "event").order_by("pk")
    return list(rows[:BATCH])


def _stay_out(place: Place, by: User, now: datetime) -> None:
    """Booked for the whole programme, but not for this: kept, so that nothing books it again."""
    if place.whole_booking_id is not None:
        OptOut.objects.get_or_create(
            booking_id=place.whole_booking_id,
            event_id=place.event_id,
            defaults={"made_at": now, "made_by": by},
        )
