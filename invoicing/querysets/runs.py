"""What we look up about runs and about what holds from a date on, and who can see it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from hlp.kit.money import MoneyField
from invoicing.states import FeeDecisionState, FeeRunState
from members.querysets import AnyUser, holds
from members.states import PortalRole, SchoolRole

if TYPE_CHECKING:
    from invoicing import models  # noqa: F401 - named in strings

SEES_ALL_INVOICES = (PortalRole.OFFICE, PortalRole.FINANCE)
# Design 12, download invoices: the head and the business manager see their own school's.
PAYERS = (SchoolRole.HEADTEACHER, SchoolRole.BUSINESS_MANAGER)


class DatedRowsQuerySet(QuerySet[Any]):
    """Rows that hold from a date until the next one."""

    def in_force(self, on: date) -> DatedRowsQuerySet:
        return self.filter(from_on__lte=on).order_by("-from_on")


class FeeDecisionQuerySet(QuerySet["models.FeeDecision"]):
    def visible_to(self, user: AnyUser) -> FeeDecisionQuerySet:
        return self if holds(user, *SEES_ALL_INVOICES) else self.none()

    def waiting(self) -> FeeDecisionQuerySet:
        return self.filter(state=FeeDecisionState.WAITING)

    def being_carried_out(self) -> FeeDecisionQuerySet:
        return self.filter(state=FeeDecisionState.CREDITING)

    def with_people(self) -> FeeDecisionQuerySet:
        return self.select_related("membership_year__period", "prepared_by", "confirmed_by")

    def newest_first(self) -> FeeDecisionQuerySet:
        return self.order_by("-prepared_at", "-pk")


class FeeRunQuerySet(QuerySet["models.FeeRun"]):
    def visible_to(self, user: AnyUser) -> FeeRunQuerySet:
        return self if holds(user, *SEES_ALL_INVOICES) else self.none()

    def with_people(self) -> FeeRunQuerySet:
        """All that a run's page says about it: its year, its numbers, who did what."""
        people = ("prepared_by", "approved_by", "started_by", "cancelled_by")
        return self.select_related("membership_year__period", "series", *people)

    def newest_first(self) -> FeeRunQuerySet:
        return self.order_by("-prepared_at", "-pk")

    def waiting_for_approval(self) -> FeeRunQuerySet:
        return self.filter(state=FeeRunState.DRAFT)

    def ready_to_issue(self) -> FeeRunQuerySet:
        return self.filter(state=FeeRunState.APPROVED)

    def being_issued(self) -> FeeRunQuerySet:
        return self.filter(state=FeeRunState.ISSUING)

    def with_totals(self) -> FeeRunQuerySet:
        return self.annotate(
            invoice_count=Count("invoices"),
            net_total=Coalesce(Sum("invoices__net"), Value(0), output_field=MoneyField()),
        )
