"""A bid as a PDF: a pure function of what is read, a submitted version or the draft of now."""

from datetime import datetime
from typing import Any

from bids.models import Bid
from hlp.kit import pdf
from hlp.kit.documents import safe_filename


def render_bid(bid: Bid, reading: Any, *, now: datetime) -> bytes:
    """`reading`: the content taken apart (criteria, expectations, cost, partners)."""
    version = reading.version
    is_sent = version.pk is not None
    stamp = f"version {version.number}" if is_sent else "draft, not submitted"
    return pdf.render(
        "pdf/bids/bid.html",
        {"bid": bid, "reading": reading, "version": version if is_sent else None, "now": now},
        title=f"{bid.reference}, {bid.lead_school}, {bid.call}: {stamp}",
        identifier=f"bid:{bid.pk}:{version.digest if is_sent else now.isoformat()}",
        created=version.submitted_at if is_sent else now,
    )


def bid_filename(bid: Bid) -> str:
    return safe_filename(f"HLP {bid.reference} {bid.lead_school}.pdf")
