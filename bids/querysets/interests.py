"""What we look up about interests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet

from bids.states import InterestKind

if TYPE_CHECKING:
    from bids import models  # noqa: F401 - named in strings


class InterestQuerySet(QuerySet["models.Interest"]):
    def newest(self) -> InterestQuerySet:
        """The row that holds: of each person and bid the last one."""
        later = self.model._default_manager.filter(
            bid=OuterRef("bid"), user=OuterRef("user"), pk__gt=OuterRef("pk")
        )
        return self.filter(~Exists(later))

    def to_rule_on(self) -> InterestQuerySet:
        return self.newest().filter(kind=InterestKind.PERCEIVED, ruling=None)
