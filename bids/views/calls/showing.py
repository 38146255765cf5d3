"""What the page of a call says to whom."""

from datetime import datetime
from typing import Any

from bids.models import Award, Bid, Call
from bids.querysets.standing import BIDDERS
from bids.states import BidState, ExpectationKind
from bids.views.calls import ways, wording
from members.models import School
from members.querysets import AnyUser, schools_as
from members.states import SchoolRole


def call(shown: Call, user: AnyUser, now: datetime) -> dict[str, Any]:
    criteria = wording.asked(shown)
    takes_bids = shown.takes_bids(now)
    return {
        "call": shown,
        "standing": wording.standing(shown, now),
        "dates": list(wording.dates(shown)),
        "money": list(wording.money(shown)),
        "criteria": criteria,
        "rules": list(wording.rules(shown, criteria)),
        "expectations": [kind.label for kind in ExpectationKind],
        "own_bids": _own_bids(shown, user),
        "may_start": _may_start(shown, user) if takes_bids else [],
        "takes_bids": takes_bids,
        "takes_questions": shown.takes_questions(now),
        "may_ask": bool(schools_as(user, *SchoolRole)),
        "bids_for_no_member": takes_bids and _is_no_member(shown, user),
        "answers": shown.questions.answered().count() if shown.opened_at else 0,
        "early_openings": _early(shown, user),
        "awards": _awards(shown),
        "ways": list(ways.of(shown, user)),
        "prepares": user.has_perm("bids.manage_call", shown),
        "next_calls": shown.followed_by.visible_to(user) if shown.opened_at else [],
    }


def _awards(shown: Call) -> list[Award]:
    """Who leads, once it is published; there is none before that."""
    if not shown.is_published:
        return []
    return list(Award.objects.filter(bid__call=shown).with_bid().with_partners().order_by("pk"))


def _own_bids(shown: Call, user: AnyUser) -> list[Bid]:
    own = Bid.objects.of_own(user).filter(call=shown).exclude(state=BidState.WITHDRAWN)
    return list(own.select_related("lead_school").order_by("number"))


def _may_start(shown: Call, user: AnyUser) -> list[School]:
    """Member schools for which this person may start a bid, and that lead none yet."""
    urns = schools_as(user, *BIDDERS)
    if not urns:
        return []
    leads = Bid.objects.filter(call=shown).exclude(state=BidState.WITHDRAWN)
    members = School.objects.members_of(shown.priority.year.period).filter(pk__in=urns)
    return list(members.exclude(pk__in=leads.values("lead_school")).order_by("name", "pk"))


def _is_no_member(shown: Call, user: AnyUser) -> bool:
    """Acts for schools, and none of them is a member."""
    urns = schools_as(user, *BIDDERS)
    members = School.objects.members_of(shown.priority.year.period)
    return bool(urns) and not members.filter(pk__in=urns).exists()


def _early(shown: Call, user: AnyUser) -> list[Any]:
    """For office, clerk and chair: who opened bids before the call closed, and why."""
    if not user.has_perm("bids.see_early_openings", shown):
        return []
    return list(shown.early_openings.select_related("opened_by").order_by("pk"))
