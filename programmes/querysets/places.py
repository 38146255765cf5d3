"""Places: who sees them, who holds a seat, who is next."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Case, F, Q, QuerySet, Value, When

from members.querysets import AnyUser, holds, schools_as
from members.states import PortalRole, SchoolRole
from programmes.querysets.programmes import LEADING, led_from
from programmes.states import ACTIVE_PLACES, SEATED_PLACES, EventState, PlaceState

if TYPE_CHECKING:
    from programmes import models  # noqa: F401 - named in strings


# Who looks after the places of a school's staff: books, passes on, cancels.
BOOKING = (*LEADING, SchoolRole.BUSINESS_MANAGER)


class PlaceQuerySet(QuerySet["models.Place"]):
    def visible_to(self, user: AnyUser) -> PlaceQuerySet:
        """One's own, those of one's school's staff for its head, CPD lead and business manager,
        those of an event for whoever plans it, and all for the office."""
        if not user.is_authenticated:
            return self.none()
        if holds(user, PortalRole.OFFICE):
            return self
        seen = Q(person=user) | Q(school__in=schools_as(user, *BOOKING))
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

    def coming(self, now: datetime) -> PlaceQuerySet:
        """Still held, of what is not over; what was cancelled with its event stays in sight."""
        called_off = Q(state=PlaceState.CANCELLED, event__state=EventState.CANCELLED)
        called_off &= Q(cancelled_at__gte=F("event__cancelled_at"))
        held = Q(state__in=ACTIVE_PLACES) | called_off
        return self.filter(held, event__ends_at__gt=now)

    def over(self, now: datetime) -> PlaceQuerySet:
        return self.filter(state=PlaceState.CONFIRMED, event__ends_at__lte=now)

    def in_calendar(self) -> PlaceQuerySet:
        """What a personal calendar shows: confirmed, and what was cancelled with its event."""
        called_off = Q(state=PlaceState.CANCELLED, event__state=EventState.CANCELLED)
        called_off &= Q(cancelled_at__gte=F("event__cancelled_at"), confirmed_at__isnull=False)
        return self.filter(Q(state=PlaceState.CONFIRMED) | called_off)

    def for_page(self) -> PlaceQuerySet:
        return self.select_related(
            "event__programme", "person", "school", "booked_by", "substitute_for__person"
        )

    def by_standing(self) -> PlaceQuerySet:
        """Confirmed first, then who is offered, then who waits, each in the order of booking."""
        order = (PlaceState.CONFIRMED, PlaceState.OFFERED, PlaceState.WAITING)
        cases = [When(state=state, then=Value(rank)) for rank, state in enumerate(order)]
        rank = Case(*cases, default=Value(len(order)))
        return self.order_by(rank, "booked_at", "pk")

    def soonest_first(self) -> PlaceQuerySet:
        return self.order_by("event__starts_at", "pk")

    def latest_first(self) -> PlaceQuerySet:
        return self.order_by("-event__starts_at", "-pk")

    def queue(self) -> PlaceQuerySet:
        """Who waits, first come first."""
        return self.filter(state=PlaceState.WAITING).order_by("booked_at", "pk")
