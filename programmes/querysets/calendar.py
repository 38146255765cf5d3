"""Half-terms of the authority and of schools with their own dates."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet

if TYPE_CHECKING:
    from members.models import School
    from programmes import models  # noqa: F401 - named in strings


class HalfTermQuerySet(QuerySet["models.HalfTerm"]):
    def authority(self) -> HalfTermQuerySet:
        """The authority's dates, by which commitments are counted."""
        return self.filter(school=None)

    def of(self, school: School) -> HalfTermQuerySet:
        return self.filter(school=school)

    def in_order(self) -> HalfTermQuerySet:
        return self.order_by("from_on", "pk")

    def with_day(self, day: date) -> HalfTermQuerySet:
        return self.filter(from_on__lte=day, to_on__gte=day)

    def meeting(self, from_on: date, to_on: date) -> HalfTermQuerySet:
        """Those that have a day in common with these days."""
        return self.filter(from_on__lte=to_on, to_on__gte=from_on)
