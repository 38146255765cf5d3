"""Events and registers for whoever organises them; to everybody else they are not there."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from members.models import User
from programmes.models import Event, Place, Register


def event(user: User, event_id: int) -> Event:
    seen = Event.objects.visible_to(user).select_related("programme", "period")
    row = get_object_or_404(seen, pk=event_id)
    if not user.has_perm("programmes.take_register", row):
        raise Http404
    return row


def register(user: User, register_id: int) -> Register:
    row = get_object_or_404(Register.objects.for_page(), pk=register_id)
    if not user.has_perm("programmes.take_register", row.event):
        raise Http404
    return row


def place(user: User, place_id: int, permission: str = "programmes.view_certificate") -> Place:
    seen = Place.objects.visible_to(user).select_related("event__programme", "person", "school")
    row = get_object_or_404(seen, pk=place_id)
    if not user.has_perm(permission, row):
        raise Http404
    return row
