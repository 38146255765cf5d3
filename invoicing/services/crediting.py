"""Taking an issued invoice back, whole or in part: drafted by one, approved by another, issued.

The invoice's row is locked while a credit note is drafted, and drafts count: so however many are
drafted at once, together they never take off more than was charged.
"""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from hlp.kit import audit, clock, work
from hlp.kit.access import require
from hlp.kit.money import pounds, to_pennies
from hlp.kit.refusal import Refusal
from hlp.kit.states import make
from invoicing.models import CreditNote, FeeDecision, Invoice, NumberSeries
from invoicing.services import pricing
from invoicing.services.approving import SamePerson
from invoicing.services.sending_credits import RENDER
from invoicing.services.setting_up import series_for
from invoicing.states import SeriesKind
from members.models import User


class BeingCredited(Refusal):
    """A decision on the fee is crediting the invoices of the year."""


class TooMuch(Refusal):
    """Credit notes together never take off more than the invoice charged."""


def draft_credit(
    *, invoice: Invoice, gross: Decimal | None, reason: str, by: User, now: datetime
) -> CreditNote:
    """Ask for `gross` pounds, VAT and all, to be taken off; None for all that is left."""
    require(by, "invoicing.draft_credit", invoice)
    with transaction.atomic(), audit.acting(by):
        locked = Invoice.objects.select_for_update().issued().get(pk=invoice.pk)
        _check_moment(locked)
        left = left_to_credit(locked)
        asked = left.gross if gross is None else gross
        if left.gross == 0:
            raise TooMuch(f"All of {invoice} is credited already, or will be once it is approved.")
        if not 0 < asked <= left.gross:
            raise TooMuch(
                f"Of {invoice} only {pounds(left.gross)} is left to credit, and what you take off"
                " must be more than £0.00."
            )
        price = pricing.credit(left, asked, invoice.vat_rate)
        return CreditNote.objects.create(
            invoice=invoice,
            reason=reason,
            net=price.net,
            vat=price.vat,
            gross=price.gross,
            prepared_at=now,
            prepared_by=by,
        )


def _check_moment(invoice: Invoice) -> None:
    """A draft counts as taken off, so while a decision is carried out it would lose some of it."""
    decisions = FeeDecision.objects.being_carried_out()
    if decisions.filter(membership_year=invoice.membership_year_id).exists():
        raise BeingCredited(
            "Credit notes for a lower fee of this year are just being issued. Try again when they"
            " are out."
        )


def approve_credit(*, credit: CreditNote, by: User, now: datetime) -> CreditNote:
    """The second pair of eyes; with it the credit note gets its number and goes out."""
    if credit.prepared_by_id == by.pk:
        raise SamePerson(
            "You asked for this credit note, so somebody else must approve it: "
            "another person of the partnership office, or LA finance."
        )
    with transaction.atomic():
        make(credit, "approve", by=by, now=now)
        year = credit.invoice.membership_year
        issue_credits([credit], series_for(year, SeriesKind.CREDIT_NOTE), by=by, now=now)
    return credit


def cancel_credit(*, credit: CreditNote, by: User, now: datetime) -> CreditNote:
    return make(credit, "cancel", by=by, now=now)


def issue_credits(
    credits: list[CreditNote], series: NumberSeries, *, by: User | None, now: datetime
) -> None:
    """Number and freeze approved credit notes under one lock of their counter."""
    counter = NumberSeries.objects.select_for_update().get(pk=series.pk)
    for sequence, credit in enumerate(credits, start=counter.next_number):
        membership = credit.invoice.membership
        make(
            credit,
            "issue",
            by=by,
            now=now,
            series=counter,
            sequence=sequence,
            number=counter.number(sequence),
            issued_on=clock.day_of(now),
            sent_to=membership.finance_email or credit.invoice.bill_to_email,
        )
    counter.next_number += len(credits)
    counter.save(update_fields=["next_number"])
    subjects = {credit.document_key: str(credit.pk) for credit in credits}
    work.enqueue_many(kind=RENDER, subjects=subjects, now=now)


def left_to_credit(invoice: Invoice) -> pricing.Price:
    """What of an invoice no credit note has taken off or is about to."""
    sums = invoice.credit_notes.standing().aggregate(net=Sum("net"), vat=Sum("vat"))
    taken = {name: to_pennies(sums[name] or Decimal(0)) for name in sums}
    return pricing.Price(net=invoice.net - taken["net"], vat=invoice.vat - taken["vat"])
