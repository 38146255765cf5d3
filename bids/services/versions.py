"""Versions: the bid as it was submitted, whole, numbered and with the digest of its content."""

from copy import deepcopy
from datetime import datetime
from decimal import Decimal
from typing import Any

from bids.content import digest, last, partners_of
from bids.models import Bid, BidVersion
from members.models import User


def keep(
    bid: Bid, content: dict[str, Any], *, by: User, now: datetime, because: str = ""
) -> BidVersion:
    """The next version. The caller holds the lock on the bid."""
    before = last(bid)
    return BidVersion.objects.create(
        bid=bid,
        number=before.number + 1 if before else 1,
        content=content,
        digest=digest(content),
        because=because,
        submitted_at=now,
        submitted_by=by,
    )


def renew(
    bid: Bid,
    *,
    because: str,
    by: User,
    now: datetime,
    sections: dict[str, str] | None = None,
) -> BidVersion | None:
    """The last version again with the partners as they are now and these sections' texts.

    Whatever else the bidder has typed since stays unsent. None where nothing was submitted yet.
    """
    before = last(bid)
    if before is None:
        return None
    content = deepcopy(before.content)
    content["partners"] = partners_of(bid)
    for kind, text in (sections or {}).items():
        content["sections"][kind]["text"] = text
    return keep(bid, content, by=by, now=now, because=because)


def as_submitted(bid: Bid) -> Bid:
    """Title, summary and cost as the board has them, once nobody can change them any more.

    What was typed after the last submission would otherwise stand in letters, on the public page
    and as the sum the board is held to.
    """
    before = last(bid)
    if before is None:
        return bid
    said = before.content
    bid.title, bid.summary = said["title"], said["summary"]
    bid.cost = Decimal(said["cost"]) if said["cost"] else None
    bid.cost_notes = said["cost_notes"]
    bid.save(update_fields=["title", "summary", "cost", "cost_notes"])
    return bid
