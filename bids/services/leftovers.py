"""What a call that closes leaves behind: drafts nobody submitted, changes nobody sent."""

from datetime import datetime

from bids import content
from bids.emails import bids as post
from bids.models import Call
from bids.states import BidState


def tell(call: Call, *, now: datetime) -> None:
    """Each bidder once: what the board reads, and that the rest does not count.

    Who has an exception that still holds is not told: their bid may yet come.
    """
    late = {row.school_id for row in call.late_exceptions.all() if row.holds(now)}
    bids = call.bids.filter(state__in=[BidState.DRAFT, BidState.SUBMITTED])
    for bid in bids.select_related("call", "lead_school").order_by("pk"):
        if bid.lead_school_id in late:
            continue
        if bid.state == BidState.DRAFT:
            post.left_as_draft(bid, now=now)
        elif parts := content.unsent(bid):
            post.left_unsent(bid, parts, now=now)
