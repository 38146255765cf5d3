"""Who stands how towards the bids of a call, for everybody at once: what the panel's pages show.

The rules ask the same of one person (`Bid.objects.clear_for`, `rules.is_out`); a test holds the
two equal. Here a handful of questions answers for any number of people and bids.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q

from bids.models import Bid, Call, Interest
from bids.querysets.bids import ASSESSES
from bids.querysets.standing import works_for_any
from bids.states import CallState, InterestKind
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


def of_bids(call: Call, keys: Collection[int], now: datetime) -> Clearance:
    """Of everybody asked to mark, for these bids of one call. Two queries."""
    clear: set[tuple[int, int]] = set()
    interested: set[tuple[int, int]] = set()
    rows = Interest.objects.filter(bid__in=keys).newest()
    for bid, user, kind, line_up, stays_out, line_up_now in rows.values_list(
        *("bid", "user", "kind", "line_up", "ruling__stays_out", "bid__line_up")
    ):
        if line_up == line_up_now:  # else a partner came or went: asked again
            (clear if _stays_in(kind, stays_out) else interested).add((bid, user))
    return Clearance(
        out=_out_of(call, as_of(call, now)),
        clear=frozenset(clear),
        interested=frozenset(interested),
    )


def of_call(call: Call, now: datetime) -> Clearance:
    return of_bids(call, list(call.bids.values_list("pk", flat=True)), now)


def of_bid(bid: Bid, now: datetime) -> Clearance:
    """Also of those who hold a seat and were not asked: the quorum counts them."""
    found, today = of_bids(bid.call, [bid.pk], now), as_of(bid.call, now)
    seats = RoleHeld.objects.current(today).of(*ASSESSES).filter(_works(bid.call, today))
    return replace(found, out=found.out | set(seats.values_list("user", flat=True)))


def as_of(call: Call, now: datetime) -> date:
    """Today; and once the decisions are closed, that day: who takes a post later undoes nothing."""
    is_over = call.state in {CallState.DECIDED, CallState.PUBLISHED}
    return clock.day_of(call.decided_at if is_over and call.decided_at else now)


def _stays_in(kind: str, stays_out: bool | None) -> bool:
    if kind == InterestKind.PERCEIVED:
        return stays_out is False
    return kind == InterestKind.NONE


def _out_of(call: Call, today: date) -> frozenset[int]:
    """Who is asked to mark and out of the whole call (design 6)."""
    asked = call.assessors.filter(_works(call, today))
    return frozenset(asked.values_list("user", flat=True))


def _works(call: Call, today: date) -> Q:
    bids = Bid.objects.in_the_running().filter(call=call)
    return works_for_any(bids.values("pk"), today)
