"""What waits for board, chair, clerk and office from moderation on."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse

from bids.models import Call, FeedbackMeeting
from bids.states import SCORED, CallState
from bids.workflow import is_marked
from hlp.kit.waiting import Waiting
from members.querysets import AnyUser, holds
from members.states import PortalRole

DECIDES = (PortalRole.BOARD_MEMBER,)
PUBLISHES = (PortalRole.CHAIR, PortalRole.ACTING_CHAIR, PortalRole.DEPUTY_CHAIR)
CONCERNED = (*DECIDES, *PUBLISHES, PortalRole.OFFICE, PortalRole.CLERK)
UNDER_WAY = (CallState.MARKING, CallState.MODERATING, CallState.DECIDED)


def waiting_for(user: AnyUser, now: datetime) -> Iterator[Waiting]:
    if not holds(user, *CONCERNED):
        return
    undecided = Count("bids", Q(bids__state__in=sorted(SCORED), bids__decision=None))
    calls = Call.objects.filter(state__in=UNDER_WAY).annotate(undecided=undecided)
    for call in calls.order_by("closes_at", "pk"):
        yield from _of_call(call, user, now)
    if holds(user, PortalRole.OFFICE, PortalRole.CLERK):
        yield from _meetings()


def _of_call(call: Call, user: AnyUser, now: datetime) -> Iterator[Waiting]:
    if call.state == CallState.MARKING:
        # Cheap questions first: most people open nothing.
        if user.has_perm("bids.open_moderation", call) and is_marked(call, now) is None:
            url = reverse("bids:assessors", args=[call.slug])
            if holds(user, PortalRole.OFFICE, PortalRole.CLERK):
                yield Waiting("Everybody has marked: open moderation", url, call.title)
    elif call.state == CallState.MODERATING:
        if holds(user, *DECIDES) and user.has_perm("bids.decide_call", call):
            yield _to_decide(call)
    elif user.has_perm("bids.publish_decision", call):
        url = reverse("bids:publish_call", args=[call.slug])
        yield Waiting("Decisions to publish", url, call.title)
    elif user.has_perm("bids.prepare_publication", call):
        url = reverse("bids:letters_of_call", args=[call.slug])
        yield Waiting("Look through the letters before they go out", url, call.title)


def _to_decide(call: Call) -> Waiting:
    count: int = call.undecided  # type: ignore[attr-defined]  # counted above
    if count:
        url = reverse("bids:panel", args=[call.slug])
        return Waiting("Bids to moderate and decide on", url, call.title, count)
    url = reverse("bids:ranking", args=[call.slug])
    return Waiting("All bids are decided on: close the decisions", url, call.title)


def _meetings() -> Iterator[Waiting]:
    count = FeedbackMeeting.objects.filter(meets_at=None).count()
    if count:
        url = reverse("bids:meeting_list")
        yield Waiting("Feedback meetings to arrange", url, "Bidders asked for them.", count)
