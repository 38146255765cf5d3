"""Answering the offer of a place: yes takes the seat; no is cancelling, like any other."""

from datetime import datetime

from django.db import transaction

from hlp.kit import audit, states
from members.models import User
from programmes.emails import places as post
from programmes.models import Event, Place
from programmes.services import log
from programmes.states import PlaceState, PlaceStep


def accept(*, place: Place, by: User, now: datetime) -> list[Place]:
    """The offer was to a whole group where they wait as one: those `by` may answer for accept."""
    with transaction.atomic(), audit.acting(by):
        Event.objects.select_for_update().get(pk=place.event_id)
        accepted = [states.make(one, "accept", by=by, now=now) for one in _answered_with(place, by)]
        log.note(accepted, PlaceStep.ACCEPTED, by=by, now=now)
        post.booked(accepted, now=now)
    return accepted


def _answered_with(place: Place, by: User) -> list[Place]:
    if place.group_id is None:
        return [place]
    rows = Place.objects.filter(group=place.group_id, state=PlaceState.OFFERED)
    others = rows.exclude(pk=place.pk).select_related("person", "event").order_by("pk")
    return [place, *(one for one in others if by.has_perm("programmes.change_place", one))]
