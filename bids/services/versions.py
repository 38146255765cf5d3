"""Versions: the bid as it was submitted, whole, numbered and with the digest of its content."""

import hashlib
import json
from copy import deepcopy
from datetime import datetime
from typing import Any

from bids.models import Bid, BidVersion
from bids.states import PartnerState
from members.models import User


def compose(bid: Bid) -> dict[str, Any]:
    """What a version made now would hold: working texts, accepted partners, files not removed."""
    return {
        "title": bid.title,
        "summary": bid.summary,
        "cost": "" if bid.cost is None else f"{bid.cost:.2f}",
        "cost_notes": bid.cost_notes,
        "sections": {
            section.kind: {
                "text": section.text,
                "planned_on": section.planned_on.isoformat() if section.planned_on else None,
            }
            for section in bid.sections.all()
        },
        "partners": _partners(bid),
        "files": [
            {"id": f.pk, "title": f.title, "section": f.section, "sha256": f.document.sha256}
            for f in bid.files.filter(removed_at=None).select_related("document").order_by("pk")
        ],
    }


def digest(content: dict[str, Any]) -> str:
    """The same content gives the same digest, in whatever order it was put together."""
    written = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def last(bid: Bid) -> BidVersion | None:
    return bid.versions.order_by("-number").first()


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
    content["partners"] = _partners(bid)
    for kind, text in (sections or {}).items():
        content["sections"][kind]["text"] = text
    return keep(bid, content, by=by, now=now, because=because)


def _partners(bid: Bid) -> list[dict[str, Any]]:
    accepted = bid.partners.filter(state=PartnerState.ACCEPTED).select_related("school")
    return [
        {"urn": row.school_id, "name": str(row.school), "part": row.part}
        for row in accepted.order_by("school")
    ]
