"""What we look up about interests."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.db.models import Exists, F, OuterRef, QuerySet

from bids.querysets.bids import BidQuerySet
from bids.querysets.standing import works_for_any
from bids.states import InterestKind
from hlp.kit import clock
from members.querysets import AnyUser, holds
from members.states import PortalRole

if TYPE_CHECKING:
    from bids import models

RULES = (PortalRole.CHAIR, PortalRole.ACTING_CHAIR, PortalRole.DEPUTY_CHAIR)


class InterestQuerySet(QuerySet["models.Interest"]):
    def newest(self) -> InterestQuerySet:
        """The row that holds: of each person and bid the last one."""
        later = self.model._default_manager.filter(
            bid=OuterRef("bid"), user=OuterRef("user"), pk__gt=OuterRef("pk")
        )
        return self.filter(~Exists(later))

    def of_now(self) -> InterestQuerySet:
        """Said of the schools that are in the bid now."""
        return self.filter(line_up=F("bid__line_up"))

    def to_rule_on(self) -> InterestQuerySet:
        return self.newest().of_now().filter(kind=InterestKind.PERCEIVED, ruling=None)

    def holding_up(self, call: models.Call) -> InterestQuerySet:
        """Until the chair has ruled on these, the panel of the call is not complete."""
        of_call = call.bids.all()
        marking = self.to_rule_on().filter(
            bid__in=of_call.scored(), user__in=call.assessors.asked().values("user")
        )
        return marking.exclude(works_for_any(of_call.in_the_running().values("pk"), clock.today()))

    def rulings_of(self, user: AnyUser) -> InterestQuerySet:
        """Perceived interests this person might rule on; the permission says of each."""
        if not user.is_authenticated or not holds(user, *RULES):
            return self.none()
        related = self.model._meta.get_field("bid").related_model
        bids = cast(BidQuerySet, related._default_manager.all())  # type: ignore[union-attr]
        waiting = self.to_rule_on().exclude(user=user)
        return waiting.exclude(bid__call__in=bids.calls_out_of(user))
