from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Q

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


class SaidQuerySet(models.QuerySet[Any]):
    """What people were reminded of."""

    def found_by(self, words: str) -> Self:
        """Every word in the address or in what was said."""
        found = self
        for word in words.split():
            found = found.filter(Q(to__icontains=word) | Q(title__icontains=word))
        return found

    def newest_first(self) -> Self:
        return self.select_related("mail__message").order_by("-mail__on", "-pk")
