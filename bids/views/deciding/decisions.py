"""Ranking, ties, decisions, combining, publishing."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bids.forms.deciding import ChairReasonForm, CombineForm, DecideForm, PublishForm
from bids.models import Bid, Call
from bids.services import combining, deciding, placing, publishing
from bids.states import CallState, Outcome
from bids.views.deciding import showing
from bids.views.deciding.loading import bid_on_the_table, call_on_the_table, call_to_publish
from hlp.kit import clock
from hlp.kit.asking import ask, given, press
from hlp.kit.paging import page_of
from members.models import User
from members.requests import MemberRequest


@require_safe
def ranking(request: MemberRequest, slug: str) -> HttpResponse:
    call = call_on_the_table(request.user, slug)
    context = showing.ranking(call, request.user, clock.now())
    page = page_of(request, context["lines"])
    return render(request, "bids/deciding/ranking.html", {**context, "page": page})


def break_tie(request: MemberRequest, slug: str, one: int, other: int) -> HttpResponse:
    """The chair's recorded reason, between two bids that nothing else tells apart."""
    call = _moderating(request.user, slug, "bids.break_tie")
    seen = Bid.objects.for_panel(request.user).filter(call=call).select_related("lead_school")
    bids = [get_object_or_404(seen, pk=pk) for pk in (one, other)]
    form = ChairReasonForm(request.POST or None, bids=bids)
    if request.method == "POST" and given(
        form,
        lambda: deciding.record_chair_reason(
            **_in_order(bids, form.cleaned_data["before"]),
            because=form.cleaned_data["because"],
            by=request.user,
            now=clock.now(),
        ),
    ):
        messages.success(request, "Your reason is recorded.")
        return redirect("bids:ranking", slug)
    back = reverse("bids:ranking", args=[slug]), "The ranking"
    return ask(request, form, title="Which bid comes first", back=back, caption=call.title)


def decide_bid(request: MemberRequest, bid_id: int) -> HttpResponse:
    bid = bid_on_the_table(request.user, bid_id)
    if bid.call.state != CallState.MODERATING or not request.user.has_perm("bids.decide_bid", bid):
        raise Http404
    line = placing.line_of(bid)
    form = DecideForm(
        request.POST or None,
        is_below=bool(line.below),
        sums=showing.highest_sum(bid),
        initial=showing.decided(bid),
    )
    if request.method == "POST" and given(
        form,
        lambda: deciding.decide(bid=bid, by=request.user, now=clock.now(), **form.said()),
    ):
        messages.success(request, "The decision is kept. Nobody hears of it before publishing.")
        return redirect("bids:ranking", bid.call.slug)
    rows = showing.standing(bid, line)
    back = reverse("bids:moderate_bid", args=[bid.pk]), str(bid)
    return ask(request, form, title="Decide on this bid", back=back, caption=str(bid), rows=rows)


def combine_bids(request: MemberRequest, slug: str) -> HttpResponse:
    call = _moderating(request.user, slug, "bids.decide_call")
    bids = Bid.objects.for_panel(request.user).filter(call=call, decision__outcome=Outcome.COMBINE)
    found = list(bids.select_related("lead_school", "decision", "call").order_by("number"))
    form = CombineForm(request.POST or None, bids=found)
    if request.method == "POST" and given(
        form,
        lambda: combining.combine(by=request.user, now=clock.now(), **form.chosen()),
    ):
        messages.success(request, "The schools have been asked to combine their bids.")
        return redirect("bids:ranking", slug)
    back = reverse("bids:ranking", args=[slug]), "The ranking"
    intro = (
        "A joint bid is begun with the text of the bid that leads. Every other school must accept "
        "it, then it is submitted, screened and decided on before anything is published."
    )
    return ask(
        request, form, title="Ask bidders to combine", back=back, caption=call.title, intro=intro
    )


@require_POST
def close_decisions(request: MemberRequest, slug: str) -> HttpResponse:
    call = _to_press(request.user, slug)
    return press(
        request,
        lambda: deciding.close_decisions(call=call, by=request.user, now=clock.now()),
        "The decisions are closed. Look through the letters, then the chair publishes.",
        *("bids:ranking", slug),
    )


@require_POST
def reconsider(request: MemberRequest, slug: str) -> HttpResponse:
    call = _to_press(request.user, slug)
    return press(
        request,
        lambda: deciding.reconsider(call=call, by=request.user, now=clock.now()),
        "The call is taken up again. Nothing had been published.",
        *("bids:ranking", slug),
    )


def publish_call(request: MemberRequest, slug: str) -> HttpResponse:
    """The last look: outcomes and letters, then one button for all of them."""
    call = call_to_publish(request.user, slug)
    context = showing.outcomes(call, request.user)
    sent = request.POST if request.method == "POST" else None  # with an award nothing is asked
    form = PublishForm(sent, has_award=context["has_award"])
    if request.method == "POST" and _publish(request, call, form):
        letters = ", and the letters are on their way" if context["letters"] else ""
        messages.success(request, f"The decisions are published{letters}.")
        return redirect("bids:call_detail", slug)
    return render(request, "bids/deciding/publish_call.html", {**context, "form": form})


def _publish(request: MemberRequest, call: Call, form: PublishForm) -> bool:
    done = given(
        form,
        lambda: (
            publishing.publish(call=call, by=request.user, now=clock.now(), **form.cleaned_data),
        ),
    )
    return done is not None


def _to_press(user: User, slug: str) -> Call:
    """In whatever state: the service says what it is too late or too early for."""
    call = call_on_the_table(user, slug)
    if not user.has_perm("bids.decide_call", call):
        raise Http404
    return call


def _moderating(user: User, slug: str, permission: str) -> Call:
    call = call_on_the_table(user, slug)
    if call.state != CallState.MODERATING or not user.has_perm(permission, call):
        raise Http404
    return call


def _in_order(bids: list[Bid], first: str) -> dict[str, Bid]:
    one, other = bids
    return (
        {"before": one, "after": other} if str(one.pk) == first else {"before": other, "after": one}
    )
