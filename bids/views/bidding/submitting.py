"""Preview, PDF, check your answers, receipt and withdrawal."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from bids import content
from bids.documents.bid import bid_filename, render_bid
from bids.models import Bid
from bids.services import submitting, withdrawing
from bids.states import BidState
from bids.views.bidding import guidance, showing
from bids.views.bidding.loading import own_bid
from bids.views.reading import Reading
from bids.workflow import can_submit
from hlp.kit import clock
from hlp.kit.refusal import Refusal
from members.requests import MemberRequest

SUBMIT, WITHDRAW = "bids.submit_bid", "bids.withdraw_bid"


@require_safe
def preview(request: MemberRequest, pk: int) -> HttpResponse:
    """The bid as the board would read it, as it stands now; `?version=` one that was submitted."""
    bid = own_bid(request, pk)
    return render(
        request, "bids/bids/preview.html", {"bid": bid, "reading": _reading(request, bid)}
    )


@require_safe
def bid_pdf(request: MemberRequest, pk: int) -> HttpResponse:
    bid = own_bid(request, pk)
    reading = _reading(request, bid)
    data = render_bid(bid, reading, now=clock.now())
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(False, bid_filename(bid)) or "inline"
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def submit_bid(request: MemberRequest, pk: int) -> HttpResponse:
    bid = own_bid(request, pk, SUBMIT)
    if request.method == "POST":
        try:
            submitting.submit(bid=bid, by=request.user, now=clock.now())
            return redirect("bids:receipt", bid.pk)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("bids:bid_detail", bid.pk)
    context = {
        "bid": bid,
        "reading": showing.draft_of(bid),
        "closed": can_submit(bid, clock.now()),
        "may_change": not guidance.why_closed(bid, clock.now()),
        "unsent": content.unsent(bid),
        "is_again": bid.state == BidState.SUBMITTED,
        "late": showing.uses_exception(bid, clock.now()),
    }
    return render(request, "bids/bids/submit.html", context)


@require_safe
def receipt(request: MemberRequest, pk: int) -> HttpResponse:
    bid = own_bid(request, pk)
    made = showing.versions_of(bid)
    if not made:
        return redirect("bids:bid_detail", bid.pk)
    context = {"bid": bid, "version": made[0], "versions": made, "now": clock.now()}
    return render(request, "bids/bids/receipt.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_bid(request: MemberRequest, pk: int) -> HttpResponse:
    bid = own_bid(request, pk, WITHDRAW)
    if request.method == "POST":
        try:
            withdrawing.withdraw(bid=bid, by=request.user, now=clock.now())
            messages.success(
                request, f"{bid.reference} is withdrawn. Everyone in it has been told."
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect("bids:bid_detail", bid.pk)
    return render(request, "bids/bids/withdraw.html", {"bid": bid})


def _reading(request: MemberRequest, bid: Bid) -> Reading:
    number = request.GET.get("version", "")
    if number.isdigit() and len(number) < 5:
        version = bid.versions.select_related("submitted_by").filter(number=int(number)).first()
        if version:
            return Reading(version)
    return showing.draft_of(bid)
