"""The law of calls: opened, closed by the clock, marked, moderated, decided, published at once."""

from datetime import datetime

from bids.models import Call, Interest
from bids.states import (
    HIGHEST,
    BidState,
    CallState,
    CriterionKind,
)
from hlp.kit import counting
from hlp.kit.clock import moment
from hlp.kit.states import Move, moves

DRAFT, OPEN, CLOSED = CallState.DRAFT, CallState.OPEN, CallState.CLOSED
MARKING, MODERATING = CallState.MARKING, CallState.MODERATING
DECIDED, PUBLISHED = CallState.DECIDED, CallState.PUBLISHED


def is_ready_to_open(call: Call, now: datetime) -> str | None:
    """The board's decision, the whole scale confirmed, and time left to bid."""
    if call.decided_on is None or not call.minute_reference:
        return "Say first when the board agreed this call, and under which minute."
    if not hasattr(call, "terms"):
        return "Fill in the terms of the call first."
    criteria = call.criteria.all()
    if {c.kind for c in criteria} != set(CriterionKind.values):
        return "The call needs the prospectus's four criteria."
    if any(c.descriptors.count() != HIGHEST + 1 for c in criteria):
        return f"Each criterion needs a sentence for every mark from 0 to {HIGHEST}."
    if call.descriptors_confirmed_at is None:
        return "Read and confirm the sentences for each mark first."
    if now >= call.closes_at:
        return "The call would close before it opens. Change the dates first."
    return None


NOTHING_TO_MARK = (
    "There is no bid to mark. The chair can publish that none is selected, and why; then the"
    " priority can be called again."
)


def bidding_is_over(call: Call, now: datetime) -> str | None:
    if now <= call.enforced_at:
        return f"Schools may bid until {moment(call.closes_at)}."
    return None


def is_screened(call: Call, now: datetime) -> str | None:
    """Every bid has passed or failed, and there is something to mark."""
    waiting = call.bids.filter(state=BidState.SUBMITTED).count()
    if waiting:
        return f"{waiting} {'bid has' if waiting == 1 else 'bids have'} not been screened yet."
    if not call.bids.scored().exists():
        return NOTHING_TO_MARK
    return None


def is_marked(call: Call, now: datetime) -> str | None:
    """Nobody still owes a mark: marked, abstained, out, or released with a reason."""
    if unread := is_screened(call, now):
        return unread  # a late bid by exception may have come since marking started
    ruled = Interest.objects.holding_up(call).count()
    if ruled:
        return (
            f"{ruled} declared {'interest waits' if ruled == 1 else 'interests wait'} "
            "for the ruling of the chair."
        )
    owing = call.assessors.owing(call).count()
    if owing:
        return (
            f"{owing} {'assessor has' if owing == 1 else 'assessors have'} marks outstanding. "
            "Remind them, or release them with a reason."
        )
    return None


def is_decided(call: Call, now: datetime) -> str | None:
    """Each bid through the screen has its decision; a joint one may still have to go through."""
    found = counting.at_once(
        call,
        waiting=call.bids.filter(state=BidState.SUBMITTED),
        undecided=call.bids.scored().filter(decision=None),
    )
    if waiting := found["waiting"]:
        return f"{waiting} {'bid has' if waiting == 1 else 'bids have'} not been screened yet."
    if open_bids := found["undecided"]:
        return f"{open_bids} {'bid has' if open_bids == 1 else 'bids have'} no decision yet."
    return None


def may_be_published(call: Call, now: datetime) -> str | None:
    """Decided by the panel; or no bid came, passed the screen or stayed, so none is selected."""
    if call.state != DECIDED:
        if call.bids.scored().exists():
            return "The board has not decided on the bids yet."
        if late := [row for row in call.late_exceptions.all() if row.holds(now)]:
            return f"{late[0].school} may still submit until {moment(late[0].expires_at)}."
    return is_decided(call, now)


MANAGE = "bids.manage_call"

CALL_MOVES = moves(
    Call,
    #    move      from      to      permission  only if
    Move("open", {DRAFT}, OPEN, MANAGE, is_ready_to_open, stamp="opened", label="Open the call"),
    # Closing is the clock's: a beat task, or whoever of the office looks first.
    Move("close", {OPEN}, CLOSED, None, bidding_is_over, stamp="closed"),
    Move("start_marking", {CLOSED}, MARKING, MANAGE, is_screened, stamp="marking"),
    Move(
        "open_moderation",
        {MARKING},
        MODERATING,
        "bids.open_moderation",
        is_marked,
        stamp="moderating",
    ),
    Move("decide", {MODERATING}, DECIDED, "bids.decide_call", is_decided, stamp="decided"),
    Move("reconsider", {DECIDED}, MODERATING, "bids.decide_call", label="Take up again"),
    Move(
        "publish",
        {CLOSED, MARKING, DECIDED},
        PUBLISHED,
        "bids.publish_decision",
        may_be_published,
        stamp="published",
    ),
    Move(
        "cancel",
        {DRAFT, OPEN, CLOSED, MARKING, MODERATING},
        CallState.CANCELLED,
        MANAGE,
        stamp="cancelled",
        label="Call off",
    ),
)
