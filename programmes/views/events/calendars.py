"""Calendars to subscribe to: the public one, one event, and a person's own by a secret address."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hlp.kit import clock
from hlp.kit.access import public
from members.requests import MemberRequest
from programmes import feeds
from programmes.models import CalendarToken, Event, Place
from programmes.services import feeds as addresses
from programmes.views.events.loading import event_seen

KEPT = timedelta(days=180)  # how far back a calendar shows
MOST = 1000
FEED = "programmes:personal_feed"


@public
@require_safe
def public_feed(request: HttpRequest) -> HttpResponse:
    """What everybody may know, also whoever asks while signed in."""
    now = clock.now()
    events = Event.objects.announced().filter(ends_at__gt=now - KEPT)
    listed = events.soonest_first()[:MOST]
    name = "Hillingdon Learning Partnership"
    return _ics(feeds.calendar(listed, name=name, now=now), "hlp-events.ics")


@public
@require_safe
def event_ics(request: HttpRequest, event_id: int) -> HttpResponse:
    event = event_seen(request.user, event_id)
    made = feeds.calendar([event], name=event.title, now=clock.now())
    return _ics(made, f"hlp-event-{event.pk}.ics")


@public
@require_safe
def personal_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Opened by a calendar, which cannot sign in: the address is the key."""
    person, now = addresses.person_of(token), clock.now()
    if person is None:
        raise Http404
    places = Place.objects.filter(person=person, event__ends_at__gt=now - KEPT).in_calendar()
    rows = places.select_related("event").soonest_first()[:MOST]
    booked = {place.event: place.is_confirmed for place in rows}
    joining = frozenset(event.pk for event, is_confirmed in booked.items() if is_confirmed)
    name = "My HLP events"
    return _ics(feeds.calendar(booked, name=name, now=now, joining=joining), "my-hlp-events.ics")


@require_safe
def my_calendar(request: MemberRequest) -> HttpResponse:
    return _own_calendar(request)


@require_POST
def new_address(request: MemberRequest) -> HttpResponse:
    """The answer is the page that shows it, this once: for a redirect it would have to be kept."""
    secret = addresses.make_address(person=request.user, now=clock.now())
    return _own_calendar(request, settings.SITE_URL + reverse(FEED, args=[secret]))


def _own_calendar(request: MemberRequest, address: str = "") -> HttpResponse:
    known = CalendarToken.objects.filter(person=request.user, revoked_at=None).first()
    context = {
        "address": address,
        "known": known,
        "public_address": settings.SITE_URL + reverse("programmes:public_feed"),
    }
    return render(request, "programmes/places/my_calendar.html", context)


@require_POST
def revoke_address(request: MemberRequest) -> HttpResponse:
    if addresses.revoke_address(person=request.user, now=clock.now()):
        messages.success(request, "The address no longer opens your calendar.")
    else:
        messages.info(request, "There is no address to revoke.")
    return redirect("programmes:my_calendar")


def _ics(made: bytes, filename: str) -> HttpResponse:
    response = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    return response
