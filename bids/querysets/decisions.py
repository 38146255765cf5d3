"""What we look up about decisions and awards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Prefetch, QuerySet

from bids.states import PartnerState

if TYPE_CHECKING:
    from bids import models  # noqa: F401 - named in strings


class DecisionQuerySet(QuerySet["models.Decision"]):
    def published(self) -> DecisionQuerySet:
        return self.filter(published_at__isnull=False)


class AwardQuerySet(QuerySet["models.Award"]):
    def with_bid(self) -> AwardQuerySet:
        """With what pages say of a lead school."""
        return self.select_related(
            "priority__year__period", "bid__lead_school", "bid__call", "bid__decision"
        )

    def with_partners(self) -> AwardQuerySet:
        """And the schools beside the lead."""
        partner = self.model._meta.get_field("bid").related_model.partners.rel.related_model  # type: ignore[union-attr]
        rows = partner.objects.filter(state=PartnerState.ACCEPTED).select_related("school")
        return self.prefetch_related(
            Prefetch("bid__partners", rows.order_by("school__name"), to_attr="partner_rows")
        )

    def newest_first(self) -> AwardQuerySet:
        return self.order_by("-awarded_at", "-pk")
