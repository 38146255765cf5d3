"""Who stands how towards the bids of a call, for everybody at once: what the panel's pages show.

The rules ask the same of one person (`Bid.objects.clear_for`, `rules.is_out`); a test holds the
two equal. Here a handful of questions answers for any number of people and bids.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from bids.models import Bid, Call, Interest
from bids.querysets.bids import ASSESSES
from bids.querysets.standing import works_for_any
from bids.states import InterestKind
from hlp.kit import clock
from members.models import RoleHeld

OUT_OF_CALL = "works for a school or trust that bids in this call"
INTEREST = "has an interest in this bid"
NOT_SAID = "has not said yet whether there is an interest"


@dataclass(frozen=True)
class Clearance:
    """Keys of people out of the whole call; (bid, person) that are clear, and that are not."""

    out: frozenset[int]
    clear: frozenset[tuple[int, int]]
    interested: frozenset[tuple[int, int]]

    def is_clear(self, bid_id: int, user_id: int) -> bool:
        return user_id not in self.out and (bid_id, user_id) in self.clear

    def why_not(self, bid_id: int, user_id: int) -> str:
        """Without the words of the declaration, which are for the chair; empty: clear."""
        if user_id in self.out:
            return OUT_OF_CALL
        if (bid_id, user_id) in self.clear:
            return ""
        return INTEREST if (bid_id, user_id) in self.interested else NOT_SAID


def of_call(call: Call, now: datetime) -> Clearance:
    return _clearance(call, Bid.objects.filter(call=call), clock.day_of(now))


def of_bid(bid: Bid, now: datetime) -> Clearance:
    return _clearance(bid.call, Bid.objects.filter(pk=bid.pk), clock.day_of(now))


def _clearance(call: Call, bids: "Collection[Bid]", today: date) -> Clearance:
    clear, interested = set(), set()
    rows = Interest.objects.filter(bid__in=bids).newest().select_related("bid", "ruling")
    for row in rows:
        pair = (row.bid_id, row.user_id)
        if row.line_up != row.bid.line_up:
            continue  # a partner came or went: asked again
        (clear if _stays_in(row) else interested).add(pair)
    out = _out_of(call, today)
    return Clearance(out=out, clear=frozenset(clear), interested=frozenset(interested))


def _stays_in(interest: Interest) -> bool:
    if interest.kind == InterestKind.PERCEIVED:
        ruling = getattr(interest, "ruling", None)
        return ruling is not None and not ruling.stays_out
    return bool(interest.kind == InterestKind.NONE)


def _out_of(call: Call, today: date) -> frozenset[int]:
    """Of everybody who is asked to mark, or could be: who is out of the whole call (design 6)."""
    works = works_for_any(Bid.objects.live().filter(call=call).values("pk"), today)
    seats = RoleHeld.objects.current(today).of(*ASSESSES)
    asked = call.assessors.filter(works).values_list("user", flat=True)
    return frozenset(asked) | frozenset(seats.filter(works).values_list("user", flat=True))
