"""What a fee takes off the invoices of its year that are out, and what it would change besides."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F

from invoicing.models import CreditNote, Invoice
from invoicing.querysets import CreditNoteQuerySet, InvoiceQuerySet
from invoicing.services import pricing
from members.models import MembershipYear


@dataclass(frozen=True)
class Effect:
    """What a fee would change: drafts at a new price, credit notes and what they come to.

    `settled` invoices were charged more, and credited in full by hand before: none is left.
    """

    drafts: int
    credits: int
    total: Decimal
    settled: int

    @property
    def is_confirmed_first(self) -> bool:
        return bool(self.credits or self.settled)


def effect(year: MembershipYear, fee: Decimal) -> Effect:
    charged = above(year, fee).only("net", "gross", "vat_rate")
    amounts = [reduction(invoice, fee) for invoice in charged]
    drafts = Invoice.objects.drafts().filter(membership_year=year).exclude(net=fee)
    total = sum(amounts, Decimal(0))
    return Effect(drafts.count(), len(amounts), total, settled(year, fee).count())


def above(year: MembershipYear, fee: Decimal) -> InvoiceQuerySet:
    return Invoice.objects.filter(membership_year=year).above(stays(year, fee))


def settled(year: MembershipYear, fee: Decimal) -> InvoiceQuerySet:
    """Charged more than the fee, and nothing is left of them to credit."""
    issued = Invoice.objects.filter(membership_year=year)
    return issued.charged_above(stays(year, fee)).filter(gross__lte=F("credited_by_all"))


def open_credits(year: MembershipYear, fee: Decimal) -> CreditNoteQuerySet:
    """Drafted by hand for invoices that the fee lowers."""
    charged = Invoice.objects.filter(membership_year=year).charged_above(stays(year, fee))
    return CreditNote.objects.drafts().filter(invoice__in=charged.values("pk"))


def stays(year: MembershipYear, fee: Decimal) -> dict[Decimal, Decimal]:
    """What the fee leaves of an invoice, by the rates of VAT that were charged."""
    issued = Invoice.objects.issued().filter(membership_year=year)
    rates = issued.order_by().values_list("vat_rate", flat=True).distinct()
    return {rate: pricing.price(fee, rate).gross for rate in rates}


def reduction(invoice: Invoice, fee: Decimal) -> Decimal:
    """What the fee takes off the invoice, VAT and all, but never more than is left of it."""
    due = invoice.gross - pricing.price(fee, invoice.vat_rate).gross - invoice.reduced_gross
    return min(due, invoice.gross - invoice.credited_by_all)
