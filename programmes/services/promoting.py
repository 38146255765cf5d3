"""The waiting list moves up by itself: first come, first offered; any jump says why.

Everything happens in one transaction that holds the event's row, so a worker that is killed has
offered nothing, and one that comes after it finds what is left to offer.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from hlp.kit import access, audit, states, work
from hlp.kit.models import WorkItem
from hlp.kit.refusal import Refusal
from members.models import User
from programmes import seating
from programmes.eligibility import schools_still_for
from programmes.emails import places as post
from programmes.models import Event, Place, PlaceNeeds
from programmes.services import log
from programmes.states import PlaceState, PlaceStep

OFFER_HOLDS = timedelta(days=2)
PROMOTE = "programmes.promote"


class NoSeat(Refusal):
    """There is no free seat for them."""


class NotWaiting(Refusal):
    """They do not wait, or not any more."""


def nudge(event: Event, *, now: datetime) -> WorkItem:
    """A seat may have become free: the worker looks at once, and beat asks every minute anyway."""
    return work.enqueue(
        kind=PROMOTE, key=f"event:{event.pk}", subject_id=str(event.pk), again=True, now=now
    )


def sweep(*, now: datetime) -> int:
    """Every event whose line may move: an offer ran out, a seat or a school's cap became free."""
    events = Event.objects.with_moving_line(now)
    for event in events:
        nudge(event, now=now)
    return len(events)


def promote(*, event_id: int, now: datetime) -> list[Place]:
    """Let offers lapse whose time is over, and offer what is free; who was offered."""
    with transaction.atomic(), audit.acting(None):
        row = Event.objects.select_for_update().get(pk=event_id)
        _lapse(row, now)
        before = set(row.places.seated().values_list("pk", flat=True))
        move_up(row, now)
        return list(row.places.seated().exclude(pk__in=before).order_by("booked_at", "pk"))


def move_up(event: Event, now: datetime) -> bool:
    """Inside the transaction that holds the event: whether somebody still waits for a seat.

    Who waits only because of their own school's cap lets others pass, which is no jump; a group
    that needs more seats than are free keeps its turn, as long as it can ever sit down. Whose
    school has left the partnership is offered nothing more; a place that is confirmed stays.
    """
    if not event.is_published or event.has_started(now):
        return False
    room, units = seating.room(event, now), _units(event)
    may_come = schools_still_for(event, {urn for unit in units if (urn := unit[0].school_id)})
    for unit in units:
        urn, people = unit[0].school_id, len(unit)
        if urn is not None and urn not in may_come:
            continue
        if not room.school_allows(urn, people) or _can_never_sit(event, people):
            continue
        if not room.seats_allow(people):
            return True
        room.take(urn, people)
        _give(event, unit, now)
    return False


def offer_out_of_turn(*, place: Place, because: str, by: User, now: datetime) -> list[Place]:
    """The organiser's decision, with its reason in the log; its group comes along."""
    access.require(by, "programmes.plan_event", place.event)
    if not because.strip():
        raise NotWaiting("Say why they go first: the reason is kept.")
    with transaction.atomic(), audit.acting(by):
        event = Event.objects.select_for_update().get(pk=place.event_id)
        units = [unit for unit in _units(event) if place in unit]
        if not units:
            raise NotWaiting(f"{place.who} is not on the waiting list any more.")
        unit = units[0]
        if not seating.room(event, now).fits(unit[0].school_id, len(unit)):
            raise NoSeat("No seat is free for them. Raise the number of places first.")
        log.note(unit, PlaceStep.JUMPED, by=by, now=now, because=because.strip())
        _offer(event, unit, now)
    return unit


def leave_line(place: Place, because: str, *, by: User, now: datetime) -> None:
    """Who waits and has come by a seat in another way waits no longer."""
    states.make(place, "call_off", by=by, now=now)
    log.note([place], PlaceStep.CANCELLED, by=by, now=now, because=because)
    PlaceNeeds.objects.filter(place=place).delete()


def offer_ends_at(event: Event, now: datetime) -> datetime:
    """Two days to answer; shortly before the event half of the time that is left."""
    return min(now + OFFER_HOLDS, now + (event.starts_at - now) / 2)


def _units(event: Event) -> list[list[Place]]:
    """The line in its order: single people, and groups at the place of their first."""
    units: dict[tuple[str, int], list[Place]] = {}
    for place in event.places.queue().select_related("person", "event"):
        key = ("group", place.group_id) if place.group_id else ("place", place.pk)
        units.setdefault(key, []).append(place)
    return list(units.values())


def _can_never_sit(event: Event, people: int) -> bool:
    """The event was made smaller than the group: it would hold up everybody behind it."""
    return event.capacity is not None and people > event.capacity


def _give(event: Event, unit: Sequence[Place], now: datetime) -> None:
    """Where seats never run out nobody needs to be asked; else the place is offered."""
    if event.capacity is not None:
        _offer(event, unit, now)
        return
    for place in unit:
        states.make(place, "seat", by=None, now=now, confirmed_at=now)
    log.note(unit, PlaceStep.ACCEPTED, by=None, now=now)
    post.booked(unit, now=now)


def _offer(event: Event, unit: Sequence[Place], now: datetime) -> None:
    until = offer_ends_at(event, now)
    for place in unit:
        states.make(place, "offer", by=None, now=now, offered_at=now, offer_ends_at=until)
    log.note(unit, PlaceStep.OFFERED, by=None, now=now)
    post.offered(unit, now=now)


def _lapse(event: Event, now: datetime) -> None:
    over = event.places.filter(state=PlaceState.OFFERED, offer_ends_at__lte=now)
    lapsed = list(over.select_related("person", "event").order_by("pk"))
    for place in lapsed:
        states.make(place, "lapse", by=None, now=now)
    log.note(lapsed, PlaceStep.LAPSED, by=None, now=now)
    PlaceNeeds.objects.filter(place__in=lapsed).delete()
    if event.is_published and not event.has_started(now):  # else they hear that it is cancelled
        post.lapsed(lapsed, now=now)
