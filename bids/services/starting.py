"""Starting a bid: one for each lead school and call, however many people press the button."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from bids.models import Bid, Call, Section
from bids.services import partnering
from bids.states import BidState, SectionKind
from bids.workflow import may_change
from hlp.kit import access, audit
from hlp.kit.refusal import Refusal
from members.models import School, User


class CannotBid(Refusal):
    """The call takes no bids now, or not from this school."""


class AlreadyStarted(Refusal):
    """The school has its bid; `bid` is the one to go on with."""

    def __init__(self, bid: Bid) -> None:
        super().__init__(f"{bid.lead_school} has started its bid already. Go on with that one.")
        self.bid = bid


def start(*, call: Call, school: School, by: User, now: datetime) -> Bid:
    """An empty draft with a section for each criterion and each expectation."""
    access.require(by, "bids.start_bid", school, sentence="Only the school itself starts its bid.")
    with transaction.atomic(), audit.acting(by):
        # Two of one school at once: the second waits here and then reads of the first.
        row = Call.objects.select_for_update().get(pk=call.pk)
        _check(row, school, now)
        highest = row.bids.aggregate(Max("number"))["number__max"] or 0
        bid = Bid.objects.create(
            call=row, lead_school=school, number=highest + 1, created_at=now, created_by=by
        )
        Section.objects.bulk_create(Section(bid=bid, kind=kind) for kind in SectionKind)
        partnering.set_line_up(bid)
    return bid


def bid_of(call: Call, school: School) -> Bid | None:
    """The bid this school leads. A joint one that the board asked for stands beside it."""
    own = call.bids.exclude(state=BidState.WITHDRAWN).filter(lead_school=school, is_joint=False)
    return own.first()


def why_not(call: Call, school: School, now: datetime) -> str | None:
    """Why this school cannot start a bid now, or None."""
    if call.opened_at is None or now < call.opens_at:
        return "This call has not opened yet."
    if may_change(Bid(call=call, lead_school=school), now):
        return "This call takes no more bids."
    members = School.objects.members_of(call.priority.year.period)
    if not members.filter(pk=school.pk).exists():
        return f"{school} is not a member of the partnership, so it cannot bid."
    return None


def _check(call: Call, school: School, now: datetime) -> None:
    there = bid_of(call, school)
    if there:
        raise AlreadyStarted(there)
    if closed := why_not(call, school, now):
        raise CannotBid(closed)
