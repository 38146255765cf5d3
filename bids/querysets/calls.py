"""What we look up about calls, and who can see it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Case, Q, QuerySet, When

from bids.states import ANNOUNCED, CallState, CriterionKind
from members.querysets import AnyUser, holds
from members.states import PortalRole

if TYPE_CHECKING:
    from bids import models  # noqa: F401 - named in strings

PREPARES = (PortalRole.OFFICE, PortalRole.CLERK)


class CallQuerySet(QuerySet["models.Call"]):
    def visible_to(self, user: AnyUser) -> CallQuerySet:
        """Everybody sees a call once it is open, office and clerk before that."""
        if holds(user, *PREPARES):
            return self
        return self.filter(opened_at__isnull=False, state__in=sorted(ANNOUNCED))

    def with_terms(self) -> CallQuerySet:
        """With what every page of a call says of it."""
        return self.select_related("priority__year__period", "terms", "follows")

    def announced(self) -> CallQuerySet:
        """Those that opened once, whatever became of them."""
        return self.filter(opened_at__isnull=False)

    def newest_first(self) -> CallQuerySet:
        return self.order_by("-closes_at", "-pk")

    def due_to_close(self, now: datetime) -> CallQuerySet:
        """Open calls whose moment has passed; the exact one, with grace, is asked of each."""
        return self.filter(state=CallState.OPEN, closes_at__lt=now)


class PriorityQuerySet(QuerySet["models.Priority"]):
    def newest_first(self) -> PriorityQuerySet:
        return self.order_by("-year__starts_on", "title")


class CriterionQuerySet(QuerySet["models.Criterion"]):
    def in_order(self) -> CriterionQuerySet:
        """The prospectus's order."""
        order = Case(*(When(kind=kind, then=n) for n, kind in enumerate(CriterionKind)))
        return self.order_by(order)


class QuestionQuerySet(QuerySet["models.Question"]):
    def to_answer(self) -> QuestionQuerySet:
        """Also what was asked in the last minutes before closing is owed an answer."""
        return self.filter(answered_at=None, call__state__in=[CallState.OPEN, CallState.CLOSED])

    def answered(self) -> QuestionQuerySet:
        return self.filter(answered_at__isnull=False)

    def visible_to(self, user: AnyUser) -> QuestionQuerySet:
        """Answered ones are for everybody; the others for who asked and who answers."""
        if holds(user, *PREPARES):
            return self
        seen = Q(answered_at__isnull=False)
        if user.is_authenticated:
            seen |= Q(asked_by=user)
        return self.filter(seen)
