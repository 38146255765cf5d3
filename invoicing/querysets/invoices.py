"""What we look up about invoices, and who can see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Concat

from hlp.kit.models import Document
from hlp.kit.money import MoneyField
from hlp.kit.searching import normalise
from invoicing.querysets.ledger import (
    credited_by_all,
    credited_until,
    in_pennies,
    paid_until,
    reduced_by_decisions,
)
from invoicing.querysets.runs import PAYERS, SEES_ALL_INVOICES
from invoicing.states import InvoiceState, Status
from members.owing import no_longer_owes
from members.querysets import AnyUser, holds, schools_as
from members.states import OPEN_STATUSES, EstablishmentType

if TYPE_CHECKING:
    from invoicing import models  # noqa: F401 - named in strings
    from members import models as member_models


def lacks(at: str = "membership__") -> dict[str, Q]:
    """What an invoice may lack, by where its membership is found; MISSING in views says it."""
    return {
        "no_address": Q(**{f"{at}invoice_name": ""}) | Q(**{f"{at}invoice_address": ""}),
        "school_closed": ~Q(**{f"{at}school__status__in": OPEN_STATUSES}),
        "no_order": Q(**{f"{at}purchase_order": ""}),
        "no_email": Q(**{f"{at}finance_email": ""}),
    }


def counted(lacking: Mapping[str, Q]) -> dict[str, Count]:
    return {name: Count("pk", filter=what) for name, what in lacking.items()}


def what_is_missing(memberships: QuerySet[member_models.Membership]) -> dict[str, int]:
    """Before a run is drafted; who no longer owes is not among them."""
    return {"no_longer_owes": 0, **memberships.aggregate(**counted(lacks("")))}


# From with_balance(), whose fields the model only declares.
BALANCE = {"balance": in_pennies(F("gross") - F("paid") - F("credited"))}
# What credit notes take off, drafts among them, and how much of it decisions on the fee.
REDUCTIONS: dict[str, Callable[[], Any]] = {
    "credited_by_all": credited_by_all,
    "reduced_gross": reduced_by_decisions,
}
OWES, SETTLED, OVERPAID = Q(balance__gt=0), Q(balance=0), Q(balance__lt=0)
SOMETHING_PAID = Q(paid__gt=0)


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

    def with_balance(self, on: date) -> InvoiceQuerySet:
        """What was paid and credited by the end of a day, and what was still owed then."""
        sums = {"paid": paid_until(on), "credited": credited_until(on)}
        return self.annotate(**sums).annotate(**BALANCE)

    def owed(self, on: date) -> InvoiceQuerySet:
        """Issued by that day, with its balance."""
        return self.issued().filter(issued_on__lte=on).with_balance(on)

    def unpaid(self, on: date) -> InvoiceQuerySet:
        """Something is still owed: who may be reminded to pay. Each has its `balance`."""
        return self.owed(on).filter(OWES)

    def overdue(self, on: date) -> InvoiceQuerySet:
        return self.unpaid(on).filter(due_on__lt=on)

    def not_yet_due(self, on: date) -> InvoiceQuerySet:
        return self.unpaid(on).filter(due_on__gte=on)

    def part_paid(self, on: date) -> InvoiceQuerySet:
        return self.unpaid(on).filter(SOMETHING_PAID)

    def paid_in_full(self, on: date) -> InvoiceQuerySet:
        return self.owed(on).filter(SETTLED & SOMETHING_PAID)

    def credited_in_full(self, on: date) -> InvoiceQuerySet:
        """Nothing is owed and nothing was paid: it was all taken back."""
        return self.owed(on).filter(SETTLED & ~SOMETHING_PAID)

    def overpaid(self, on: date) -> InvoiceQuerySet:
        """Paid, and then credited: the school has something coming back."""
        return self.owed(on).filter(OVERPAID)

    def charged_above(self, stays: Mapping[Decimal, Decimal]) -> InvoiceQuerySet:
        """Issued for more than may stay, VAT and all, less what decisions took off already.

        `stays` says what may stay by rate of VAT. Compared with VAT, as a credit note is reckoned:
        its net may be a penny off, where somebody had credited part of the invoice by hand.
        """
        rows = self.issued().annotate(**{name: sum_() for name, sum_ in REDUCTIONS.items()})
        too_much = Q(pk__in=[])
        for rate, gross in stays.items():
            most = in_pennies(F("reduced_gross") + Value(gross, output_field=MoneyField()))
            too_much |= Q(vat_rate=rate, gross__gt=most)
        return rows.filter(too_much)

    def above(self, stays: Mapping[Decimal, Decimal]) -> InvoiceQuerySet:
        """Those of `charged_above` of which something is left to credit."""
        return self.charged_above(stays).filter(gross__gt=F("credited_by_all"))

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
            Status.DRAFT: self.drafts,
            Status.UNPAID: partial(self.unpaid, on),
            Status.NOT_YET_DUE: partial(self.not_yet_due, on),
            Status.OVERDUE: partial(self.overdue, on),
            Status.PART_PAID: partial(self.part_paid, on),
            Status.PAID: partial(self.paid_in_full, on),
            Status.CREDITED: partial(self.credited_in_full, on),
            Status.OVERPAID: partial(self.overpaid, on),
        }
        return asked.get(status, self.issued)().with_balance(on)

    def with_school(self) -> InvoiceQuerySet:
        return self.select_related("membership__school", "membership_year__period")

    def with_pdf(self) -> InvoiceQuerySet:
        """Whether the PDF has been made: one question for the whole page."""
        return self.annotate(has_pdf=_has_pdf())

    def totals(self) -> dict[str, Any]:
        return self.aggregate(count=Count("pk"), net=Sum("net"), vat=Sum("vat"), gross=Sum("gross"))

    def still_owed(self, on: date) -> dict[str, Any]:
        """What is still to pay, and what of it is overdue; what is overpaid pays for nobody."""
        late = Sum("balance", filter=Q(due_on__lt=on))
        return self.unpaid(on).aggregate(owed=in_pennies(Sum("balance")), overdue=in_pennies(late))

    def held_back(self) -> InvoiceQuerySet:
        """Drafts that cannot be issued as they stand."""
        lacking = lacks()
        never_sent = lacking["no_address"] | lacking["school_closed"] | no_longer_owes()
        return self.drafts().filter(never_sent)

    def what_is_missing(self) -> dict[str, int]:
        return self.aggregate(**counted({**lacks(), "no_longer_owes": no_longer_owes()}))

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
