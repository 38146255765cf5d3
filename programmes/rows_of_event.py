"""What a page says about an event, line by line; nothing here is for the booked only."""

from datetime import datetime

from hlp.kit.components import Row
from programmes import seating, wording
from programmes.models import Event


def rows(event: Event, now: datetime) -> list[Row]:
    told = [
        Row("When", event.when),
        Row("Where", event.where),
        Row("For", event.for_whom),
        Row("Kind", event.get_kind_display()),
        Row("Speaker", ", ".join(part for part in (event.speaker, event.organisation) if part)),
        Row("Evidence used", event.expertise_evidence),
        Row("Programme", event.programme.title if event.programme else ""),
        *([] if event.is_recorded_afterwards else _places(event, now)),
    ]
    return [row for row in told if row.value]


def places_left(event: Event, now: datetime) -> str:
    """In words that stay true while people book."""
    free = seating.room(event, now).free
    if free is None:
        return "As many as like may come"
    if free == 0:
        return "All are taken: who books now joins the waiting list"
    return f"{free} of {event.capacity} places are free"


def _places(event: Event, now: datetime) -> list[Row]:
    if event.is_cancelled or event.has_started(now):
        return []
    told = [Row("Places", places_left(event, now))]
    if cap := event.cap_now(now):
        until = event.per_school_until_at
        text = f"At most {cap}" + (f", until {wording.day(until)}" if until else "")
        told.append(Row("From one school", text))
    if closes := event.booking_closes_at:
        told.append(Row("Book until", wording.moment_of(closes)))
    return told
