"""An assessor's sheet for a bid: found or begun, on the locked bid."""

from datetime import datetime

from bids.models import Bid, BidVersion, Call, MarkSheet
from bids.states import CallState
from bids.workflow import takes_marks_of
from hlp.kit.refusal import Refusal
from members.models import User


class NotAsked(Refusal):
    """The office asks people to mark a call, and may release them."""


class NotMarking(Refusal):
    """Nothing can be marked or changed here now."""


def lock_bid(bid: Bid) -> Bid:
    """Whoever changes the schools of a bid locks it as well: marking waits, and then asks again.

    The call too, and first: no mark slips in while moderation opens.
    """
    Call.objects.select_for_update().get(pk=bid.call_id)
    rows = Bid.objects.select_for_update(of=("self",))
    return rows.select_related("call", "lead_school").get(pk=bid.pk)


def check_open(bid: Bid, by: User) -> None:
    """The call is being marked, by this person among others, who is still clear of the bid."""
    if bid.call.state not in {CallState.MARKING, CallState.MODERATING}:
        raise NotMarking("Marks can be given only while the call is being marked.")
    if not bid.call.assessors.asked().filter(user=by).exists():
        raise NotAsked("You are not asked to mark this call. Ask the office to add you.")
    if not takes_marks_of(bid.call, by.pk):
        raise NotMarking("Moderation has opened and shows everybody’s marks. Yours are too late.")
    if not by.has_perm("bids.mark_bid", bid):
        raise NotMarking(
            "You cannot mark this bid now. Its schools may have changed: see whether you are asked"
            " about your interests again."
        )


def sheet_of(bid: Bid, by: User, now: datetime) -> MarkSheet:
    """The person's sheet; begun with the version that is the newest now."""
    check_open(bid, by)
    sheet, _ = MarkSheet.objects.get_or_create(
        bid=bid, assessor=by, defaults={"version": newest_version(bid), "started_at": now}
    )
    return sheet


def own_sheet(bid: Bid, by: User) -> MarkSheet:
    sheet = MarkSheet.objects.select_for_update().filter(bid=bid, assessor=by).first()
    if sheet is None:
        raise NotMarking("You have not begun to mark this bid. Give your marks first.")
    check_open(bid, by)
    return sheet


def newest_version(bid: Bid) -> BidVersion:
    return bid.versions.order_by("-number")[:1].get()
