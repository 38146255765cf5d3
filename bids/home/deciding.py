"""What waits for board, chair, clerk and office from moderation on."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from bids.models import Bid, Call, FeedbackMeeting
from bids.querysets.calls import PREPARES
from bids.states import SCORED, CallState
from bids.workflow import is_marked
from hlp.kit.waiting import Found, Subject, Waiting, counted
from members.models import User
from members.states import PortalRole

PUBLISHES = (PortalRole.CHAIR, PortalRole.ACTING_CHAIR, PortalRole.DEPUTY_CHAIR)
# Whose turn it is in which state of a call.
TURNS = {
    CallState.MARKING: PREPARES,
    CallState.MODERATING: (PortalRole.BOARD_MEMBER,),
    CallState.DECIDED: (*PUBLISHES, PortalRole.CLERK),
}


def _under_way(user: User, now: datetime) -> QuerySet[Call] | None:
    """Whoever is out of a call hears nothing of it."""
    states = [state for state, roles in TURNS.items() if user.holds(*roles)]
    if not states:
        return None
    calls = Call.objects.filter(state__in=states)
    return calls.exclude(pk__in=Bid.objects.calls_out_of(user))


def _next_steps(found: Found) -> Iterator[Waiting]:
    undecided = Count("bids", Q(bids__state__in=sorted(SCORED), bids__decision=None))
    for call in found.rows.annotate(undecided=undecided).order_by("closes_at", "pk"):
        if call.state == CallState.MODERATING:
            yield _to_decide(call, call.undecided)
        elif call.state == CallState.DECIDED:
            yield _to_publish(call, found.user)
        elif is_marked(call, found.now) is None:
            url = reverse("bids:assessors", args=[call.slug])
            yield Waiting("Everybody has marked: open moderation", url, call.title)


def _to_decide(call: Call, undecided: int) -> Waiting:
    if undecided:
        url = reverse("bids:panel", args=[call.slug])
        return Waiting("Bids to moderate and decide on", url, call.title, undecided)
    url = reverse("bids:ranking", args=[call.slug])
    return Waiting("All bids are decided on: close the decisions", url, call.title)


def _to_publish(call: Call, user: User) -> Waiting:
    if user.holds(*PUBLISHES):
        url = reverse("bids:publish_call", args=[call.slug])
        return Waiting("Decisions to publish", url, call.title)
    url = reverse("bids:letters_of_call", args=[call.slug])
    return Waiting("Look through the letters before they go out", url, call.title)


SUBJECTS = (
    Subject(_under_way, _next_steps),
    Subject(
        lambda user, now: FeedbackMeeting.objects.filter(meets_at=None),
        counted("Feedback meetings to arrange", "bids:meeting_list", "Bidders asked for them."),
        "bids.arrange_feedback",
    ),
)
