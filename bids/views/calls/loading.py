"""What the pages of a call load, and for whom. Whoever looks closes what is due first."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from bids.models import Call
from bids.services import closing
from bids.states import CallState
from hlp.kit import clock


def call_of(request: HttpRequest, slug: str) -> Call:
    closing.close_due(now=clock.now())
    return get_object_or_404(Call.objects.visible_to(request.user).with_terms(), slug=slug)


def in_state(request: HttpRequest, slug: str, *states: CallState) -> Call:
    """The call where it is in one of these states; the page is not there in any other."""
    call = call_of(request, slug)
    if call.state not in states:
        raise Http404
    return call


def draft_of(request: HttpRequest, slug: str) -> Call:
    return in_state(request, slug, CallState.DRAFT)
