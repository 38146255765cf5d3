"""Keeping the books: money is recorded, shared out among invoices, taken off again, given back.

Every step adds entries and changes none. The payment's row is locked first, then the invoices by
their key, so that two who share out at once never give more than there is or more than is owed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max, Q

from hlp.kit import audit, clock
from hlp.kit.access import require
from hlp.kit.money import pounds
from hlp.kit.refusal import Refusal
from invoicing.models import Allocation, Invoice, Payment
from members.models import User

REVERSED = "The payment was reversed: "


class WrongAmount(Refusal):
    """More than there is, more than is owed, or nothing at all."""


class WrongDay(Refusal):
    """Money that has not come yet, or went back before it came."""


@dataclass(frozen=True)
class Share:
    """What of a payment pays an invoice; without an amount as much as is owed and there is."""

    invoice: Invoice
    amount: Decimal | None = None


@dataclass(frozen=True)
class Received:
    """What a bank statement or a cheque says."""

    on: date
    amount: Decimal
    method: str
    reference: str = ""
    payer: str = ""


def record_payment(
    *,
    received: Received,
    pays: Sequence[Share] = (),
    by: User,
    now: datetime,
    entry: UUID | None = None,
) -> Payment:
    """Enter money that came in. The same `entry` again (a form sent twice) gives the first one."""
    require(by, "invoicing.record_payment")
    if received.amount <= 0:
        raise WrongAmount("A payment is more than £0.00.")
    if received.on > clock.day_of(now):
        raise WrongDay("This date is still to come. Record the payment when it is here.")
    with transaction.atomic(), audit.acting(by):
        payment, is_new = Payment.objects.get_or_create(
            entry=entry or uuid4(),
            defaults={
                "received_on": received.on,
                "amount": received.amount,
                "method": received.method,
                "reference": received.reference,
                "payer": received.payer,
                **_entered(by, now),
            },
        )
        if is_new and pays:
            allocate(payment=payment, pays=pays, by=by, now=now)
    return payment


def allocate(
    *, payment: Payment, pays: Sequence[Share], by: User, now: datetime
) -> list[Allocation]:
    """Share out what is left of a payment, in the order given."""
    require(by, "invoicing.record_payment")
    with transaction.atomic(), audit.acting(by):
        left = _locked(payment).left
        owing = _owing([share.invoice for share in pays])
        made = []
        for share in pays:
            invoice = owing[share.invoice.pk]
            amount = _amount_of(share, invoice, left)
            made.append(_allocate(payment, invoice, amount, by, now))
            left -= amount
            invoice.balance -= amount
    return made


def release(*, allocation: Allocation, reason: str, by: User, now: datetime) -> Allocation:
    """Take off an invoice what a payment paid of it; the money can pay another one from today."""
    require(by, "invoicing.record_payment")
    with transaction.atomic(), audit.acting(by):
        _locked(allocation.payment)
        if not Allocation.objects.in_force().filter(pk=allocation.pk).exists():
            raise WrongAmount("This was taken off already. Nothing was changed.")
        return _take_off(allocation, clock.day_of(now), reason, by, now)


def give_back(
    *, payment: Payment, amount: Decimal, on: date, reason: str, by: User, now: datetime
) -> Payment:
    """Record that money of no invoice went back to the payer."""
    require(by, "invoicing.record_payment")
    with transaction.atomic(), audit.acting(by):
        left = _locked(payment).left
        if not 0 < amount <= left:
            raise WrongAmount(f"Of this payment {pounds(left)} is left to give back.")
        _check_day(payment, on, now)
        return _counter_entry(payment, amount, on, reason, by, now)


def reverse_payment(*, payment: Payment, on: date, reason: str, by: User, now: datetime) -> Payment:
    """Take a payment back whole from a day on: a cheque that bounced, an entry that was wrong."""
    require(by, "invoicing.record_payment")
    with transaction.atomic(), audit.acting(by):
        row = _locked(payment)
        rest = row.amount + row.given_back
        if rest == 0:
            raise WrongAmount("This payment has been reversed already. Nothing was changed.")
        _check_day(payment, on, now)
        for allocation in payment.allocations.in_force().oldest_first():
            _take_off(allocation, on, REVERSED + reason, by, now)
        return _counter_entry(payment, rest, on, reason, by, now)


def _locked(payment: Payment) -> Payment:
    """With what is left of it, while nobody else can share it out."""
    Payment.objects.select_for_update().received().get(pk=payment.pk)
    return Payment.objects.with_left().get(pk=payment.pk)


def _owing(invoices: Sequence[Invoice]) -> dict[int, Invoice]:
    """The invoices with what is owed now, whatever day an entry counts from."""
    keys = sorted({invoice.pk for invoice in invoices})
    list(Invoice.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    rows = Invoice.objects.issued().with_balance(date.max).in_bulk(keys)
    if missing := set(keys) - set(rows):
        raise WrongAmount(f"{len(missing)} of these invoices have not been issued.")
    return rows


def _amount_of(share: Share, invoice: Invoice, left: Decimal) -> Decimal:
    amount = min(invoice.balance, left) if share.amount is None else share.amount
    if invoice.balance <= 0:
        raise WrongAmount(f"Nothing is owed on {invoice}.")
    if left <= 0:
        raise WrongAmount(f"Nothing of this payment is left for {invoice}.")
    if amount <= 0:
        raise WrongAmount(f"The amount for {invoice} must be more than £0.00.")
    if amount > left:
        raise WrongAmount(f"Of this payment only {pounds(left)} is left for {invoice}.")
    if amount > invoice.balance:
        raise WrongAmount(f"Only {pounds(invoice.balance)} is owed on {invoice}.")
    return amount


def _allocate(
    payment: Payment, invoice: Invoice, amount: Decimal, by: User, now: datetime
) -> Allocation:
    """It counts from the day the money was there, or that of the invoice where that is later."""
    free_since = _free_since(payment)
    return Allocation.objects.create(
        payment=payment,
        invoice=invoice,
        amount=amount,
        counts_on=max(free_since, invoice.issued_on or free_since),
        **_entered(by, now),
    )


def _free_since(payment: Payment) -> date:
    """What was taken off an invoice paid that one until then, and cannot have paid another."""
    taken_off = payment.allocations.aggregate(last=Max("counts_on", filter=~Q(reverses=None)))
    return max(payment.received_on, taken_off["last"] or payment.received_on)


def _check_day(payment: Payment, on: date, now: datetime) -> None:
    if not payment.received_on <= on <= clock.day_of(now):
        raise WrongDay("Money goes back between the day it came and today.")
    if on < (free := _free_since(payment)):
        raise WrongDay(f"Some of this money paid an invoice until {free:%-d %B %Y}.")


def _take_off(allocation: Allocation, on: date, reason: str, by: User, now: datetime) -> Allocation:
    return Allocation.objects.create(
        payment_id=allocation.payment_id,
        invoice_id=allocation.invoice_id,
        amount=-allocation.amount,
        counts_on=max(allocation.counts_on, on),
        reverses=allocation,
        reason=reason[:300],
        **_entered(by, now),
    )


def _counter_entry(
    payment: Payment, amount: Decimal, on: date, reason: str, by: User, now: datetime
) -> Payment:
    return Payment.objects.create(
        received_on=on,
        amount=-amount,
        method=payment.method,
        reverses=payment,
        reason=reason,
        **_entered(by, now),
    )


def _entered(by: User, now: datetime) -> dict[str, Any]:
    return {"recorded_at": now, "recorded_by": by}
