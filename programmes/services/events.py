"""Planning events: drafted, published, moved; or recorded after they happened, with evidence."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from hlp.kit import access, audit, clock, documents, states
from hlp.kit.refusal import Refusal
from hlp.kit.uploads import Upload
from members.models import Period, School, User
from programmes import seating
from programmes.models import Event, PlaceNeeds, Presence, Programme
from programmes.services import booking, log, needs, promoting, surveying, telling, whole_booking
from programmes.states import Audience, EventKind, PlaceStep

A_WEEK = timedelta(days=7)
# Prospectus: before sign-up, and when the learning is shared, every school is invited.
FOR_ALL_SCHOOLS = frozenset({EventKind.INFORMATION, EventKind.OUTREACH, EventKind.LEARNING_EVENT})
WHEN_AND_WHERE = ("starts_at", "ends_at", "mode", "venue", "address")
SHOWN_IN_CALENDARS = (*WHEN_AND_WHERE, "title", "summary")
HOW_TO_JOIN = ("join_link", "join_note")
HOW_MANY = ("capacity", "per_school", "per_school_until_at")
EDITABLE = frozenset(
    {
        *("kind", "title", "summary", "audience", "cluster", "mechanisms"),
        *("starts_at", "ends_at", "mode", "venue", "address", "join_link", "join_note"),
        *("capacity", "per_school", "per_school_until_at", "booking_closes_at"),
        *("speaker", "organisation", "is_outside_hillingdon", "expertise_evidence"),
    }
)


class WrongEvent(Refusal):
    """What was given makes no event."""


class NotLikeThis(Refusal):
    """People have booked, so this changes in another way."""


def create(
    *,
    programme: Programme | None,
    period: Period,
    fields: Mapping[str, Any],
    by: User,
    now: datetime,
) -> Event:
    """A draft, seen by those who plan it."""
    access.require(by, "programmes.plan_event", programme)
    event = Event(programme=programme, period=period, created_at=now, created_by=by, changed_at=now)
    _assign(event, fields)
    with transaction.atomic(), audit.acting(by):
        event.save()
    return event


def edit(*, event: Event, fields: Mapping[str, Any], by: User, now: datetime) -> Event:
    """Everything of a draft; of a published event all but when and where, which is moving it."""
    access.require(by, "programmes.plan_event", event)
    with transaction.atomic(), audit.acting(by):
        row = booking.locked(event)
        changed = {name for name, value in fields.items() if getattr(row, name) != value}
        _check_may_edit(row, changed, now)
        _assign(row, fields)
        is_smaller = bool(changed & set(HOW_MANY))  # who came through the door stays
        if row.is_published and is_smaller and seating.room(row, now).is_overfull():
            raise NotLikeThis("More people hold a place than that. Choose a larger number.")
        if changed & set(SHOWN_IN_CALENDARS):
            row.sequence, row.changed_at = row.sequence + 1, now
        row.save()
        if row.is_published and changed & set(HOW_TO_JOIN):
            telling.start(row, telling.TELL_JOINING, now=now)
        if row.is_published:
            promoting.nudge(row, now=now)
    return row


def publish(*, event: Event, by: User, now: datetime) -> Event:
    """From now on it is public; who is booked for the whole programme has a place in it."""
    with transaction.atomic(), audit.acting(by):
        # Booking a whole programme locks it first: of the two, one sees what the other has made.
        if event.programme_id is not None:
            Programme.objects.select_for_update().get(pk=event.programme_id)
        states.make(event, "publish", by=by, now=now, changed_at=now)
        surveying.attach_feedback(event=event, by=by, now=now)
        if whole_booking.fill(event, now=now):
            telling.start(event, telling.TELL_ADDED, now=now)
    return event


def move(
    *,
    event: Event,
    starts_at: datetime,
    ends_at: datetime,
    because: str,
    by: User,
    now: datetime,
    **where: Any,
) -> Event:
    """Another date, time or place; calendars follow and everybody who booked is told."""
    new = {"starts_at": starts_at, "ends_at": ends_at, **where}
    if strange := set(new) - set(WHEN_AND_WHERE):
        raise TypeError(f"an event is not moved by {', '.join(sorted(strange))}")
    if not because.strip():
        raise WrongEvent("Say why: everybody who booked is told.")
    with transaction.atomic(), audit.acting(by):
        old = booking.locked(event)
        if all(getattr(old, name) == value for name, value in new.items()):
            raise WrongEvent("It is then and there already.")
        _check_times(starts_at, ends_at)
        if starts_at <= now:
            raise WrongEvent("It would start in the past. Choose a date and time to come.")
        was = f"{old.when}, {old.where}"
        later = _deadlines(old, starts_at)
        states.make(
            event, "move", by=by, now=now, sequence=old.sequence + 1, changed_at=now, **new, **later
        )
        surveying.attach_feedback(event=event, by=by, now=now)
        active = list(event.places.active())
        because = f"It was {was}. {because.strip()}"
        log.note(active, PlaceStep.MOVED, by=by, now=now, because=because)
        PlaceNeeds.objects.filter(place__event=event).update(vanish_on=needs.vanish_on(event))
        telling.start(event, telling.TELL_MOVED, now=now)
    return event


def record(
    *,
    programme: Programme | None,
    period: Period,
    fields: Mapping[str, Any],
    presences: Mapping[School, int],
    by: User,
    now: datetime,
    evidence: str = "",
    evidence_link: str = "",
    evidence_file: Upload | None = None,
) -> Event:
    """What took place elsewhere, with its evidence and how many came from which school."""
    access.require(by, "programmes.plan_event", programme)
    if not (evidence.strip() or evidence_link or evidence_file):
        raise WrongEvent("Give evidence that it took place: words, a link or a file.")
    event = Event(
        programme=programme,
        period=period,
        created_at=now,
        created_by=by,
        changed_at=now,
        is_recorded_afterwards=True,
        evidence=evidence.strip(),
        evidence_link=evidence_link,
    )
    _assign(event, fields)
    with transaction.atomic(), audit.acting(by):
        if evidence_file is not None:
            event.evidence_file = documents.store(
                key=f"evidence:{event.uid}",
                filename=evidence_file.filename,
                data=evidence_file.data,
                kind="evidence",
                content_type=evidence_file.content_type,
                now=now,
            )
        event.save()
        for school, people in presences.items():
            Presence.objects.create(event=event, school=school, people=people)
        states.make(event, "record", by=by, now=now)
    return event


def _assign(event: Event, fields: Mapping[str, Any]) -> None:
    if strange := set(fields) - EDITABLE:
        raise TypeError(f"an event is not planned by {', '.join(sorted(strange))}")
    for name, value in fields.items():
        setattr(event, name, value)
    _check_times(event.starts_at, event.ends_at)
    if event.kind in FOR_ALL_SCHOOLS and event.audience != Audience.ALL_SCHOOLS:
        kind = event.get_kind_display().lower()
        raise WrongEvent(f"An event of the kind “{kind}” is for all schools of the borough.")
    if event.kind == EventKind.INFORMATION and event.programme is not None:
        raise WrongEvent("An information meeting is about the partnership, not one programme.")
    if event.audience != Audience.CLUSTER:
        event.cluster = None
    elif event.cluster is None:
        raise WrongEvent("Say which cluster it is for.")


def _check_times(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise WrongEvent("It must end after it starts.")
    if ends_at - starts_at > A_WEEK:
        raise WrongEvent("An event takes a week at most. Plan several events instead.")


def _check_may_edit(event: Event, changed: set[str], now: datetime) -> None:
    if event.is_cancelled:
        raise NotLikeThis("This event is cancelled. Plan a new one.")
    if event.is_published and changed & set(WHEN_AND_WHERE):
        raise NotLikeThis("To change date, time or place, move the event: people are told then.")
    if event.is_published and changed & {"audience", "cluster"} and event.places.active().exists():
        raise NotLikeThis("People have booked, so it stays open to those it was announced to.")


def _deadlines(event: Event, starts_at: datetime) -> dict[str, datetime]:
    """What was to end before the event still does, by as much."""
    by_how_much: timedelta = starts_at - event.starts_at
    days = (clock.day_of(starts_at) - clock.day_of(event.starts_at)).days
    shift = timedelta(days=days) if days else by_how_much
    names = ("booking_closes_at", "per_school_until_at")
    known = {name: getattr(event, name) for name in names}
    # Added up on London's clock: a deadline at midnight stays at midnight when the clocks change.
    return {name: clock.london(at) + shift for name, at in known.items() if at is not None}
