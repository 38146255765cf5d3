"""Places: who sees them, who holds a seat, who is next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from members.querysets import AnyUser, holds, schools_as
from members.states import PortalRole
from programmes.querysets.programmes import LEADING, led_from
from programmes.states import ACTIVE_PLACES, SEATED_PLACES, PlaceState

if TYPE_CHECKING:
    from programmes import models  # noqa: F401 - named in strings


class PlaceQuerySet(QuerySet["models.Place"]):
    def visible_to(self, user: AnyUser) -> PlaceQuerySet:
        """One's own, those of one's school's staff for its head and CPD lead, those of an event
        for whoever plans it, and all for the office."""
        if not user.is_authenticated:
            return self.none()
        if holds(user, PortalRole.OFFICE):
            return self
        seen = Q(person=user) | Q(school__in=schools_as(user, *LEADING))
        if urns := led_from(user):
            led = self.model._default_manager.filter(event__programme__leads__school__in=urns)
            seen |= Q(pk__in=led.values("pk"))
        return self.filter(seen)

    def active(self) -> PlaceQuerySet:
        return self.filter(state__in=ACTIVE_PLACES)

    def seated(self) -> PlaceQuerySet:
        """Confirmed or held for whoever was offered it: these take up the seats."""
        return self.filter(state__in=SEATED_PLACES)

    def confirmed(self) -> PlaceQuerySet:
        return self.filter(state=PlaceState.CONFIRMED)

    def queue(self) -> PlaceQuerySet:
        """Who waits, first come first."""
        return self.filter(state=PlaceState.WAITING).order_by("booked_at", "pk")
