"""How pages of events load what they are about; the unseen is not there."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from hlp.kit import clock
from members.models import Period, School, User
from members.querysets import AnyUser, schools_as
from programmes.models import Event, Place, Programme
from programmes.querysets.places import BOOKING


def event_seen(user: AnyUser, event_id: int) -> Event:
    seen = Event.objects.visible_to(user).select_related("programme", "period", "cluster")
    return get_object_or_404(seen, pk=event_id)


def event_planned(user: AnyUser, event_id: int) -> Event:
    """One this person plans; everybody else's is not there."""
    event = event_seen(user, event_id)
    if not user.has_perm("programmes.plan_event", event):
        raise Http404
    return event


def place_seen(user: AnyUser, place_id: int) -> Place:
    seen = Place.objects.visible_to(user).for_page()
    return get_object_or_404(seen, pk=place_id)


def planned_programme(user: User, number: str | None) -> tuple[Programme | None, Period]:
    """What ?programme= names, or the partnership's own; 404 for who may not plan there."""
    programme = None
    if number:
        if not number.isdecimal():
            raise Http404
        seen = Programme.objects.visible_to(user).select_related("period")
        programme = get_object_or_404(seen, pk=int(number[:9]))
    # Information meetings come before the period they are about has begun.
    today = clock.today()
    current = Period.objects.current(today)
    period = programme.period if programme else current
    if period is None or not user.has_perm("programmes.plan_event", programme):
        raise Http404
    return programme, period


def booked_schools(user: User) -> QuerySet[School]:
    """Schools for whose staff this person books."""
    urns = schools_as(user, *BOOKING)
    return School.objects.filter(pk__in=urns).order_by("name", "pk")


def staff_of(school: School) -> QuerySet[User]:
    """Who works there today and can sign in."""
    posts = school.affiliations.current(clock.today()).values("user")
    return User.objects.active().filter(pk__in=posts).order_by("name", "pk")
