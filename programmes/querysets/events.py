"""Events: coming, held, and those still being planned."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from members.models import Membership, User
from members.querysets import AnyUser
from programmes.querysets.programmes import led_from, sees_all, works_in
from programmes.states import PUBLIC_EVENTS, SEATED_PLACES, Audience, EventState, PlaceState

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

    def next_for(self, user: User, now: datetime) -> EventQuerySet:
        """What the person has a place for, then what staff of their schools may still book."""
        places: Any = self.model._meta.get_field("places").related_model._default_manager  # type: ignore[union-attr]
        own = places.active().filter(event=OuterRef("pk"), person=user)
        members = Membership.objects.members().filter(
            school__in=works_in(user), period=OuterRef("period")
        )
        in_cluster = members.filter(school__cluster_line__cluster=OuterRef("cluster"))
        for_them = Q(audience=Audience.ALL_SCHOOLS)
        for_them |= Q(Exists(members), audience=Audience.MEMBERS)
        for_them |= Q(Exists(in_cluster), audience=Audience.CLUSTER)
        still_open = Q(booking_closes_at=None) | Q(booking_closes_at__gt=now)
        found = self.published().coming(now).annotate(own_place=Subquery(own.values("state")[:1]))
        found = found.filter(
            Q(own_place__isnull=False) | for_them & still_open & Q(starts_at__gt=now)
        )
        own_first = Case(When(own_place=None, then=Value(1)), default=Value(0))
        return found.order_by(own_first, "starts_at", "pk")

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
