"""What waits for bidders: to answer as a partner, to finish, to submit again, to clarify."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from bids import content
from bids.models import Bid, Clarification, Partner
from bids.querysets.bids import BidQuerySet
from bids.states import BidState, CallState, PartnerState
from bids.workflow import line_up_is_open, may_change, moment
from hlp.kit.waiting import Waiting
from members.querysets import AnyUser, schools_as
from members.states import SchoolRole

OPEN = frozenset({CallState.OPEN, CallState.CLOSED, CallState.MODERATING})


def waiting_for(user: AnyUser, now: datetime) -> Iterator[Waiting]:
    if not user.is_authenticated:
        return
    yield from _to_answer(user, now)
    own = Bid.objects.of_own(user)
    yield from _questions(own, now)
    writing = own.filter(state__in=[BidState.DRAFT, BidState.SUBMITTED], call__state__in=OPEN)
    for bid in writing.with_call().order_by("call__closes_at", "pk"):
        if not may_change(bid, now):
            yield from _to_write(user, bid)


def _to_answer(user: AnyUser, now: datetime) -> Iterator[Waiting]:
    """Only the head answers for the school, and only while saying yes is possible."""
    urns = schools_as(user, SchoolRole.HEADTEACHER)
    if not urns:
        return
    asked = Partner.objects.filter(school__in=urns, state=PartnerState.ASKED).exclude(
        bid__state__in=[BidState.WITHDRAWN, BidState.DECIDED]
    )
    for partner in asked.select_related("bid__call", "bid__lead_school", "school").order_by("pk"):
        if line_up_is_open(partner, now):
            continue
        title = f"Will {partner.school} be a partner?"
        detail = f"{partner.bid.lead_school} asks for its bid: {partner.bid.call}"
        yield Waiting(title, reverse("bids:partner_answer", args=[partner.pk]), detail)


def _questions(own: BidQuerySet, now: datetime) -> Iterator[Waiting]:
    asked = Clarification.objects.filter(bid__in=own, answered_at=None, due_at__gte=now)
    for row in asked.select_related("bid__call").order_by("due_at", "pk"):
        title = f"Answer a question about {row.bid.reference}"
        url = reverse("bids:clarify", args=[row.pk])
        yield Waiting(title, url, f"{row.bid.call}, by {moment(row.due_at)}", tone="soon")


def _to_write(user: AnyUser, bid: Bid) -> Iterator[Waiting]:
    if not user.has_perm("bids.edit_bid", bid):
        return
    url, until = reverse("bids:bid_detail", args=[bid.pk]), moment(bid.call.closes_at)
    if bid.is_draft:
        yield Waiting(f"Finish your bid: {bid.call}", url, f"Submit it by {until}")
    elif content.unsent(bid):
        yield Waiting(f"Changes to your bid are not submitted: {bid.call}", url, f"By {until}")
