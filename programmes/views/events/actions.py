"""Which buttons a person gets on the page of an event, and the link to join."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from hlp.kit import states
from hlp.kit.components import Action
from members.querysets import AnyUser, schools_as
from programmes import seating
from programmes.models import Event, Place
from programmes.querysets.places import BOOKING


@dataclass(frozen=True)
class Joining:
    link: str
    note: str


def own_place(user: AnyUser, event: Event) -> Place | None:
    if not user.is_authenticated:
        return None
    return event.places.active().filter(person=user).select_related("school").first()


def how_to_join(user: AnyUser, event: Event, now: datetime) -> Joining | None:
    """For the confirmed and those who organise, from booking until the event is over."""
    if not event.join_link or event.is_cancelled or event.is_over(now):
        return None
    if not user.has_perm("programmes.see_join_link", event):
        return None
    return Joining(event.join_link, event.join_note)


def for_visitor(user: AnyUser, event: Event, place: Place | None, now: datetime) -> list[Action]:
    if not event.is_published or event.has_started(now):
        return []
    if not user.is_authenticated:
        login = f"{reverse('account_login')}?next={_to('event_detail', event)}"
        return [Action("Sign in to book", login, get=True)]
    found = []
    if place is None and user.has_perm("programmes.book_self"):
        closed = "" if event.takes_bookings(now) else "Booking has closed."
        found.append(Action(to_book(event, now), _to("book", event), closed=closed, get=True))
    if schools_as(user, *BOOKING) or user.has_perm("programmes.plan_event", event):
        found.append(
            Action("Book for colleagues", _to("book_staff", event), style="secondary", get=True)
        )
    return found


def to_book(event: Event, now: datetime) -> str:
    is_full = seating.room(event, now).free == 0
    return "Join the waiting list" if is_full else "Book a place"


def for_organiser(user: AnyUser, event: Event, now: datetime) -> list[Action]:
    """From the table of moves; a move that needs a reason has a page of its own."""
    found = []
    if not event.is_cancelled and not event.is_recorded_afterwards:
        found.append(Action("Change", _to("edit_event", event), style="secondary", get=True))
    for row in states.available(event, user, now):
        name, closed = row.move.name, row.closed_because or ""
        if name == "publish" and not event.is_recorded_afterwards:
            found.insert(0, Action("Publish", _to("publish_event", event), closed=closed))
        if name == "move" and not closed:
            found.append(Action("Move", _to("move_event", event), style="secondary", get=True))
        if name == "cancel" and not closed:
            url = _to("cancel_event", event)
            found.append(Action("Cancel the event", url, style="warning", get=True))
    return found


def _to(name: str, event: Event) -> str:
    return reverse(f"programmes:{name}", args=[event.pk])
