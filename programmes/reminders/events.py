"""What people with a place are reminded of: their event is tomorrow."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from hlp.kit import clock
from hlp.kit.reminders import Due, Line, Rule, in_words, register
from programmes.models import Place
from programmes.states import EventState


def event_tomorrow(today: date) -> Iterator[Due]:
    """To everybody with a confirmed place, also without an account; not once it is over."""
    first, last = EVENT_TOMORROW.window(today)
    places = Place.objects.confirmed().filter(
        event__state=EventState.PUBLISHED,
        event__starts_at__gte=clock.start_of_day(max(first, today)),
        event__starts_at__lte=clock.end_of_day(last),
    )
    rows = places.select_related("event", "person").order_by("event__starts_at", "pk")
    for place in rows:
        if place.address:
            on = clock.day_of(place.event.starts_at)
            yield Due(place.address, f"place:{place.pk}", on, _line(place, on, today))


EVENT_TOMORROW = register(
    Rule(
        name="programmes.event_tomorrow",
        title="Event tomorrow",
        purpose="Whoever has a place at an event hears of it the day before; of one on a Monday on"
        " the Friday.",
        days=(-1,),
        due=event_tomorrow,
    )
)


def _line(place: Place, on: date, today: date) -> Line:
    event = place.event
    return Line(
        title=f"{event.title} is {in_words(on, today)}",
        detail=f"{event.times}. {event.where}.{_joining(place)} If you cannot come, cancel or send"
        " a colleague.",
        url=reverse("programmes:event_detail", args=[event.pk]),
        label="The event",
    )


def _joining(place: Place) -> str:
    """Who has an account finds the link on the page; it is in no mail to them."""
    event = place.event
    if not event.is_online:
        return ""
    if place.person_id is None and not event.join_link:
        return " The link to join comes by mail as soon as it is known."
    if place.person_id is None:
        return f" Join here: {event.join_link} {event.join_note}".rstrip()
    return " The link to join is on the event’s page."
