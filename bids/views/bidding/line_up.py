"""Office and clerk: who is in a bid changes after closing, by decision of the board."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from bids.forms.line_up import LineUpForm
from bids.models import Bid
from bids.services import partnering
from bids.views.bidding import showing
from hlp.kit import clock
from hlp.kit.refusal import Refusal
from members.requests import MemberRequest

CHANGE = "bids.change_line_up"


@require_http_methods(["GET", "HEAD", "POST"])
def change_line_up(request: MemberRequest, bid_id: int) -> HttpResponse:
    bid = get_object_or_404(Bid.objects.for_preparers(request.user).with_call(), pk=bid_id)
    if not request.user.has_perm(CHANGE, bid):
        raise Http404
    form = LineUpForm(request.POST or None, bid=bid)
    if request.method == "POST" and form.is_valid():
        try:
            made = partnering.change_after_closing(
                bid=bid, by=request.user, now=clock.now(), **form.as_decided()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{made.school}: {made.get_state_display().lower()}.")
            return redirect("bids:change_line_up", bid.pk)
    context = {"bid": bid, "partners": showing.partners_of(bid), "form": form}
    return render(request, "bids/bids/change_line_up.html", context)
