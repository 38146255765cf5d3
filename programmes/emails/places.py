"""Mails about places: booked, waiting, offered, cancelled, passed on; and of events that change.

The link to join goes by mail only to those who have no account and so cannot open the page.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from hlp.kit import clock, mail, outbox
from members.models import User
from programmes.models import Event, Place, PlaceLog
from programmes.querysets.places import BOOKING
from programmes.wording import moment_of


def booked(places: Iterable[Place], *, now: datetime) -> None:
    """Whether they have a place or wait for one; once for each place and state."""
    for place in places:
        if place.is_confirmed:
            _confirmed(place, now)
        elif place.is_waiting:
            _waiting(place, now)


def offered(places: Sequence[Place], *, now: datetime) -> None:
    """To each of them, and to whoever booked for them, who can answer, too."""
    for place in places:
        event = place.event
        assert place.offer_ends_at is not None  # noqa: S101 - held by the database
        until = moment_of(place.offer_ends_at)
        lines = [
            f"A place has become free for {place.who}: {event}, {event.when}.",
            f"It is kept until {until}. Say yes until then, or it goes to who waits next.",
        ]
        if place.person_id is None:
            lines.append("Whoever booked for you at your school answers in the portal.")
        _to_both(place, "offered", f"A place is free: {event}", lines, now, page=_own(place))


def lapsed(places: Iterable[Place], *, now: datetime) -> None:
    for place in places:
        lines = [
            f"The place that was kept for {place.who} at {place.event} was not taken up in time"
            " and has been offered to who waits next.",
            "You can book again; then you are at the end of the waiting list.",
        ]
        subject = f"The offer has run out: {place.event}"
        _to_both(place, "lapsed", subject, lines, now, page=_public(place.event))


def cancelled(place: Place, *, by: User, now: datetime) -> None:
    if place.event.has_started(now):
        return
    whose = "Your place" if place.person_id == by.pk else f"The place of {place.who}"
    lines = [f"{whose} at {place.event}, {place.event.when}, is cancelled by {by}."]
    subject = f"Place cancelled: {place.event}"
    _write(place, "cancelled", place.address, subject, lines, now, page=_public(place.event))


def substituted(old: Place, new: Place, *, by: User, now: datetime) -> None:
    """To both: who comes no longer, and who comes now."""
    event = old.event
    lines = [
        f"{new.who} comes to {event}, {event.when}, instead of {old.who}."
        f" {by} has arranged it, and nothing is left to do."
    ]
    subject = f"A colleague comes instead: {event}"
    _write(old, "substituted", old.address, subject, lines, now, page=_public(event))
    _confirmed(new, now, first=f"You come instead of {old.who}.")


def moved(rows: Iterable[PlaceLog], *, now: datetime) -> None:
    """The line of the log says what was before, and why."""
    for row in rows:
        place, event = row.place, row.place.event
        lines = [
            f"{event} has moved. It is now on {event.when}, {event.where}.",
            row.because,
            _standing(place),
        ]
        key = f"moved-{event.sequence}"
        _write(
            place,
            key,
            place.address,
            f"New date or place: {event}",
            lines,
            now,
            page=_own(place),
            in_calendar=True,
        )


def event_cancelled(event: Event, places: Iterable[Place], *, now: datetime) -> None:
    for place in places:
        lines = [
            f"{event}, {event.when}, is cancelled.",
            f"The reason: {event.cancelled_because}",
            "If a calendar of yours shows it still, take it out there.",
        ]
        subject = f"Cancelled: {event}"
        _write(place, "event-cancelled", place.address, subject, lines, now, page=_public(event))


def how_to_join(places: Iterable[Place], number: int, *, now: datetime) -> None:
    for place in places:
        event = place.event
        lines = [f"How to join {event}, {event.when}, has changed.", *_joining(place)]
        subject = f"How to join: {event}"
        _write(
            place,
            f"join-{number}-{int(now.timestamp())}",
            place.address,
            subject,
            lines,
            now,
            _own(place),
        )


def _confirmed(place: Place, now: datetime, first: str = "") -> None:
    event = place.event
    lines = [
        *([first] if first else []),
        f"{place.who} has a place at {event}.",
        f"{event.when}. {event.where}.",
        *_joining(place),
        "If you cannot come, cancel or send a colleague: others may be waiting.",
    ]
    subject = f"Place confirmed: {event}"
    _write(place, "confirmed", place.address, subject, lines, now, _own(place), in_calendar=True)


def _waiting(place: Place, now: datetime) -> None:
    event = place.event
    lines = [
        f"{place.who} is on the waiting list of {event}, {event.when}.",
        "When a place becomes free it is offered in turn, and you hear at once.",
    ]
    subject = f"On the waiting list: {event}"
    _write(place, "waiting", place.address, subject, lines, now, _own(place))


def _joining(place: Place) -> list[str]:
    """Who has an account finds the link on the event's page, and nowhere else."""
    event = place.event
    if not event.is_online:
        return []
    if place.person_id is not None:
        return ["The link to join is on the event’s page, for you when you are signed in."]
    if not event.join_link:
        return ["The link to join comes by mail as soon as it is known."]
    return [part for part in (f"Join here: {event.join_link}", event.join_note) if part]


def _standing(place: Place) -> str:
    if place.is_confirmed:
        return "Your place stays confirmed. If you cannot come then, cancel or send a colleague."
    if place.is_offered and place.offer_ends_at is not None:
        return f"The place is still kept for {place.who} until {moment_of(place.offer_ends_at)}."
    return "You stay where you are on the waiting list."


def _to_both(
    place: Place, kind: str, subject: str, lines: list[str], now: datetime, page: tuple[str, str]
) -> None:
    for address in sorted({place.address, *_who_booked(place, clock.day_of(now))}):
        _write(place, kind, address, subject, lines, now, page)


def _who_booked(place: Place, today: date) -> set[str]:
    """Who booked for somebody else and may still answer; once they have left, who does so now."""
    by = place.booked_by
    if by is None or place.booked_by_id == place.person_id:
        return set()
    if isinstance(by, User) and by.is_active and by.has_perm("programmes.change_place", place):
        return {by.email}
    if place.school is None:
        return set()
    posts = place.school.affiliations.current(today).filter(role__in=BOOKING, user__is_active=True)
    return set(posts.values_list("user__email", flat=True))


def _write(
    place: Place,
    kind: str,
    to: str,
    subject: str,
    lines: Sequence[str],
    now: datetime,
    page: tuple[str, str],
    in_calendar: bool = False,
) -> None:
    """One message of a kind for each place and address, however often it is asked for."""
    if not to:
        return
    url, label = page
    calendar = reverse("programmes:event_ics", args=[place.event_id]) if in_calendar else ""
    made = mail.compose(
        "programmes/notice",
        {
            "title": subject,
            "lines": lines,
            "url": settings.SITE_URL + url,
            "label": label,
            "calendar_url": settings.SITE_URL + calendar if calendar else "",
        },
    )
    outbox.queue(
        key=f"place:{place.pk}:{kind}",
        to=to,
        subject=made.subject,
        text=made.text,
        html=made.html,
        now=now,
    )


def _own(place: Place) -> tuple[str, str]:
    """Who has no account can open the event's page only."""
    if place.person_id is None and not place.is_offered:
        return _public(place.event)
    return reverse("programmes:place_detail", args=[place.pk]), "Your place"


def _public(event: Event) -> tuple[str, str]:
    return reverse("programmes:event_detail", args=[event.pk]), "The event"
