"""What bidders' pages load. A bid one does not work on is not there, whoever else may read it."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from bids.models import Bid, Section
from bids.services import closing
from hlp.kit import clock
from members.requests import MemberRequest


def own_bid(request: MemberRequest, pk: int, permission: str = "bids.see_own") -> Bid:
    """The bid with its call, for whoever works on it and may do this; else 404."""
    closing.close_due(now=clock.now())
    bids = Bid.objects.of_own(request.user).with_call()
    bid = get_object_or_404(bids, pk=pk)
    if not request.user.has_perm(permission, bid):
        raise Http404
    return bid


def section_of(bid: Bid, kind: str) -> Section:
    return get_object_or_404(bid.sections.select_related("saved_by"), kind=kind)
