"""What a bid says: as it would be submitted now, and how that differs from what was."""

import hashlib
import json
from typing import Any

from bids.models import Bid, BidVersion
from bids.states import PartnerState, SectionKind


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
        "partners": partners_of(bid),
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


def unsent(bid: Bid) -> list[str]:
    """What differs from the last submitted version, in words; empty where nothing was submitted."""
    before = last(bid)
    if before is None:
        return []
    now, then = compose(bid), before.content
    words = {"title": "Title", "summary": "Summary", "cost": "Cost", "cost_notes": "Cost"}
    changed = [word for key, word in words.items() if now[key] != then[key]]
    changed += [
        str(SectionKind(kind).label)
        for kind in SectionKind.values
        if now["sections"].get(kind) != then["sections"].get(kind)
    ]
    changed += [
        word
        for key, word in (("partners", "Partner schools"), ("files", "Files"))
        if now[key] != then[key]
    ]
    return list(dict.fromkeys(changed))


def partners_of(bid: Bid) -> list[dict[str, Any]]:
    accepted = bid.partners.filter(state=PartnerState.ACCEPTED).select_related("school")
    return [
        {"urn": row.school_id, "name": str(row.school), "part": row.part}
        for row in accepted.order_by("school")
    ]
