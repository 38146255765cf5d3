"""The law of bids and their partners: submitted in time, screened, decided; who is in, and when."""

from datetime import datetime

from bids import expectations
from bids.models import Bid, Partner
from bids.states import (
    BidState,
    CallState,
    PartnerState,
)
from hlp.kit.clock import moment
from hlp.kit.states import Move, moves

DRAFT, OPEN, CLOSED = CallState.DRAFT, CallState.OPEN, CallState.CLOSED
MARKING, MODERATING = CallState.MARKING, CallState.MODERATING
DECIDED, PUBLISHED = CallState.DECIDED, CallState.PUBLISHED


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
    if bid.call.state in {DECIDED, PUBLISHED, CallState.CANCELLED}:
        return f"This call is {bid.call.get_state_display().lower()}, so bids stay as they are."
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
