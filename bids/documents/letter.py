"""The outcome letter as a PDF: a pure function of what was sealed at publishing."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from hlp.kit import clock, pdf


def render_letter(content: Mapping[str, Any], *, identifier: str) -> bytes:
    dated = date.fromisoformat(content["dated"])
    return pdf.render(
        "pdf/bids/letter.html",
        readable(content),
        title=f"{content['reference']}: {content['outcome']}",
        identifier=identifier,
        created=clock.start_of_day(dated),
    )


def readable(content: Mapping[str, Any]) -> dict[str, Any]:
    """With dates and money as such again: they are kept as text in the row."""
    return {
        **content,
        "bid_title": content.get("title"),  # title itself names the document
        "dated": _day(content.get("dated")),
        "decided_on": _day(content["decided_on"]),
        "agreed_sum": _money(content["agreed_sum"]),
        "instalments": [
            {**row, "amount": _money(row["amount"]), "due_on": _day(row["due_on"])}
            for row in content["instalments"]
        ],
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _money(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None
