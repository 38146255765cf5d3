"""Publishing: all decisions of a call at once, and the only way in which any gets out.

One transaction: decisions freeze, awards appear, letters are sealed and queued, and the apps above
hear of the awards. A second press finds it done and changes nothing.
"""

from datetime import datetime

from django.db import transaction

from bids.models import Award, Bid, Call, Decision
from bids.services import letters
from bids.signals import awards_published
from bids.states import BidState, Outcome
from hlp.kit import access, audit, states
from hlp.kit.refusal import Refusal
from members.models import User


class NoAwardUnexplained(Refusal):
    """No bid is selected, and nothing says why; or the other way round."""


def publish(*, call: Call, no_award_because: str = "", by: User, now: datetime) -> list[Award]:
    """The awards of the call, made now or, when it is published already, as they are."""
    access.require(by, "bids.publish_decision", call)
    with transaction.atomic(), audit.acting(by):
        locked = Call.objects.select_for_update().get(pk=call.pk)
        if locked.is_published:
            return list(Award.objects.filter(bid__call=locked).order_by("pk"))
        decisions = list(
            Decision.objects.filter(bid__in=locked.bids.scored()).select_related(
                "bid__lead_school", "bid__call"
            )
        )
        because = _why_no_award(decisions, no_award_because)
        states.make(locked, "publish", by=by, now=now, no_award_because=because)
        letters.seal(letters.due(locked), now=now)
        _freeze(decisions, by, now)
        awards = [_award(row, locked, now) for row in _selected(decisions)]
        awards_published.send(sender=Call, call=locked, awards=awards, by=by, now=now)
    return awards


def _selected(decisions: list[Decision]) -> list[Decision]:
    return [row for row in decisions if row.outcome == Outcome.SELECTED]


def _why_no_award(decisions: list[Decision], because: str) -> str:
    because = because.strip()
    if not _selected(decisions) and not because:
        raise NoAwardUnexplained(
            "No bid is selected. Say why, in words bidders and schools can read."
        )
    return "" if _selected(decisions) else because


def _freeze(decisions: list[Decision], by: User, now: datetime) -> None:
    Decision.objects.filter(pk__in=[row.pk for row in decisions]).update(published_at=now)
    audit.bulk(decisions, what="published", by=by)
    passed = Bid.objects.filter(pk__in=[row.bid_id for row in decisions], state=BidState.PASSED)
    for bid in passed:
        states.make(bid, "decide", by=by, now=now)


def _award(decision: Decision, call: Call, now: datetime) -> Award:
    return Award.objects.create(
        bid=decision.bid,
        priority=call.priority,
        agreed_sum=decision.agreed_sum,
        awarded_at=now,
    )
