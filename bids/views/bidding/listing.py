"""My bids, starting one, and the task list of a bid."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from bids.models import Bid, Call
from bids.querysets.standing import BIDDERS
from bids.services import starting
from bids.views.bidding import showing
from bids.views.bidding.loading import own_bid
from hlp.kit import clock
from hlp.kit.paging import page_of
from hlp.kit.refusal import Refusal
from members.models import School
from members.requests import MemberRequest


@require_safe
def bid_list(request: MemberRequest) -> HttpResponse:
    """Bids of one's schools, and those one was invited to."""
    now = clock.now()
    bids = Bid.objects.of_own(request.user).with_call().newest_first()
    context = {
        "page": page_of(request, bids),
        "calls": showing.calls_to_bid_for(request.user, now),
        "now": now,
    }
    return render(request, "bids/bids/bid_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def start_bid(request: MemberRequest, slug: str) -> HttpResponse:
    """Looking starts nothing. Who acts for several schools says which one leads."""
    now = clock.now()
    calls = Call.objects.visible_to(request.user).select_related("priority__year__period", "terms")
    call = get_object_or_404(calls, slug=slug)
    schools = School.objects.filter(pk__in=request.user.schools_as(*BIDDERS)).order_by("name")
    if request.method == "POST":
        chosen = request.POST.get("school", "")
        school = get_object_or_404(schools, pk=chosen if chosen.isdecimal() else 0)
        try:
            bid = starting.start(call=call, school=school, by=request.user, now=now)
            return redirect("bids:bid_detail", bid.pk)
        except starting.AlreadyStarted as there:
            messages.info(request, str(there))
            return redirect("bids:bid_detail", there.bid.pk)
        except Refusal as refusal:
            messages.error(request, str(refusal))
    context = {"call": call, "schools": showing.may_start(call, schools, now)}
    return render(request, "bids/bids/start_bid.html", context)


@require_safe
def bid_detail(request: MemberRequest, pk: int) -> HttpResponse:
    bid = own_bid(request, pk)
    context = showing.overview(bid, request.user, clock.now())
    return render(request, "bids/bids/bid_detail.html", context)
