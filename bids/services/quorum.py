"""Whether enough people free of conflict marked a bid and sat at its moderation (design 12)."""

from dataclasses import dataclass
from datetime import datetime

from bids.models import Bid, MarkSheet, Presence
from bids.services import clearance
from members.models import RoleHeld
from members.states import PortalRole


@dataclass(frozen=True)
class Quorum:
    """Counted for one bid. `closed` is the sentence for the button that fails, or None."""

    markers: int
    markers_needed: int
    present: int
    present_needed: int
    is_joint: bool = False

    @property
    def closed(self) -> str | None:
        if self.markers < self.markers_needed and not self.is_joint:
            return (
                f"{_people(self.markers, 'assessor', 'assessors')} free of conflict marked this "
                f"bid; it takes at least {self.markers_needed}. Ask another independent assessor "
                "to mark it."
            )
        if self.present < self.present_needed:
            return (
                f"{_people(self.present, 'person', 'people')} free of conflict took part in the "
                f"moderation of this bid; it takes at least {self.present_needed}. Note who was "
                "there, or moderate it again with more."
            )
        return None


def of_bid(bid: Bid, now: datetime) -> Quorum:
    found = clearance.of_bid(bid, now)
    sheets = MarkSheet.objects.submitted().filter(bid=bid)
    markers = [
        user for user in sheets.values_list("assessor", flat=True) if found.is_clear(bid.pk, user)
    ]
    there = Presence.objects.filter(moderation__bid=bid, is_present=True)
    present = [
        user for user in there.values_list("user", flat=True) if found.is_clear(bid.pk, user)
    ]
    return Quorum(
        markers=len(markers),
        markers_needed=bid.call.terms.minimum_panel,
        present=len(present),
        present_needed=_needed(bid, found, now),
        is_joint=bid.is_joint,
    )


def _needed(bid: Bid, found: clearance.Clearance, now: datetime) -> int:
    """As many as must mark it, and two fifths of the board's members who are free of conflict."""
    held = RoleHeld.objects.current(clearance.as_of(bid.call, now)).of(PortalRole.BOARD_MEMBER)
    members = set(held.values_list("user", flat=True))
    free = sum(found.is_clear(bid.pk, user) for user in members)
    return max(bid.call.terms.minimum_panel, -(-free * 2 // 5))


def _people(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
