"""Events as calendars read them (RFC 5545, RFC 7986): London's time with its rules, stable UIDs.

Clients treat STATUS:CANCELLED differently, some drop the event without a word, so its summary
says it too. CONFERENCE, the link to join, stands in a person's own feed and nowhere else.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.urls import reverse
from icalendar import STATUS, Calendar, Conference
from icalendar import Event as Entry

from hlp.kit import clock
from programmes.models import Event

AGAIN = timedelta(hours=4)  # how often a calendar is asked to look
PRODID = "-//Hillingdon Learning Partnership//Events//EN"


def calendar(
    events: Iterable[Event], *, name: str, now: datetime, joining: frozenset[int] = frozenset()
) -> bytes:
    """`joining`: ids of the events whose link this reader may have."""
    listed = list(events)
    made = Calendar.new(name=name, prodid=PRODID, uid=uuid5(NAMESPACE_URL, name))
    made.add("refresh-interval", AGAIN, parameters={"VALUE": "DURATION"})  # has no type by itself
    made.add("x-wr-timezone", "Europe/London")
    made.add("x-published-ttl", "PT4H")
    for event in listed:
        shows_link = event.pk in joining and not event.is_cancelled and not event.is_over(now)
        made.add_component(entry(event, with_link=shows_link))
    if listed:
        made.add_missing_timezones(*_years(listed))
    return bytes(made.to_ical())


def entry(event: Event, *, with_link: bool = False) -> Entry:
    title = f"Cancelled: {event.title}" if event.is_cancelled else event.title
    made = Entry.new(
        uid=f"{event.uid}@hillingdon-learning-partnership",
        sequence=event.sequence,
        stamp=event.changed_at,
        last_modified=event.changed_at,
        start=clock.london(event.starts_at),
        end=clock.london(event.starts_at) + event.a_day,
        summary=title,
        description=_description(event) or None,
        location=event.where or None,
        status=STATUS.CANCELLED if event.is_cancelled else STATUS.CONFIRMED,
        url=settings.SITE_URL + reverse("programmes:event_detail", args=[event.pk]),
        conferences=_conference(event) if with_link and event.join_link else None,
    )
    if len(event.days) > 1:  # not the nights between
        made.add("rrule", {"freq": "daily", "count": len(event.days)})
    return made


def _description(event: Event) -> str:
    reason = f"Cancelled: {event.cancelled_because}" if event.cancelled_because else ""
    return "\n\n".join(part for part in (reason, event.summary) if part)


def _conference(event: Event) -> list[Conference]:
    return [Conference(event.join_link, feature="VIDEO", label="Join online")]


def _years(events: list[Event]) -> tuple[date, date]:
    """The clock's rules for the years these events are in, and no others."""
    first = min(event.starts_at for event in events).year
    last = max(event.ends_at for event in events).year
    return date(first - 1, 1, 1), date(last + 2, 1, 1)
