"""The ledger: sums of its entries as of a day, and what we look up about payments.

Every figure is a sum of rows that never change, so it is right for any day, past ones included.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Round

from hlp.kit.money import MoneyField
from invoicing.querysets.runs import PAYERS, SEES_ALL_INVOICES
from invoicing.states import CreditNoteState
from members.querysets import AnyUser, holds, schools_as

if TYPE_CHECKING:
    from invoicing import models  # noqa: F401 - named in strings


STANDING = [state for state in CreditNoteState if state != CreditNoteState.CANCELLED]


def in_pennies(amount: Any) -> Round:
    """SQLite reckons money in floats: unrounded, £0.30 less £0.10 less £0.20 is not zero."""
    return Round(amount, 2, output_field=MoneyField())


def paid_until(on: date) -> Round:
    """Of an invoice: what was allocated to it by that day, less what was taken off again."""
    return _sum_of("Allocation", "invoice", counts_on__lte=on)


def credited_until(on: date) -> Round:
    """Of an invoice: what credit notes issued by that day took off it."""
    return _sum_of(
        "CreditNote", "invoice", of="gross", state=CreditNoteState.ISSUED, issued_on__lte=on
    )


def credited_by_all() -> Round:
    """Of an invoice: what credit notes take off or, once approved, will."""
    return _sum_of("CreditNote", "invoice", of="gross", state__in=STANDING)


def reduced_by_decisions() -> Round:
    """Of an invoice: what decisions on the fee have taken off."""
    named = {"state__in": STANDING, "decision__isnull": False}
    return _sum_of("CreditNote", "invoice", of="gross", **named)


# From with_left(), whose fields the model only declares.
LEFT = {"left": in_pennies(F("amount") + F("given_back") - F("allocated"))}


class PaymentQuerySet(QuerySet["models.Payment"]):
    def visible_to(self, user: AnyUser) -> PaymentQuerySet:
        """The books are read by those who keep them; a school sees what was paid on its invoice."""
        return self if holds(user, *SEES_ALL_INVOICES) else self.none()

    def received(self) -> PaymentQuerySet:
        """What came in; what went back hangs on the payment it reverses."""
        return self.filter(reverses=None)

    def with_left(self) -> PaymentQuerySet:
        """What went back, what is allocated, and what is left: the payer's unallocated credit."""
        sums = {
            "given_back": _sum_of("Payment", "reverses"),
            "allocated": _sum_of("Allocation", "payment"),
        }
        return self.annotate(**sums).annotate(**LEFT)

    def unallocated(self) -> PaymentQuerySet:
        return self.received().with_left().filter(Q(left__gt=0))

    def found_by(self, words: str) -> PaymentQuerySet:
        """By who paid, the reference on the statement, or the number of an invoice it paid."""
        found = self
        for word in words.split():
            invoice = Q(allocations__invoice__number__icontains=word)
            found = found.filter(Q(payer__icontains=word) | Q(reference__icontains=word) | invoice)
        return found.distinct()

    def with_invoices(self) -> PaymentQuerySet:
        """For a list: which invoices each payment pays now."""
        allocation = apps.get_model("invoicing", "Allocation")
        paying = allocation._default_manager.in_force().oldest_first().select_related("invoice")
        return self.prefetch_related(Prefetch("allocations", paying, to_attr="paying"))

    def newest_first(self) -> PaymentQuerySet:
        return self.order_by("-received_on", "-pk")


class CreditNoteQuerySet(QuerySet["models.CreditNote"]):
    def visible_to(self, user: AnyUser) -> CreditNoteQuerySet:
        """Office and finance see all; a school sees what was issued to it."""
        if holds(user, *SEES_ALL_INVOICES):
            return self
        own = schools_as(user, *PAYERS)
        issued = self.issued().filter(invoice__membership__school__in=own)
        return issued if own else self.none()

    def drafts(self) -> CreditNoteQuerySet:
        return self.filter(state=CreditNoteState.DRAFT)

    def issued(self) -> CreditNoteQuerySet:
        return self.filter(state=CreditNoteState.ISSUED)

    def standing(self) -> CreditNoteQuerySet:
        """All that take or may yet take something off an invoice."""
        return self.filter(state__in=STANDING)

    def with_invoice(self) -> CreditNoteQuerySet:
        people = ("prepared_by", "approved_by", "cancelled_by")
        return self.select_related("invoice__membership__school", *people)

    def newest_first(self) -> CreditNoteQuerySet:
        return self.order_by(F("issued_on").desc(nulls_first=True), "-pk")


class AllocationQuerySet(QuerySet["models.Allocation"]):
    def in_force(self) -> AllocationQuerySet:
        """What still pays an invoice: neither taken off nor the entry that takes off."""
        return self.filter(reverses=None, reversal=None)

    def oldest_first(self) -> AllocationQuerySet:
        return self.order_by("counts_on", "pk")


def _sum_of(model: str, by: str, *, of: str = "amount", **narrowed: Any) -> Round:
    """The amounts of the rows that point here with `by`; zero where there are none."""
    rows = apps.get_model("invoicing", model)._default_manager.filter(
        **{by: OuterRef("pk")}, **narrowed
    )
    total = rows.order_by().values(by).annotate(total=Sum(of)).values("total")
    nothing = Value(Decimal(0), output_field=MoneyField())
    return in_pennies(Coalesce(Subquery(total), nothing, output_field=MoneyField()))
