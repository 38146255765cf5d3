"""The board's decision on each bid. Nothing of it leaves these pages before it is published.

Checked here: enough people free of conflict, all marks agreed, minimums, money, and that what is
selected stands first in the ranking.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from bids.models import Bid, Call, ChairReason, Decision, Instalment, Moderation
from bids.services import moderating, placing, quorum
from bids.services.moderating import NotNow
from bids.states import BidState, CallState, Outcome, PartnerState, TieStep
from hlp.kit import access, audit, states
from hlp.kit.money import pounds
from hlp.kit.refusal import Refusal
from members.models import User

__all__ = ["NotNow"]

Payments = Sequence[tuple[Decimal, date, str]]


class NotReady(Refusal):
    """Too few people free of conflict, or the panel has not finished."""


class WrongSum(Refusal):
    """Above what the call or the bid allows, or the instalments do not add up to it."""


class BelowMinimum(Refusal):
    """Selected although below a minimum, without the board's reason."""


class WrongOrder(Refusal):
    """What is selected does not stand first in the ranking."""


class NoReason(Refusal):
    """A decision says why, when and where it was minuted."""


class NotLevel(Refusal):
    """The chair decides only between bids that nothing else tells apart, and once."""


def decide(
    *,
    bid: Bid,
    outcome: Outcome,
    public_reason: str,
    private_reason: str = "",
    agreed_sum: Decimal | None = None,
    instalments: Payments = (),
    below_minimum_because: str = "",
    decided_on: date,
    minute_reference: str,
    by: User,
    now: datetime,
) -> Decision:
    """Write down what the board decided; until the call's decisions are closed it may change."""
    access.require(by, "bids.decide_bid", bid)
    with transaction.atomic(), audit.acting(by):
        call = Call.objects.select_for_update().get(pk=bid.call_id)  # selections are counted
        locked = moderating.lock(bid)
        if why := why_closed(locked, now):
            raise NotReady(why)
        if not public_reason.strip() or not minute_reference.strip():
            raise NoReason("Give the reason bidders read, and the minute of the decision.")
        is_selected = outcome == Outcome.SELECTED
        if is_selected:
            _check_selected(locked, call, agreed_sum, instalments, below_minimum_because)
        row = Decision.objects.filter(bid=locked).first() or Decision(bid=locked)
        row.outcome = outcome
        row.public_reason, row.private_reason = public_reason.strip(), private_reason.strip()
        row.agreed_sum = agreed_sum if is_selected else None
        row.below_minimum_because = below_minimum_because.strip() if is_selected else ""
        row.decided_on, row.minute_reference = decided_on, minute_reference.strip()
        row.decided_at, row.decided_by = now, by
        row.save()
        _pay(row, instalments if is_selected else ())
    return row


def why_closed(bid: Bid, now: datetime) -> str | None:
    """Why the board cannot decide on this bid yet; drives the button and the service alike."""
    if bid.state != BidState.PASSED:
        return "Only a bid that passed the screen is decided on."
    if bid.call.state != CallState.MODERATING:
        return "Bids are decided on while the call is being moderated."
    moderation = Moderation.objects.filter(bid=bid).first()
    if moderation is None:
        return "The panel has not taken this bid up yet."
    if moderation.finished_at is None:
        return "The panel has not finished with this bid: agree the marks, then finish it."
    return quorum.of_bid(bid, now).closed


def record_chair_reason(
    *, before: Bid, after: Bid, because: str, by: User, now: datetime
) -> ChairReason:
    """The last step of the tie rule. It stands, as the marks do."""
    call = before.call
    access.require(by, "bids.break_tie", call)
    if not because.strip():
        raise NoReason("Say why this bid comes before the other: it is kept with the decision.")
    with transaction.atomic(), audit.acting(by):
        locked = Call.objects.select_for_update().get(pk=call.pk)
        if locked.state != CallState.MODERATING:
            raise NotNow("This can be done only while the call is being moderated.")
        places = {line.bid.pk: line.place for line in placing.whole(locked)}
        places_of = {places.get(before.pk), places.get(after.pk)}
        if before.pk == after.pk or None in places_of or len(places_of) != 1:
            raise NotLevel("These two bids do not share a place, so there is nothing to decide.")
        if call.chair_reasons.filter(before=after, after=before).exists():
            raise NotLevel("The reason for the other order is recorded already.")
        row, is_new = ChairReason.objects.get_or_create(
            before=before,
            after=after,
            defaults={
                "call": locked,
                "because": because.strip(),
                "recorded_at": now,
                "recorded_by": by,
            },
        )
        if not is_new:
            raise NotLevel("This reason is recorded already.")
    return row


def close_decisions(*, call: Call, by: User, now: datetime) -> Call:
    """All bids are decided on: from here the letters are looked through and published."""
    with transaction.atomic(), audit.acting(by):
        locked = Call.objects.select_for_update().get(pk=call.pk)
        if any(row.move.name == "decide" for row in states.available(locked, by, now)):
            _check_joint_bids(locked)
            lines = placing.whole(locked)
            _check_still_holds(lines, now)
            _check_order(lines)
        return states.make(locked, "decide", by=by, now=now)


def reconsider(*, call: Call, by: User, now: datetime) -> Call:
    """Back to moderation, before anything is published."""
    return states.make(call, "reconsider", by=by, now=now)


def _check_selected(
    bid: Bid, call: Call, agreed_sum: Decimal | None, instalments: Payments, because: str
) -> None:
    selected = Decision.objects.filter(bid__in=call.bids.scored(), outcome=Outcome.SELECTED)
    allowed = call.terms.lead_bids
    if selected.exclude(bid=bid).count() >= allowed:
        raise WrongOrder(
            f"This call selects {allowed} {'bid' if allowed == 1 else 'bids'}, and as many are "
            "selected. Change the other decision first."
        )
    _check_sum(bid, call, agreed_sum, instalments)
    line = placing.line_of(bid)
    if line.below and not because.strip():
        raise BelowMinimum(
            f"This bid is below the minimum on: {', '.join(line.below_labels)}. The board may "
            "select it all the same, with its reason recorded."
        )


def _check_sum(bid: Bid, call: Call, agreed_sum: Decimal | None, instalments: Payments) -> None:
    if agreed_sum is None or agreed_sum <= 0:
        raise WrongSum("Say what sum was agreed.")
    highest = min(call.terms.funding_ceiling, bid.cost or call.terms.funding_ceiling)
    if agreed_sum > highest:
        raise WrongSum(f"The agreed sum may be at most {pounds(highest)}: what the bid asks for.")
    if any(amount <= 0 for amount, _, _ in instalments):
        raise WrongSum("Each instalment pays something.")
    paid = sum((amount for amount, _, _ in instalments), Decimal(0))
    if paid != agreed_sum:
        raise WrongSum(
            f"The instalments come to {pounds(paid)}, the agreed sum is {pounds(agreed_sum)}. "
            "Make them add up."
        )


def _pay(row: Decision, instalments: Payments) -> None:
    row.instalments.all().delete()
    for number, (amount, due_on, condition) in enumerate(instalments, start=1):
        Instalment.objects.create(
            decision=row,
            number=number,
            amount=amount,
            due_on=due_on,
            condition=condition.strip(),
        )


def _check_joint_bids(call: Call) -> None:
    """A bid asked to combine is in a joint bid that has been submitted, screened and decided."""
    asked = Decision.objects.filter(bid__in=call.bids.scored(), outcome=Outcome.COMBINE)
    joint_bids = []
    for row in asked.select_related("bid__lead_school").order_by("bid__number"):
        joint = row.bid.into.exclude(state=BidState.WITHDRAWN).first()
        if joint is None:
            raise NotReady(f"{row.bid} is asked to combine, but with no other bid yet.")
        in_it = joint.partners.filter(state=PartnerState.ACCEPTED).values_list("school", flat=True)
        if row.bid.lead_school_id not in {joint.lead_school_id, *in_it}:
            raise NotReady(f"{row.bid.lead_school} has not accepted the joint bid.")
        joint_bids.append(joint)
    for joint in joint_bids:
        if joint.state != BidState.PASSED:
            raise NotReady(
                f"The joint bid of {joint.lead_school} is {BidState(joint.state).label.lower()}. "
                "Wait for it to be submitted and screened, or decide otherwise on its parts."
            )


def _check_still_holds(lines: Sequence[placing.Line], now: datetime) -> None:
    """Marks may have been agreed anew, and interests declared, since a bid was decided on."""
    for line in lines:
        if line.decision is None:
            continue
        is_selected = line.decision.outcome == Outcome.SELECTED
        if is_selected and line.below and not line.decision.below_minimum_because:
            raise BelowMinimum(
                f"{line.bid} is selected and by now below the minimum on:"
                f" {', '.join(line.below_labels)}. Decide on it again, with the board’s reason."
            )
        if closed := quorum.of_bid(line.bid, now).closed:
            raise NotReady(f"{line.bid}: {closed}")


def _check_order(lines: Sequence[placing.Line]) -> None:
    """What is selected stands before what is not; a joint bid has no place of its own."""
    placed = [
        (line.place, line, line.decision.outcome)
        for line in lines
        if line.place is not None and line.decision is not None
    ]
    last = max((place for place, _, how in placed if how == Outcome.SELECTED), default=0)
    for place, line, how in placed:
        if how != Outcome.NOT_SELECTED or line.below or place > last:
            continue
        if place < last:
            raise WrongOrder(
                f"{line.bid} stands before a bid that is selected. Look at the decisions again."
            )
        raise WrongOrder(
            f"{line.bid} is level with a bid that is selected: {TieStep.NONE.label.lower()}."
        )
