"""What the pages of a payment show, and what an invoice's page says of the books."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from hlp.kit.components import Action, Row
from hlp.kit.money import pounds
from invoicing.models import Allocation, Invoice, Payment


@dataclass(frozen=True)
class Entry:
    """One line of an invoice's account."""

    on: date
    words: str
    amount: Decimal
    url: str = ""
    balance: Decimal = Decimal(0)


def payment(shown: Payment, *, may_enter: bool) -> dict[str, Any]:
    allocations = shown.allocations.select_related("invoice", "recorded_by", "reversal")
    return {
        "payment": shown,
        "rows": facts(shown),
        "allocations": allocations.filter(reverses=None).oldest_first(),
        "reversals": shown.reversals.select_related("recorded_by").order_by("received_on", "pk"),
        "actions": _actions(shown) if may_enter else [],
        "may_enter": may_enter,
    }


def facts(shown: Payment) -> list[Row]:
    rows = [
        Row("Arrived", _day(shown.received_on)),
        Row("Amount", pounds(shown.amount)),
        Row("How", shown.get_method_display()),
        Row("Paid by", shown.payer or "Not said"),
        Row("Reference", shown.reference or "None"),
        Row("Recorded", f"{_day(shown.recorded_at)} by {shown.recorded_by}"),
    ]
    if shown.given_back:
        rows.append(Row("Gone back", pounds(-shown.given_back)))
    return [*rows, Row("Left to share out", pounds(shown.left))]


def account(shown: Invoice, *, for_keepers: bool) -> list[Entry]:
    """What was paid and credited on an invoice, in order, with what was owed after each."""
    found = [*_paid(shown, for_keepers), *_credited(shown)]
    entries = sorted(found, key=lambda entry: entry.on)
    owed, lines = shown.gross, []
    for entry in entries:
        owed -= entry.amount
        lines.append(Entry(entry.on, entry.words, entry.amount, entry.url, owed))
    return lines


def _paid(shown: Invoice, for_keepers: bool) -> list[Entry]:
    rows = shown.allocations.select_related("payment").oldest_first()
    return [
        Entry(row.counts_on, _words(row), row.amount, _url(row) if for_keepers else "")
        for row in rows
    ]


def _credited(shown: Invoice) -> list[Entry]:
    rows = shown.credit_notes.issued().order_by("issued_on", "sequence")
    return [
        Entry(
            row.issued_on or date.max,
            f"Credit note {row.number}: {row.reason}",
            row.gross,
            reverse("invoicing:credit_detail", args=[row.pk]),
        )
        for row in rows
    ]


def _words(row: Allocation) -> str:
    if row.amount < 0:
        return f"Taken off: {row.reason}"
    how = row.payment.get_method_display()
    return f"Paid: {how}, {row.payment.reference}" if row.payment.reference else f"Paid: {how}"


def _url(row: Allocation) -> str:
    return reverse("invoicing:payment_detail", args=[row.payment_id])


def _actions(shown: Payment) -> list[Action]:
    actions = []
    if shown.left > 0:
        actions = [
            _link("Share out what is left", "allocate_payment", shown),
            _link("Record money that went back", "give_back", shown, "secondary"),
        ]
    if not shown.is_given_back:
        actions.append(_link("Reverse this payment", "reverse_payment", shown, "secondary"))
    return actions


def _link(label: str, name: str, shown: Payment, style: str = "") -> Action:
    return Action(label, reverse(f"invoicing:{name}", args=[shown.pk]), style=style, get=True)


def _day(moment: Any) -> str:
    return f"{moment:%-d %B %Y}"
