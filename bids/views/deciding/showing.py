"""What the pages of ranking, deciding, publishing and letters show."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.urls import reverse

from bids.models import Bid, Call, Decision, Letter
from bids.services import placing
from bids.states import BidState, CallState, CriterionKind, Outcome
from bids.views.deciding.showing_panel import call_actions
from hlp.kit.components import Action, Row
from hlp.kit.money import pounds
from members.models import User


def ranking(call: Call, user: User, now: datetime) -> dict[str, Any]:
    """Bids the person may compare, best first; those they may not are named and nothing more."""
    bids = list(
        Bid.objects.for_panel(user).filter(call=call).select_related("lead_school", "decision")
    )
    lines = placing.lines(call, bids)
    everything = call.bids.scored().select_related("lead_school").order_by("number")
    seen = {bid.pk for bid in bids}
    decides = call.state == CallState.MODERATING and user.has_perm("bids.decide_call", call)
    return {
        "call": call,
        "lines": lines,
        "criteria": [criterion.label for criterion in CriterionKind],
        "left_out": [bid for bid in everything if bid.pk not in seen],
        "rules": _rules(call),
        "ties": _ties(call, lines) if user.has_perm("bids.break_tie", call) else [],
        "reasons": call.chair_reasons.filter(before__in=seen, after__in=seen).select_related(
            "before__lead_school", "after__lead_school", "recorded_by"
        ),
        "may_combine": decides and _asked_to_combine(lines),
        "actions": call_actions(call, user, now),
        "tables": ("csv", "xlsx"),
    }


def _asked_to_combine(lines: Iterable[placing.Line]) -> bool:
    asked = [ln for ln in lines if ln.decision and ln.decision.outcome == Outcome.COMBINE]
    return len(asked) > 1


def _rules(call: Call) -> list[Row]:
    """The published rule by which this page is made."""
    criteria = list(call.criteria.order_by("tie_rank"))
    order = ", then ".join(str(criterion).lower() for criterion in criteria)
    weights = ", ".join(f"{str(c).lower()} {c.weight}" for c in call.criteria.in_order())
    lows = [f"{str(c).lower()} {c.threshold}" for c in criteria if c.threshold is not None]
    if call.terms.overall_threshold is not None:
        lows.append(f"total {call.terms.overall_threshold}%")
    return [
        Row("Bids to be selected", call.terms.lead_bids),
        Row("Weights", weights.capitalize()),
        Row("Minimums", ", ".join(lows).capitalize() or "None"),
        Row("When totals are equal", f"Higher agreed mark on {order}, then the chair’s reason"),
    ]


def _ties(call: Call, lines: Sequence[placing.Line]) -> list[tuple[Bid, Bid]]:
    """Neighbours that nothing tells apart: the chair may record a reason."""
    if call.state != CallState.MODERATING:
        return []
    return [(a.bid, b.bid) for a, b in pairwise(lines) if a.is_level]


def decided(bid: Bid) -> dict[str, Any]:
    """The decision as it stands, for the form."""
    row: Decision | None = getattr(bid, "decision", None)
    if row is None:
        return {}
    names = (
        *("outcome", "agreed_sum", "below_minimum_because", "public_reason", "private_reason"),
        *("decided_on", "minute_reference"),
    )
    initial = {name: getattr(row, name) for name in names}
    for part in row.instalments.all():
        initial |= {
            f"amount_{part.number}": part.amount,
            f"due_{part.number}": part.due_on,
            f"condition_{part.number}": part.condition,
        }
    return initial


def standing(bid: Bid, line: placing.Line) -> list[Row]:
    """What the board decides upon: total, minimums, money."""
    rows = [
        Row("Schools", ", ".join([str(bid.lead_school), *_partners(bid)])),
        Row("Cost in the bid", pounds(bid.cost or Decimal(0))),
    ]
    if line.total is not None:
        rows.insert(1, Row("Total", f"{line.percent}% of the highest"))
    if line.below:
        rows.append(Row("Below the minimum on", ", ".join(line.below_labels)))
    return rows


def _partners(bid: Bid) -> list[str]:
    return [str(row.school) for row in bid.partners.in_the_bid().select_related("school")]


def highest_sum(bid: Bid) -> str:
    cost = min(bid.cost or bid.call.terms.funding_ceiling, bid.call.terms.funding_ceiling)
    return f"At most {pounds(cost)}, what the bid asks for."


def outcomes(call: Call, user: User) -> dict[str, Any]:
    """The last look before publishing: every outcome, and who gets a letter."""
    seen = set(Bid.objects.for_panel(user).filter(call=call).values_list("pk", flat=True))
    rows = Decision.objects.filter(bid__in=call.bids.scored()).order_by("bid__number")
    rows = rows.select_related("bid__lead_school")
    has_award = any(row.outcome == Outcome.SELECTED for row in rows)
    failed = call.bids.filter(state=BidState.FAILED).count()
    return {
        "call": call,
        "decisions": [(row, Outcome(row.outcome), row.bid_id in seen) for row in rows],
        "has_award": has_award,
        "failed": failed,
        "letters": len(rows) + failed,
    }


def letters(bids: Sequence[Bid], named: dict[int, list[str]]) -> list[dict[str, Any]]:
    texts = {row.bid_id: row for row in Letter.objects.filter(bid__in=bids)}
    return [
        {"bid": bid, "letter": texts.get(bid.pk), "named": named.get(bid.pk, [])} for bid in bids
    ]


def publish_action(call: Call, user: User) -> list[Action]:
    if call.state != CallState.DECIDED or not user.has_perm("bids.publish_decision", call):
        return []
    url = reverse("bids:publish_call", args=[call.slug])
    return [Action("Publish the decisions", url, get=True)]
