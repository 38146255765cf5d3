"""What invoicing reminds of: invoices that fall due and those that are overdue.

Both ask `unpaid()`, so a school that has paid is never chased. A payer with several invoices gets
one mail, because the engine gathers by address.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse

from hlp.kit.money import pounds
from hlp.kit.reminders import Due, Line, Rule, in_words, register
from invoicing.models import Invoice

BACS = "Pay by bank transfer to the account on the invoice"


def invoice_due(today: date) -> Iterator[Due]:
    for invoice in _unpaid(INVOICE_DUE, today):
        if invoice.due_on and invoice.due_on >= today:
            yield _due(invoice, invoice.due_on, f"is due {in_words(invoice.due_on, today)}")


def invoice_overdue(today: date) -> Iterator[Due]:
    for invoice in _unpaid(INVOICE_OVERDUE, today):
        if invoice.due_on and invoice.due_on < today:
            days = (today - invoice.due_on).days
            overdue = "1 day" if days == 1 else f"{days} days"
            yield _due(invoice, invoice.due_on, f"is {overdue} overdue")


INVOICE_DUE = register(
    Rule(
        name="invoicing.invoice_due",
        title="Invoice due",
        purpose="Who pays a school’s invoices hears of an unpaid one a week before it is due and"
        " on the day.",
        days=(-7, 0),
        due=invoice_due,
        is_deadline=True,
    )
)
INVOICE_OVERDUE = register(
    Rule(
        name="invoicing.invoice_overdue",
        title="Invoice overdue",
        purpose="Who pays a school’s invoices hears of an unpaid one two weeks, a month and two"
        " months after it was due.",
        days=(14, 30, 60),
        due=invoice_overdue,
    )
)


def _unpaid(rule: Rule, today: date) -> Iterator[Any]:
    first, last = rule.window(today)
    """Each with its `balance`, which no plain invoice has."""
    rows = Invoice.objects.unpaid(today).filter(due_on__range=(first, last))
    yield from rows.select_related("membership").order_by("due_on", "pk").iterator()


def _due(invoice: Any, due_on: date, standing: str) -> Due:
    return Due(
        to=invoice.membership.finance_email or invoice.bill_to_email,
        key=f"invoice:{invoice.number}",
        on=due_on,
        line=Line(
            title=f"Invoice {invoice.number} for {invoice.school_name} {standing}",
            detail=_how_to_pay(invoice, due_on),
            url=reverse("invoicing:invoice_detail", args=[invoice.number]),
            label="See the invoice",
        ),
    )


def _how_to_pay(invoice: Any, due_on: date) -> str:
    order = f", your purchase order {invoice.purchase_order}" if invoice.purchase_order else ""
    return (
        f"{_to_pay(invoice)}, due by {due_on:%-d %B %Y}{order}. {BACS}"
        f" and give {invoice.number} as the reference."
    )


def _to_pay(invoice: Any) -> str:
    """What is still owed today; `unpaid()` counts what was paid and credited."""
    if invoice.balance == invoice.gross:
        return pounds(invoice.gross)
    return f"{pounds(invoice.balance)} of {pounds(invoice.gross)} still to pay"
