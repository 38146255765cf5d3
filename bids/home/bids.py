"""What waits for bidders: to answer as a partner, to finish, to submit again, to clarify."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from bids import content
from bids.models import Bid, Clarification, Partner
from bids.states import BidState, CallState, PartnerState
from bids.workflow import line_up_is_open, may_change
from hlp.kit.clock import moment
from hlp.kit.waiting import Found, Subject, Waiting
from members.models import User
from members.states import SchoolRole

OPEN = frozenset({CallState.OPEN, CallState.CLOSED, CallState.MODERATING})


def _asked(user: User, now: datetime) -> QuerySet[Partner] | None:
    """Only the head answers for the school."""
    urns = user.schools_as(SchoolRole.HEADTEACHER)
    if not urns:
        return None
    asked = Partner.objects.filter(school__in=urns, state=PartnerState.ASKED)
    return asked.exclude(bid__state__in=[BidState.WITHDRAWN, BidState.DECIDED])


def _to_answer(found: Found) -> Iterator[Waiting]:
    """Only while saying yes is possible."""
    asked = found.rows.select_related("bid__call", "bid__lead_school", "school")
    for partner in asked.order_by("pk"):
        if line_up_is_open(partner, found.now):
            continue
        title = f"Will {partner.school} be a partner?"
        detail = f"{partner.bid.lead_school} asks for its bid: {partner.bid.call}"
        yield Waiting(title, reverse("bids:partner_answer", args=[partner.pk]), detail)


def _clarifications(user: User, now: datetime) -> QuerySet[Clarification]:
    own = Bid.objects.of_own(user)
    return Clarification.objects.filter(bid__in=own, answered_at=None, due_at__gte=now)


def _to_clarify(found: Found) -> Iterator[Waiting]:
    for row in found.rows.select_related("bid__call").order_by("due_at", "pk"):
        title = f"Answer a question about {row.bid.reference}"
        url = reverse("bids:clarify", args=[row.pk])
        yield Waiting(title, url, f"{row.bid.call}, by {moment(row.due_at)}", tone="soon")


def _being_written(user: User, now: datetime) -> QuerySet[Bid]:
    states = [BidState.DRAFT, BidState.SUBMITTED]
    return Bid.objects.of_own(user).filter(state__in=states, call__state__in=OPEN)


def _to_write(found: Found) -> Iterator[Waiting]:
    for bid in found.rows.with_call().order_by("call__closes_at", "pk"):
        if may_change(bid, found.now) or not found.user.has_perm("bids.edit_bid", bid):
            continue
        url, until = reverse("bids:bid_detail", args=[bid.pk]), moment(bid.call.closes_at)
        if bid.is_draft:
            yield Waiting(f"Finish your bid: {bid.call}", url, f"Submit it by {until}")
        elif content.unsent(bid):
            title = f"Changes to your bid are not submitted: {bid.call}"
            yield Waiting(title, url, f"By {until}")


SUBJECTS = (
    Subject(_asked, _to_answer),
    Subject(_clarifications, _to_clarify),
    Subject(_being_written, _to_write),
)
