"""What we look up about marks, and who can see them: one's own, then everybody's at moderation."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.db.models import Q, QuerySet

from bids.querysets.bids import ASSESSES, BidQuerySet
from bids.querysets.calls import PREPARES
from bids.states import REVEALED, SheetState
from members.querysets import AnyUser, holds

if TYPE_CHECKING:
    from bids import models


class AssessorQuerySet(QuerySet["models.Assessor"]):
    def asked(self) -> AssessorQuerySet:
        return self.filter(released_at=None)

    def owing(self, call: models.Call) -> AssessorQuerySet:
        """Who still owes this call a declaration or marks of some bid they are not out of."""
        raise NotImplementedError


class SheetQuerySet(QuerySet["models.MarkSheet"]):
    def submitted(self) -> SheetQuerySet:
        return self.filter(state=SheetState.SUBMITTED)

    def visible_to(self, user: AnyUser) -> SheetQuerySet:
        """One's own, as long as one is clear of the bid; others' once moderation opens."""
        if not user.is_authenticated:
            return self.none()
        bids = _bids(self.model)
        readable = bids.for_assessor(user).values("pk")
        seen = Q(bid__in=readable, assessor=user)
        if holds(user, *ASSESSES):
            seen |= Q(bid__in=readable, bid__call__state__in=sorted(REVEALED))
        if holds(user, *PREPARES):
            prepared = bids.for_preparers(user).values("pk")
            seen |= Q(bid__in=prepared, bid__call__state__in=sorted(REVEALED))
        return self.filter(seen)


def _bids(model: type[models.MarkSheet]) -> BidQuerySet:
    return cast(BidQuerySet, model._meta.get_field("bid").related_model._default_manager.all())  # type: ignore[union-attr]


class MarkQuerySet(QuerySet["models.Mark"]):
    def current(self) -> MarkQuerySet:
        """The marks that no other replaces."""
        return self.filter(replaced_by=None)
