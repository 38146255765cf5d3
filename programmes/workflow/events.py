"""The law of events: published, moved, cancelled; held is what time makes of it."""

from datetime import datetime

from hlp.kit.states import Move, moves
from programmes.models import Event
from programmes.states import EventState, Mode

DRAFT, PUBLISHED, CANCELLED = EventState.DRAFT, EventState.PUBLISHED, EventState.CANCELLED


def can_be_published(event: Event, now: datetime) -> str | None:
    """It is still to come and says where."""
    if event.starts_at <= now:
        return "It would start in the past. Change the date, or record it as held afterwards."
    if event.mode != Mode.ONLINE and not event.venue:
        return "Say first where it takes place."
    return None


def has_happened(event: Event, now: datetime) -> str | None:
    """It is over, and there is evidence of it."""
    if not event.is_recorded_afterwards:
        return "This event was planned here, so publish it instead."
    if event.ends_at > now:
        return "It is not over yet, so it cannot be recorded as held."
    return None


def has_not_started(event: Event, now: datetime) -> str | None:
    """It has not started yet, or was never published."""
    if event.state == DRAFT or now < event.starts_at:
        return None
    return "It has started already."


PLAN = "programmes.plan_event"

EVENT_MOVES = moves(
    Event,
    #    move      from         to         permission  only if
    Move("publish", {DRAFT}, PUBLISHED, PLAN, can_be_published, stamp="published"),
    Move(
        "record",
        {DRAFT},
        PUBLISHED,
        PLAN,
        has_happened,
        stamp="published",
        label="Record as held",
    ),
    Move("move", {PUBLISHED}, PUBLISHED, PLAN, has_not_started, label="Move"),
    Move(
        "cancel",
        {DRAFT, PUBLISHED},
        CANCELLED,
        PLAN,
        has_not_started,
        stamp="cancelled",
        label="Cancel the event",
    ),
)
