"""Events: coming, held, and those still being planned."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, When

from members.querysets import AnyUser
from programmes.querysets.programmes import led_from, sees_all
from programmes.states import PUBLIC_EVENTS, SEATED_PLACES, EventState, PlaceState

if TYPE_CHECKING:
    from programmes import models  # noqa: F401 - named in strings


class EventQuerySet(QuerySet["models.Event"]):
    def visible_to(self, user: AnyUser) -> EventQuerySet:
        """Everybody sees what is published; drafts those who plan them, office, clerk and board."""
        if sees_all(user):
            return self
        seen = _announced()
        if urns := led_from(user):
            led = self.model._default_manager.filter(programme__leads__school__in=urns)
            seen |= Q(pk__in=led.values("pk"))
        return self.filter(seen)

    def announced(self) -> EventQuerySet:
        """What everybody may know: published once, also where it was cancelled since."""
        return self.filter(_announced())

    def published(self) -> EventQuerySet:
        return self.filter(state=EventState.PUBLISHED)

    def coming(self, now: datetime) -> EventQuerySet:
        return self.filter(ends_at__gt=now)

    def over(self, now: datetime) -> EventQuerySet:
        return self.filter(ends_at__lte=now)

    def for_list(self) -> EventQuerySet:
        """With what a line of a list says: the programme, and whether every seat is taken."""
        same = self.model._default_manager.filter(pk=OuterRef("pk")).order_by().values("pk")
        seated = Count("places", filter=Q(places__state__in=SEATED_PLACES))
        taken = Subquery(same.annotate(seated=seated).values("seated"))
        full = Case(When(capacity__lte=taken, then=True), default=False)
        return self.select_related("programme", "cluster").annotate(is_full_now=full)

    def held(self, now: datetime) -> EventQuerySet:
        """What happened: published, or recorded afterwards, and over."""
        return self.published().filter(ends_at__lte=now)

    def bookable(self, now: datetime) -> EventQuerySet:
        """Published and not begun; whether booking has closed is the event's own to say."""
        return self.published().filter(starts_at__gt=now)

    def with_moving_line(self, now: datetime) -> EventQuerySet:
        """Where an offer has run out, or somebody waits and not every seat is taken."""
        ran_out = Q(places__state=PlaceState.OFFERED, places__offer_ends_at__lte=now)
        lapsing = self.filter(ran_out).values("pk")
        seated = Count("places", filter=Q(places__state__in=SEATED_PLACES))
        waiting = Count("places", filter=Q(places__state=PlaceState.WAITING))
        counted = self.bookable(now).annotate(seated=seated, waiting=waiting)
        free = Q(capacity=None) | Q(seated__lt=F("capacity"))
        moving = counted.filter(free, waiting__gt=0).values("pk")
        return self.filter(Q(pk__in=lapsing) | Q(pk__in=moving))

    def soonest_first(self) -> EventQuerySet:
        return self.order_by("starts_at", "pk")

    def latest_first(self) -> EventQuerySet:
        return self.order_by("-starts_at", "-pk")


def _announced() -> Q:
    """A draft that was given up was never anybody else's to read."""
    return Q(state__in=PUBLIC_EVENTS) & ~Q(state=EventState.CANCELLED, published_at=None)
