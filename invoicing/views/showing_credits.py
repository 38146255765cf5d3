"""What the pages of a credit note show."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from hlp.kit import documents
from hlp.kit.components import Action, Row
from hlp.kit.money import pounds
from hlp.kit.states import available
from hlp.kit.templatetags.ui import uk_date
from invoicing.models import CreditNote, Invoice
from invoicing.services.pricing import Price
from invoicing.states import CreditNoteState
from members.querysets import AnyUser

LABELS = {"approve": "Approve and issue", "cancel": "Cancel it"}


def before_credit(invoice: Invoice, left: Price) -> list[Row]:
    return [
        Row("Invoice", f"{invoice.number} of {uk_date(invoice.issued_on)}"),
        Row("Charged", _with_vat(invoice.gross, invoice.vat)),
        Row("Left to credit", _with_vat(left.gross, left.vat)),
    ]


def credit(shown: CreditNote, user: AnyUser, now: datetime) -> dict[str, Any]:
    keeps = user.has_perm("invoicing.draft_credit")
    return {
        "credit": shown,
        "invoice": shown.invoice,
        "rows": _facts(shown, keeps=keeps),
        "document": documents.get(shown.document_key) if shown.is_issued else None,
        "actions": _actions(shown, user, now),
        "needs_another": _needs_another(shown, user),
        "keeps": keeps,
    }


def last_look(shown: CreditNote, user: AnyUser, now: datetime) -> dict[str, Any]:
    here = reverse("invoicing:approve_credit", args=[shown.pk])
    moves = [row.move.name for row in available(shown, user, now)]
    to = shown.invoice.membership.finance_email or shown.invoice.bill_to_email
    return {
        "credit": shown,
        "is_ready": "approve" in moves,
        "closed": _needs_another(shown, user),
        "rows": [*_facts(shown, keeps=True), Row("Goes to", to or "Nobody: no email is known")],
        "actions": [Action("Approve and issue now", here, style="warning")],
    }


def _facts(shown: CreditNote, *, keeps: bool) -> list[Row]:
    invoice = shown.invoice
    rows = [
        Row("School", f"{invoice.school_name} (URN {invoice.school_urn})"),
        Row("Takes off invoice", f"{invoice.number} of {uk_date(invoice.issued_on)}"),
        Row("Amount", _with_vat(shown.gross, shown.vat)),
        Row("Reason", shown.reason),
    ]
    if shown.is_issued:
        rows += [Row("Issued", uk_date(shown.issued_on)), Row("Sent to", shown.sent_to or "Nobody")]
    return [*rows, *_people(shown)] if keeps else rows


def _people(shown: CreditNote) -> list[Row]:
    steps = [
        ("Asked for", shown.prepared_at, shown.prepared_by),
        ("Approved", shown.approved_at, shown.approved_by),
        ("Cancelled", shown.cancelled_at, shown.cancelled_by),
    ]
    return [Row(said, f"{uk_date(at)} by {who}") for said, at, who in steps if at]


def _actions(shown: CreditNote, user: AnyUser, now: datetime) -> list[Action]:
    return [
        Action(
            label=LABELS[row.move.name],
            url=reverse(f"invoicing:{row.move.name}_credit", args=[shown.pk]),
            style="secondary" if row.move.name == "cancel" else "",
            get=row.move.name == "approve",
        )
        for row in available(shown, user, now)
    ]


def _needs_another(shown: CreditNote, user: AnyUser) -> str:
    """Whoever has no button is told who has it."""
    if shown.state != CreditNoteState.DRAFT or user.has_perm("invoicing.approve_credit", shown):
        return ""
    return (
        "You asked for this credit note, so somebody else of the office or LA finance approves it."
    )


def _with_vat(gross: Any, vat: Any) -> str:
    return f"{pounds(gross)}, of which {pounds(vat)} VAT" if vat else pounds(gross)
