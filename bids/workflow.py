"""The law of bidding: which move joins which states, who makes it and when (design 6)."""

from datetime import datetime

from bids import expectations
from bids.models import Bid, Call, Interest, MarkSheet, Partner
from bids.states import (
    HIGHEST,
    BidState,
    CallState,
    CriterionKind,
    PartnerState,
    SheetState,
)
from hlp.kit import clock
from hlp.kit.states import Move, moves

DRAFT, OPEN, CLOSED = CallState.DRAFT, CallState.OPEN, CallState.CLOSED
MARKING, MODERATING = CallState.MARKING, CallState.MODERATING
DECIDED, PUBLISHED = CallState.DECIDED, CallState.PUBLISHED


def moment(at: datetime) -> str:
    """In words of letters: noon is midday, because 12am and 12pm are mixed up."""
    local = clock.london(at)
    hour = "midday" if (local.hour, local.minute) == (12, 0) else f"{local:%-I:%M%p}".lower()
    return f"{hour} on {local:%-d %B %Y}"


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
        return "No bid has passed the screen."
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
    """Each bid through the screen has its decision."""
    open_bids = call.bids.scored().filter(decision=None).count()
    if open_bids:
        return f"{open_bids} {'bid has' if open_bids == 1 else 'bids have'} no decision yet."
    return None


def may_change(bid: Bid, now: datetime) -> str | None:
    """The call takes bids, or this school has a late exception that still holds."""
    if bid.call.takes_bids(now):
        return None
    # The board asked for it after closing, and waits for it before it publishes (design 6).
    if bid.is_joint and bid.call.state == MODERATING:
        return None
    late = bid.call.late_exceptions.filter(school=bid.lead_school).first()
    if late and late.holds(now) and bid.call.state in {OPEN, CLOSED, MARKING}:
        return None
    return f"The call closed at {moment(bid.call.closes_at)}. What you typed is kept as a draft."


def partners_are_in(bid: Bid, now: datetime) -> str | None:
    """Every partner's head has accepted (prospectus: groups of schools may bid)."""
    asked = bid.partners.filter(state=PartnerState.ASKED).select_related("school")
    if names := [str(p.school) for p in asked]:
        return f"These schools have not accepted yet: {', '.join(names)}."
    return None


def can_submit(bid: Bid, now: datetime) -> str | None:
    return may_change(bid, now) or partners_are_in(bid, now) or is_filled_in(bid)


def is_filled_in(bid: Bid) -> str | None:
    """A title, a summary, a cost within the ceiling and text in every section."""
    if not bid.title or not bid.summary or bid.cost is None:
        return "Fill in the title, the summary and the cost first."
    if bid.cost > bid.call.terms.funding_ceiling:
        return "The cost is above the highest the call allows."
    sections = list(bid.sections.all())
    if empty := [str(s.get_kind_display()) for s in sections if not s.text.strip()]:
        return f"These sections are empty: {', '.join(empty)}."
    limits = {row.kind: row.word_limit for row in bid.call.criteria.all()}
    for section in sections:
        most = limits.get(section.kind, expectations.WORDS)
        if section.word_count > most:
            return (
                f"{section.get_kind_display()} has {section.word_count} words. Shorten it to {most}"
                " or fewer."
            )
    return None


def line_up_is_open(partner: Partner, now: datetime) -> str | None:
    """Who is in a bid is frozen at closing; the board may let somebody in after it."""
    bid = partner.bid
    if bid.state == BidState.WITHDRAWN:
        return "This bid was withdrawn."
    if bid.state == BidState.DECIDED:
        return "The board has decided on this bid."
    if partner.change_agreed and partner.state == PartnerState.ASKED:
        return None
    if may_change(bid, now):
        return (
            f"The call closed at {moment(bid.call.closes_at)}. Who is in a bid after that is for"
            " the board to change."
        )
    return None


def not_decided_upon(partner: Partner, now: datetime) -> str | None:
    if partner.bid.state in {BidState.WITHDRAWN, BidState.DECIDED}:
        return f"This bid is {partner.bid.get_state_display().lower()}."
    return None


def may_say_no(partner: Partner, now: datetime) -> str | None:
    """Whoever has not accepted may decline at any time."""
    if partner.state == PartnerState.ASKED and partner.bid.state != BidState.DECIDED:
        return None
    return line_up_is_open(partner, now)


def not_decided_yet(bid: Bid, now: datetime) -> str | None:
    if bid.call.state in {DECIDED, PUBLISHED}:
        return "The board has decided, so the bid can no longer be withdrawn."
    return None


def may_be_screened(bid: Bid, now: datetime) -> str | None:
    """Closed, so that the text can no longer change; until the panel meets."""
    if bid.call.state == CallState.OPEN:
        return f"Bids are screened once the call has closed, at {moment(bid.call.closes_at)}."
    if bid.is_joint and bid.call.state == MODERATING:
        return None
    if bid.call.state not in {CLOSED, MARKING}:
        return "The panel has begun to moderate, so the screen is over."
    return None


def takes_marks_of(call: Call, user_id: int) -> bool:
    """While the call is being marked. Of who was asked since moderation opened, also then: that is
    how a bid short of assessors free of conflict gets another one (design 12)."""
    asked = call.assessors.asked().filter(user=user_id)
    if call.state == MODERATING:
        asked = asked.filter(asked_at__gte=call.moderating_at)
    return call.state in {MARKING, MODERATING} and asked.exists()


def call_is_marking(sheet: MarkSheet, now: datetime) -> str | None:
    if sheet.bid.call.state == MARKING or takes_marks_of(sheet.bid.call, sheet.assessor_id):
        return None
    return "Marks can be given only while the call is being marked."


def others_are_hidden(sheet: MarkSheet, now: datetime) -> str | None:
    """Whoever gave marks or abstained may have read the others' since moderation opened."""
    if sheet.bid.call.state != MARKING:
        return "Moderation has opened and shows everybody’s marks, so nobody changes theirs."
    return None


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
    Move("publish", {DECIDED}, PUBLISHED, "bids.publish_decision", is_decided, stamp="published"),
    Move(
        "cancel",
        {DRAFT, OPEN, CLOSED, MARKING, MODERATING},
        CallState.CANCELLED,
        MANAGE,
        stamp="cancelled",
        label="Call off",
    ),
)

BID_MOVES = moves(
    Bid,
    Move(
        "submit", {BidState.DRAFT}, BidState.SUBMITTED, "bids.submit_bid", can_submit, "submitted"
    ),
    # Until the deadline a bid may be changed and submitted again; the last version counts.
    Move(
        "submit_again",
        {BidState.SUBMITTED},
        BidState.SUBMITTED,
        "bids.submit_bid",
        can_submit,
        "submitted",
    ),
    Move(
        "withdraw",
        {BidState.DRAFT, BidState.SUBMITTED, BidState.PASSED, BidState.FAILED},
        BidState.WITHDRAWN,
        "bids.withdraw_bid",
        not_decided_yet,
        "withdrawn",
    ),
    Move(
        "pass",
        {BidState.SUBMITTED},
        BidState.PASSED,
        "bids.screen_bid",
        may_be_screened,
        "screened",
    ),
    Move(
        "fail",
        {BidState.SUBMITTED},
        BidState.FAILED,
        "bids.screen_bid",
        may_be_screened,
        "screened",
    ),
    Move(
        "reinstate",
        {BidState.FAILED},
        BidState.PASSED,
        "bids.screen_bid",
        may_be_screened,
        "reinstated",
    ),
    Move("decide", {BidState.PASSED}, BidState.DECIDED, None),
)

PARTNER_MOVES = moves(
    Partner,
    Move(
        "accept",
        {PartnerState.ASKED},
        PartnerState.ACCEPTED,
        "bids.answer_partnership",
        line_up_is_open,
        "answered",
    ),
    Move(
        "decline",
        {PartnerState.ASKED, PartnerState.ACCEPTED},
        PartnerState.DECLINED,
        "bids.answer_partnership",
        may_say_no,
        "answered",
    ),
    Move(
        "remove",
        {PartnerState.ASKED, PartnerState.ACCEPTED},
        PartnerState.REMOVED,
        "bids.choose_partners",
        line_up_is_open,
        "removed",
    ),
    # After closing, by decision of the board.
    Move(
        "remove_by_decision",
        {PartnerState.ASKED, PartnerState.ACCEPTED},
        PartnerState.REMOVED,
        "bids.change_line_up",
        not_decided_upon,
        "removed",
    ),
)

SHEET_MOVES = moves(
    MarkSheet,
    Move(
        "submit",
        {SheetState.DRAFT},
        SheetState.SUBMITTED,
        "bids.submit_marks",
        call_is_marking,
        stamp="submitted",
    ),
    Move(
        "abstain",
        {SheetState.DRAFT},
        SheetState.ABSTAINED,
        "bids.submit_marks",
        call_is_marking,
        stamp="abstained",
    ),
    Move(
        "take_up",
        {SheetState.ABSTAINED},
        SheetState.DRAFT,
        "bids.submit_marks",
        others_are_hidden,
        label="Mark after all",
    ),
)
