"""What is reminded of about one bid: a partner has not answered, changes were not submitted."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from bids import content
from bids.emails.bids import heads_of
from bids.models import Bid, Call, Partner
from bids.states import BidState, CallState, PartnerState
from hlp.kit import clock
from hlp.kit.reminders import Due, Line, Rule, in_words, register


def partner_waiting(today: date) -> Iterator[Due]:
    """To the head who is asked."""
    for partner in _asked(PARTNER_WAITING, today):
        closes_on = clock.day_of(partner.bid.call.closes_at)
        for address in heads_of([partner.school_id]):
            yield Due(address, f"partner:{partner.pk}", closes_on, _to_answer(partner, today))


def partner_missing(today: date) -> Iterator[Due]:
    """To the lead school, which cannot submit without the answer."""
    for partner in _asked(PARTNER_MISSING, today):
        closes_on = clock.day_of(partner.bid.call.closes_at)
        for address in heads_of([partner.bid.lead_school_id]):
            yield Due(address, f"asked:{partner.pk}", closes_on, _not_answered(partner, today))


def changes_unsent(today: date) -> Iterator[Due]:
    """To the heads of the lead school: what the board reads is not what they last wrote."""
    bids = Bid.objects.filter(state=BidState.SUBMITTED, call__in=_closing(CHANGES_UNSENT, today))
    for bid in bids.select_related("call").order_by("call__closes_at", "pk"):
        if parts := content.unsent(bid):
            closes_on = clock.day_of(bid.call.closes_at)
            for address in heads_of([bid.lead_school_id]):
                yield Due(address, f"unsent:{bid.pk}", closes_on, _unsent(bid, parts, today))


PARTNER_WAITING = register(
    Rule(
        name="bids.partner_waiting",
        title="Partner to answer",
        purpose="The head of a school that was asked to be a partner in a bid hears a week, two"
        " days and on the day before the call closes that the answer is missing.",
        days=(-7, -2, 0),
        due=partner_waiting,
        is_deadline=True,
    )
)
PARTNER_MISSING = register(
    Rule(
        name="bids.partner_missing",
        title="Partner has not answered",
        purpose="Heads of a lead school hear two days and on the day before the call closes which"
        " partner has not answered.",
        days=(-2, 0),
        due=partner_missing,
        is_deadline=True,
    )
)
CHANGES_UNSENT = register(
    Rule(
        name="bids.changes_unsent",
        title="Changes to a bid not submitted",
        purpose="Heads of a lead school hear two days and on the day before the call closes that"
        " their bid was changed after it was submitted.",
        days=(-2, 0),
        due=changes_unsent,
        is_deadline=True,
    )
)


def _closing(rule: Rule, today: date) -> list[int]:
    first, last = rule.window(today)
    calls = Call.objects.filter(
        state=CallState.OPEN,
        closes_at__gte=clock.start_of_day(max(first, today)),
        closes_at__lte=clock.end_of_day(last),
    )
    return list(calls.values_list("pk", flat=True))


def _asked(rule: Rule, today: date) -> Iterator[Partner]:
    asked = Partner.objects.filter(
        state=PartnerState.ASKED,
        bid__state__in=[BidState.DRAFT, BidState.SUBMITTED],
        bid__call__in=_closing(rule, today),
    ).select_related("bid__call", "bid__lead_school", "school")
    return iter(asked.order_by("bid__call__closes_at", "pk"))


def _to_answer(partner: Partner, today: date) -> Line:
    closes_on = clock.day_of(partner.bid.call.closes_at)
    return Line(
        title=f"Will {partner.school} be a partner? The call closes {in_words(closes_on, today)}",
        detail=f"{partner.bid.lead_school} asks for its bid “{partner.bid.call}” and cannot submit"
        " it without your answer.",
        url=reverse("bids:partner_answer", args=[partner.pk]),
        label="Read the bid and answer",
    )


def _not_answered(partner: Partner, today: date) -> Line:
    closes_on = clock.day_of(partner.bid.call.closes_at)
    return Line(
        title=f"{partner.school} has not answered; the call closes {in_words(closes_on, today)}",
        detail=f"Your bid for “{partner.bid.call}” cannot be submitted until its headteacher has"
        " accepted, or you take the school out.",
        url=reverse("bids:partner_list", args=[partner.bid_id]),
        label="Partner schools",
    )


def _unsent(bid: Bid, parts: list[str], today: date) -> Line:
    closes_on = clock.day_of(bid.call.closes_at)
    return Line(
        title=f"Your bid has changes not submitted; the call closes {in_words(closes_on, today)}",
        detail=f"“{bid.call}”: {', '.join(parts)}. The board reads the bid as it was submitted.",
        url=reverse("bids:bid_detail", args=[bid.pk]),
        label="Your bid",
    )
