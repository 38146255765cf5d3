"""The demo's bidding: one call open with drafts, one half marked, one decided and published."""

from datetime import datetime

from hlp.demo.bids import bidding, calls, panel
from hlp.demo.bids.calls import Cast
from members.models import Period, School
from members.states import Phase


def tell(period: Period, cast: Cast, now: datetime) -> None:
    """Told in the order in which it happened, each step at its own moment."""
    own = cast["head.primary"].affiliations.get().school
    members = list(bidding.others(period, cast, own))
    secondary = next(s for s in members if s.phase == Phase.SECONDARY)
    first, second, *_ = (s for s in members if s != secondary)
    published(period, cast, own, [first, second], now)
    half_marked(period, cast, [secondary, second], now)
    still_open(period, cast, own, first, secondary, now)


def published(period: Period, cast: Cast, own: School, rivals: list[School], now: datetime) -> None:
    """The demo's head was selected, with a partner; her rival has a letter too."""
    call = calls.opened(calls.READING, period.years.get(number=1), cast, now)
    partner, rival = rivals
    bidding.submitted(call, own, bidding.STRONG, partners=[partner])
    bidding.submitted(call, rival, bidding.FAIR)
    call = panel.closed_and_screened(call, cast)
    panel.marked_by_all(call, cast)
    panel.decided_and_published(call, own, cast)


def half_marked(period: Period, cast: Cast, bidders: list[School], now: datetime) -> None:
    """One board member works for a bidder and is out; another's interest waits for the chair."""
    call = calls.opened(calls.SEND, period.years.get(number=1), cast, now)
    seated = panel.school_on_the_board(period, cast)
    for school, words in zip([*bidders, seated], bidding.ON_SEND, strict=False):
        if school is not None:
            bidding.submitted(call, school, words)
    call = panel.closed_and_screened(call, cast)
    panel.half_marked(call, cast)


def still_open(
    period: Period, cast: Cast, own: School, partner: School, other: School, now: datetime
) -> None:
    """The demo's school writes, its partner has yet to accept; another has submitted."""
    call = calls.opened(calls.CURRICULUM, period.years.get(number=2), cast, now)
    calls.asked_and_answered(call, other, cast, now)
    bidding.draft(call, own, partner, now)
    bidding.submitted(call, other, bidding.FAIR, now=now)
