"""Events: coming, held, and those still being planned."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from members.querysets import AnyUser
from programmes.querysets.programmes import led_from, sees_all
from programmes.states import PUBLIC_EVENTS, EventState

if TYPE_CHECKING:
    from programmes import models  # noqa: F401 - named in strings


class EventQuerySet(QuerySet["models.Event"]):
    def visible_to(self, user: AnyUser) -> EventQuerySet:
        """Everybody sees what is published; drafts those who plan them, office, clerk and board."""
        if sees_all(user):
            return self
        seen = Q(state__in=PUBLIC_EVENTS)
        if urns := led_from(user):
            led = self.model._default_manager.filter(programme__leads__school__in=urns)
            seen |= Q(pk__in=led.values("pk"))
        return self.filter(seen)

    def published(self) -> EventQuerySet:
        return self.filter(state=EventState.PUBLISHED)

    def coming(self, now: datetime) -> EventQuerySet:
        return self.filter(ends_at__gt=now)

    def held(self, now: datetime) -> EventQuerySet:
        """What happened: published, or recorded afterwards, and over."""
        return self.published().filter(ends_at__lte=now)

    def soonest_first(self) -> EventQuerySet:
        return self.order_by("starts_at", "pk")

    def latest_first(self) -> EventQuerySet:
        return self.order_by("-starts_at", "-pk")
