"""Calls and bids as the pages of deciding load them: what one may not see is not there."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from bids.models import Bid, Call
from bids.states import REVEALED, CallState
from bids.workflow import may_be_published
from hlp.kit import clock
from members.models import User
from members.querysets import AnyUser


def call_on_the_table(user: User, slug: str) -> Call:
    """Being moderated or decided, and the person not out of it."""
    calls = Call.objects.visible_to(user).with_terms()
    call = get_object_or_404(calls, slug=slug, state__in=sorted(REVEALED))
    if not user.has_perm("bids.view_panel", call):
        raise Http404
    return call


def call_to_publish(user: User, slug: str) -> Call:
    """Its decisions are closed, or there is nothing to decide on."""
    call = get_object_or_404(Call.objects.visible_to(user).with_terms(), slug=slug)
    if not is_to_publish(call, user):
        raise Http404
    return call


def is_to_publish(call: Call, user: AnyUser) -> bool:
    if not user.has_perm("bids.publish_decision", call):
        return False
    if call.state in {CallState.CLOSED, CallState.MARKING}:
        return may_be_published(call, clock.now()) is None
    return call.state == CallState.DECIDED


def bid_on_the_table(user: User, bid_id: int) -> Bid:
    """One whose marks the person may compare."""
    bids = Bid.objects.for_panel(user).filter(call__state__in=sorted(REVEALED))
    found = bids.select_related("lead_school", "call__terms", "call__priority", "decision")
    bid = get_object_or_404(found, pk=bid_id)
    if not user.has_perm("bids.view_panel", bid.call):
        raise Http404
    return bid
