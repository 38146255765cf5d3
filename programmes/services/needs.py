"""What people eat and how they get in: kept for the event's organisers, gone 30 days after it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction

from hlp.kit import access, audit, clock
from hlp.kit.refusal import Refusal
from members.models import User
from programmes.models import Event, Place, PlaceNeeds

KEPT = timedelta(days=30)


class NoPlace(Refusal):
    """Needs are kept only while there is a place to keep them for."""


def vanish_on(event: Event) -> date:
    return clock.day_of(event.ends_at) + KEPT


def say(*, place: Place, dietary: str, access_needs: str, by: User, now: datetime) -> None:
    """Said by the person, and empty takes it back; or for them by who booked, who does not see
    what was said before, so that what is left empty stays. Never in any log."""
    access.require(by, "programmes.change_place", place)
    if not place.is_active or place.event.is_over(now):
        raise NoPlace("The place is no longer booked, so nothing is kept about it.")
    with transaction.atomic():
        Place.objects.select_for_update().get(pk=place.pk)
        said = {"dietary": dietary.strip(), "access": access_needs.strip()}
        if place.person_id != by.pk:
            said = {name: text for name, text in said.items() if text}
        elif not any(said.values()):
            PlaceNeeds.objects.filter(place=place).delete()
        if any(said.values()):
            said_until = {**said, "vanish_on": vanish_on(place.event)}
            PlaceNeeds.objects.update_or_create(place=place, defaults=said_until)


def say_for_all(*, said: Iterable[tuple[Place, str, str]], by: User, now: datetime) -> None:
    """Of several people at once: place, what they do not eat, what they need to take part."""
    with transaction.atomic():
        for place, dietary, access_needs in said:
            say(place=place, dietary=dietary, access_needs=access_needs, by=by, now=now)


def look(*, event: Event, by: User) -> list[PlaceNeeds]:
    """For who organises that very event; that they looked is logged, what they saw is not."""
    access.require(by, "programmes.see_needs", event)
    audit.record(event, what="looked at access and dietary needs", by=by)
    rows = PlaceNeeds.objects.filter(place__in=event.places.seated())
    return list(rows.select_related("place__person", "place__school").order_by("place__pk"))


def forget(*, now: datetime) -> int:
    """Each night: what was kept long enough goes, without a trace."""
    gone, _ = PlaceNeeds.objects.filter(vanish_on__lte=clock.day_of(now)).delete()
    return gone
