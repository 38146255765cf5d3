"""What we look up about runs and invoices, and who can see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, Concat

from hlp.kit.models import Document
from hlp.kit.money import MoneyField
from hlp.kit.searching import normalise
from invoicing.states import FeeRunState, InvoiceState
from members.querysets import AnyUser, holds, schools_as
from members.states import (
    MEMBER_STATES,
    OPEN_STATUSES,
    EstablishmentType,
    PortalRole,
    SchoolRole,
)

if TYPE_CHECKING:
    from invoicing import models  # noqa: F401 - named in strings

SEES_ALL_INVOICES = (PortalRole.OFFICE, PortalRole.FINANCE)
# Design 12, download invoices: the head and the business manager see their own school's.
PAYERS = (SchoolRole.HEADTEACHER, SchoolRole.BUSINESS_MANAGER)

NO_ADDRESS = Q(membership__invoice_name="") | Q(membership__invoice_address="")
SCHOOL_CLOSED = ~Q(membership__school__status__in=OPEN_STATUSES)
NO_LONGER_MEMBER = ~Q(membership__state__in=MEMBER_STATES)
NO_ORDER = Q(membership__purchase_order="")
NO_EMAIL = Q(membership__finance_email="")


class DatedRowsQuerySet(QuerySet[Any]):
    """Rows that hold from a date until the next one."""

    def in_force(self, on: date) -> DatedRowsQuerySet:
        return self.filter(from_on__lte=on).order_by("-from_on")


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


class InvoiceQuerySet(QuerySet["models.Invoice"]):
    def visible_to(self, user: AnyUser) -> InvoiceQuerySet:
        """Office and finance see all; a school sees what was issued to it."""
        if holds(user, *SEES_ALL_INVOICES):
            return self
        own = schools_as(user, *PAYERS)
        return self.issued().filter(membership__school__in=own) if own else self.none()

    def drafts(self) -> InvoiceQuerySet:
        return self.filter(state=InvoiceState.DRAFT)

    def issued(self) -> InvoiceQuerySet:
        return self.filter(state=InvoiceState.ISSUED)

    def overdue(self, on: date) -> InvoiceQuerySet:
        return self.issued().filter(due_on__lt=on)

    def unpaid(self, on: date) -> InvoiceQuerySet:
        """Who may be reminded to pay: as long as no payment is recorded, all that was issued."""
        return self.issued()

    def not_yet_due(self, on: date) -> InvoiceQuerySet:
        return self.issued().filter(due_on__gte=on)

    def found_by(self, words: str) -> InvoiceQuerySet:
        """By number, school, URN or purchase order: every word, in any order."""
        found = self
        for word in normalise(words).split():
            found = found.filter(search_text__contains=word)
        return found

    def narrowed(self, wanted: Mapping[str, Any], on: date) -> InvoiceQuerySet:
        """What finance's filter asks for; without a status everything but drafts."""
        found = self._with_status(wanted.get("status", ""), on)
        if wanted.get("q"):
            found = found.found_by(wanted["q"])
        if wanted.get("year"):
            found = found.filter(membership_year=wanted["year"])
        if wanted.get("phase"):
            found = found.filter(membership__school__phase=wanted["phase"])
        if group := wanted.get("type"):
            types = [type_ for type_ in EstablishmentType if type_.group == group]
            found = found.filter(membership__school__type__in=types)
        if wanted.get("pdf"):
            found = found.filter(_has_pdf() if wanted["pdf"] == "ready" else ~_has_pdf())
        return found

    def _with_status(self, status: str, on: date) -> InvoiceQuerySet:
        asked: dict[str, Callable[[], InvoiceQuerySet]] = {
            "draft": self.drafts,
            "due": partial(self.not_yet_due, on),
            "overdue": partial(self.overdue, on),
        }
        return asked.get(status, self.issued)()

    def with_school(self) -> InvoiceQuerySet:
        return self.select_related("membership__school", "membership_year__period")

    def with_pdf(self) -> InvoiceQuerySet:
        """Whether the PDF has been made: one question for the whole page."""
        return self.annotate(has_pdf=_has_pdf())

    def totals(self) -> dict[str, Any]:
        return self.aggregate(count=Count("pk"), net=Sum("net"), vat=Sum("vat"), gross=Sum("gross"))

    def held_back(self) -> InvoiceQuerySet:
        """Drafts that cannot be issued as they stand."""
        return self.drafts().filter(NO_ADDRESS | SCHOOL_CLOSED | NO_LONGER_MEMBER)

    def what_is_missing(self) -> dict[str, int]:
        return self.aggregate(
            no_address=Count("pk", filter=NO_ADDRESS),
            school_closed=Count("pk", filter=SCHOOL_CLOSED),
            no_longer_member=Count("pk", filter=NO_LONGER_MEMBER),
            no_order=Count("pk", filter=NO_ORDER),
            no_email=Count("pk", filter=NO_EMAIL),
        )

    def by_school_name(self) -> InvoiceQuerySet:
        return self.order_by("school_name", "school_urn")

    def newest_first(self) -> InvoiceQuerySet:
        return self.order_by(
            F("issued_on").desc(nulls_first=True), "-sequence", "school_name", "pk"
        )


def _has_pdf() -> Exists:
    # The key of Invoice.document_key, as the database writes it.
    key = Concat(Value("invoice:"), OuterRef("number"))
    return Exists(Document.objects.filter(key=key))
