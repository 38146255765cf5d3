"""The screen of one bid: its own words beside each question, then pass or fail."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bids.forms.screening import ClarifyForm, MoreTimeForm, ReinstateForm, ScreenForm
from bids.models import Bid, Clarification
from bids.services import clarifying, screening
from bids.states import BidState, ScreenItem
from bids.views import reading
from bids.workflow import may_be_screened
from hlp.kit import clock
from hlp.kit.asking import ask, given
from hlp.kit.clock import moment
from hlp.kit.refusal import Refusal
from members.requests import MemberRequest

BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
def screen_bid(request: MemberRequest, bid_id: int) -> HttpResponse:
    """Save what was found so far, or finish the screen."""
    bid, now = prepared(request, bid_id), clock.now()
    findings = {row.item: row for row in bid.findings.select_related("found_by")}
    form = ScreenForm(request.POST or None, findings=findings)
    if request.method == "POST" and form.is_valid():
        try:
            if found := form.findings():
                screening.record(bid=bid, findings=found, by=request.user, now=now)
            if "finish" in request.POST:
                done = screening.finish(bid=bid, by=request.user, now=now)
                messages.success(request, _said(done))
                return redirect("bids:call_bids", bid.call.slug)
            messages.success(request, "What you found is saved.")
            return redirect("bids:screen_bid", bid.pk)
        except Refusal as refused:
            form.add_error(None, str(refused))
    return render(request, "bids/marking/screen_bid.html", _page(bid, form, now))


@require_http_methods(BOTH)
def reinstate_bid(request: MemberRequest, bid_id: int) -> HttpResponse:
    bid = prepared(request, bid_id)
    if bid.state != BidState.FAILED:
        raise Http404
    form = ReinstateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            because = form.cleaned_data["because"]
            screening.reinstate(bid=bid, because=because, by=request.user, now=clock.now())
            messages.success(request, f"{bid.reference} is reinstated. Its bidders are told.")
            return redirect("bids:screen_bid", bid.pk)
        except Refusal as refused:
            form.add_error(None, str(refused))
    return render(request, "bids/marking/reinstate_bid.html", {"bid": bid, "form": form})


@require_http_methods(BOTH)
def ask_clarification(request: MemberRequest, bid_id: int) -> HttpResponse:
    """A question to these bidders alone, which opens the named sections until a moment."""
    bid = prepared(request, bid_id)
    if not request.user.has_perm("bids.clarify_bid", bid):
        raise Http404
    form = ClarifyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            clarifying.ask(
                bid=bid,
                question=form.cleaned_data["question"],
                sections=form.cleaned_data["sections"],
                due_at=form.due_at(),
                by=request.user,
                now=clock.now(),
            )
            messages.success(request, "The bidders have been asked.")
            return redirect("bids:screen_bid", bid.pk)
        except Refusal as refused:
            form.add_error(None, str(refused))
    return render(request, "bids/marking/ask_clarification.html", {"bid": bid, "form": form})


@require_http_methods(BOTH)
def give_more_time(request: MemberRequest, clarification_id: int) -> HttpResponse:
    asked = get_object_or_404(Clarification, pk=clarification_id, answered_at=None)
    bid = prepared(request, asked.bid_id)
    form = MoreTimeForm(request.POST or None)
    if request.method == "POST" and given(
        form,
        lambda: clarifying.give_more_time(
            clarification=asked, due_at=form.due_at(), by=request.user, now=clock.now()
        ),
    ):
        messages.success(request, "The bidders have more time, and are told.")
        return redirect("bids:screen_bid", bid.pk)
    back = reverse("bids:screen_bid", args=[bid.pk]), bid.reference
    intro = f"They were asked to answer by {moment(asked.due_at)}: {asked.question}"
    return ask(
        request, form, title="Give more time to answer", back=back, caption=str(bid), intro=intro
    )


def prepared(request: MemberRequest, bid_id: int) -> Bid:
    """A bid that office or clerk may read; of any other there is no page."""
    bids = Bid.objects.for_preparers(request.user).select_related(
        "call__priority__year__period", "lead_school", "screened_by", "reinstated_by"
    )
    return get_object_or_404(bids, pk=bid_id)


def _page(bid: Bid, form: ScreenForm, now: object) -> dict[str, object]:
    read = reading.newest(bid.versions)
    findings = {row.item: row for row in bid.findings.select_related("found_by")}
    items = [
        {
            "item": item,
            "found": form[f"found_{item}"],
            "reason": form[f"reason_{item}"],
            "passage": None
            if item == ScreenItem.MEMBERSHIP or read is None
            else read.passage(item.value),
            "finding": findings.get(item.value),
        }
        for item in ScreenItem
    ]
    is_open = bid.state == BidState.SUBMITTED
    return {
        "bid": bid,
        "form": form,
        "items": items,
        "read": read,
        "membership": screening.membership_of(bid),
        "is_open": is_open,
        "closed": may_be_screened(bid, clock.now()) if is_open else None,
        "may_reinstate": bid.state == BidState.FAILED and may_be_screened(bid, clock.now()) is None,
        "may_ask": clarifying.why_closed(bid) is None,
        "clarifications": bid.clarifications.order_by("-asked_at"),
    }


def _said(bid: Bid) -> str:
    if bid.state == BidState.PASSED:
        return f"{bid.reference} has passed the screen."
    return f"{bid.reference} did not pass. Its bidders have been told why and how to ask."
