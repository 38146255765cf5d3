"""Who stands how towards the bids of a call, for everybody at once: what the panel's pages show.

The rules ask the same of one person (`Bid.objects.clear_for`, `rules.is_out`); a test holds the
two equal. Here a handful of questions answers for any number of people and bids.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from bids.models import Bid, Call, Interest, Partner
from bids.states import InterestKind
from hlp.kit import clock
from members.models import Affiliation, RoleHeld, School
from members.states import PortalRole

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
    """Everybody at a school or trust that leads or partners a live bid (design 6)."""
    live = Bid.objects.live().filter(call=call)
    leads = live.values("lead_school")
    partners = Partner.objects.in_the_bid().filter(bid__in=live).values("school")
    schools = School.objects.filter(Q(pk__in=leads) | Q(pk__in=partners))
    bidding = list(schools.values_list("pk", "trust"))
    urns = [urn for urn, _ in bidding]
    trusts = {trust for _, trust in bidding if trust is not None}
    posts = Affiliation.objects.current(today).filter(
        Q(school__in=urns) | Q(school__trust__in=trusts)
    )
    signing = RoleHeld.objects.current(today).filter(
        role=PortalRole.TRUST_SIGNATORY, trust__in=trusts
    )
    users = set(posts.values_list("user_id", flat=True))
    return frozenset(users | set(signing.values_list("user_id", flat=True)))
