"""What the page of an invoice shows."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from hlp.kit import documents
from hlp.kit.components import Action, Row, Stat
from hlp.kit.money import pounds
from invoicing.models import Invoice
from invoicing.querysets import InvoiceQuerySet
from invoicing.services import sending
from invoicing.states import Status
from invoicing.views.showing_payments import account
from members.querysets import AnyUser


def sums(totals: dict[str, Any]) -> list[Stat]:
    """The figures above a list; an empty list sums to nothing at all. No VAT is not said."""
    count = totals["count"]
    figures = [("net", "before VAT"), ("vat", "VAT"), ("gross", "in total")]
    said = figures if totals["vat"] else figures[2:]
    return [
        Stat(count, "invoice" if count == 1 else "invoices"),
        *(Stat(pounds(totals[name] or Decimal(0)), label) for name, label in said),
    ]


def of_list(found: InvoiceQuerySet, today: date) -> list[Stat]:
    """What is overdue stands out, and leads to its invoices."""
    owed = found.still_owed(today)
    late = owed["overdue"] or Decimal(0)
    url = f"{reverse('invoicing:invoice_list')}?status={Status.OVERDUE}"
    return [
        *sums(found.totals()),
        Stat(pounds(owed["owed"] or Decimal(0)), "still to pay"),
        Stat(pounds(late), "overdue", url, "todo") if late else Stat(pounds(late), "overdue"),
    ]


def invoice(shown: Invoice, user: AnyUser, today: date) -> dict[str, Any]:
    keeps = user.has_perm("invoicing.record_payment")
    may_repair = user.has_perm("invoicing.issue_run")
    return {
        "invoice": shown,
        "standing": shown.standing(today),
        "lines": shown.lines.order_by("position"),
        "document": documents.get(shown.document_key),
        "work": sending.work_of(shown) if may_repair else None,
        "actions": [Action("Try again", reverse("invoicing:make_pdf_again", args=[shown.number]))],
        "rows": _facts(shown),
        "payment": _payment(shown) if shown.balance > 0 else [],
        "account": account(shown, for_keepers=keeps),
        "drafts": shown.credit_notes.drafts().order_by("pk") if keeps else [],
        "keeping": _keeping(shown) if keeps else [],
    }


def _keeping(shown: Invoice) -> list[Action]:
    """What those who keep the books can do with this invoice."""
    actions = []
    if shown.balance > 0:
        url = f"{reverse('invoicing:record_payment')}?invoice={shown.number}"
        actions.append(Action("Record a payment", url, style="secondary", get=True))
    if shown.credited < shown.gross:
        url = reverse("invoicing:draft_credit", args=[shown.number])
        actions.append(Action("Credit this invoice", url, style="secondary", get=True))
    return actions


def _facts(shown: Invoice) -> list[Row]:
    billed_to = f"{shown.bill_to_name}\n{shown.bill_to_address}"
    return [
        Row("School", f"{shown.school_name} (URN {shown.school_urn})"),
        Row("Billed to", billed_to),
        Row("Purchase order", shown.purchase_order or "None given"),
        Row("Issued", _day(shown.issued_on)),
        Row("Due by", _day(shown.due_on)),
        Row("Period covered", f"{_day(shown.covers_from)} to {_day(shown.covers_to)}"),
        Row("Sent to", shown.bill_to_email or "Nobody: the school gave no email for invoices"),
    ]


def _payment(shown: Invoice) -> list[Row]:
    return [
        Row("Still to pay", pounds(shown.balance)),
        Row("Account name", shown.account_name),
        Row("Sort code", shown.sort_code),
        Row("Account number", shown.account_number),
        *([Row("Bank", shown.bank_name)] if shown.bank_name else []),
        Row("Reference", shown.number),
    ]


def _day(day: date | None) -> str:
    return f"{day:%-d %B %Y}" if day else ""
