from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

# A row this old that nobody took has lost its nudge.
PATIENCE = timedelta(seconds=30)


class QueueQuerySet(models.QuerySet[Any]):
    """Shared by work and post: both wait as `queued` rows with a due time and a nudge."""

    def due(self, now: datetime) -> Self:
        return self.filter(state="queued", due_at__lte=now).order_by("due_at", "pk")

    def forgotten(self, now: datetime) -> Self:
        return self.due(now).filter(Q(nudged_at=None) | Q(nudged_at__lte=now - PATIENCE))


class WorkQuerySet(QueueQuerySet):
    def abandoned(self, now: datetime) -> Self:
        """Started by a worker that no longer says it is alive."""
        return self.filter(state="running", lease_until__lt=now)

    def needs_attention(self) -> Self:
        return self.filter(state="failed").order_by("-finished_at", "pk")


class OutboxQuerySet(QueueQuerySet):
    def abandoned(self, now: datetime) -> Self:
        return self.filter(state="sending", lease_until__lt=now)

    def needs_attention(self) -> Self:
        """What the office must decide on: send again, or leave it."""
        return self.filter(state__in=("unsure", "failed")).order_by("-created_at", "pk")


class ReminderMailQuerySet(models.QuerySet[Any]):
    def found_by(self, words: str, rule: str = "") -> Self:
        """Mails that say something, by the rule, with every word in it or in the address."""
        said = self.model._meta.get_field("said").related_model.objects.filter(mail=OuterRef("pk"))
        if rule:
            said = said.filter(rule=rule)
        for word in words.split():
            said = said.filter(Q(to__icontains=word) | Q(title__icontains=word))
        return self.filter(Exists(said)) if words.split() or rule else self

    def newest_first(self) -> Self:
        """With what they say and how their post stands."""
        return self.select_related("message").prefetch_related("said").order_by("-on", "-pk")
