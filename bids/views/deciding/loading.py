"""Calls and bids as the pages of deciding load them: what one may not see is not there."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from bids.models import Bid, Call
from bids.states import REVEALED
from members.models import User


def call_on_the_table(user: User, slug: str) -> Call:
    """Being moderated or decided, and the person not out of it."""
    calls = Call.objects.visible_to(user).with_terms()
    call = get_object_or_404(calls, slug=slug, state__in=sorted(REVEALED))
    if not user.has_perm("bids.view_panel", call):
        raise Http404
    return call


def bid_on_the_table(user: User, bid_id: int) -> Bid:
    """One whose marks the person may compare."""
    bids = Bid.objects.for_panel(user).filter(call__state__in=sorted(REVEALED))
    found = bids.select_related("lead_school", "call__terms", "call__priority", "decision")
    bid = get_object_or_404(found, pk=bid_id)
    if not user.has_perm("bids.view_panel", bid.call):
        raise Http404
    return bid
