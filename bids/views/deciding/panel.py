"""The panel's pages: the table of marks, one bid, who is there, the agreed mark."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bids.forms.deciding import AgreeForm, BeginForm, FinishForm, PresenceForm
from bids.models import Bid, Call
from bids.services import agreeing, clearance, moderating
from bids.states import CallState, CriterionKind
from bids.views.deciding import showing_one_bid
from bids.views.deciding import showing_panel as showing
from bids.views.deciding.loading import bid_on_the_table, call_on_the_table
from hlp.kit import clock
from hlp.kit.asking import ask, given, press
from hlp.kit.components import Row
from members.models import User
from members.requests import MemberRequest


@require_safe
def panel(request: MemberRequest, slug: str) -> HttpResponse:
    call = call_on_the_table(request.user, slug)
    return render(request, "bids/deciding/panel.html", showing.panel(request, call, clock.now()))


@require_POST
def open_moderation(request: MemberRequest, slug: str) -> HttpResponse:
    """Reveals the marks; from a page of marking."""
    call = get_object_or_404(Call.objects.visible_to(request.user), slug=slug)
    if not request.user.has_perm("bids.open_moderation", call):
        raise Http404
    said = "Moderation is open. Everybody free of conflict now sees the marks."
    try_it = lambda: moderating.open_moderation(call=call, by=request.user, now=clock.now())  # noqa: E731
    answer = press(request, try_it, said, "bids:panel", slug)
    call.refresh_from_db()
    return answer if call.state == CallState.MODERATING else redirect("bids:call_detail", slug)


@require_safe
def moderate_bid(request: MemberRequest, bid_id: int) -> HttpResponse:
    bid = bid_on_the_table(request.user, bid_id)
    context = showing_one_bid.one_bid(bid, request.user, clock.now())
    return render(request, "bids/deciding/moderate_bid.html", context)


def begin_moderation(request: MemberRequest, bid_id: int) -> HttpResponse:
    bid = _being_moderated(request.user, bid_id, "bids.note_presence")
    form = BeginForm(request.POST or None, initial={"held_on": clock.today()})
    if request.method == "POST" and given(
        form,
        lambda: moderating.begin(
            bid=bid, held_on=form.cleaned_data["held_on"], by=request.user, now=clock.now()
        ),
    ):
        return redirect("bids:presence", bid.pk)
    intro = "Who works for a school of this call, or has an interest in this bid, leaves now."
    return ask(
        request, form, title="Take up this bid", back=_back(bid), caption=str(bid), intro=intro
    )


def presence(request: MemberRequest, bid_id: int) -> HttpResponse:
    bid = _being_moderated(request.user, bid_id, "bids.note_presence")
    now = clock.now()
    found = clearance.of_bid(bid, now)
    people = moderating.panel(bid.call)
    free = [person for person in people if found.is_clear(bid.pk, person.pk)]
    form = PresenceForm(request.POST or None, people=free, initial=showing_one_bid.noted(bid))
    if request.method == "POST" and given(
        form,
        lambda: moderating.note_presence(
            bid=bid, present=form.there(), left=form.left(), by=request.user, now=now
        ),
    ):
        messages.success(request, "It is noted who was there.")
        return redirect("bids:moderate_bid", bid.pk)
    out = [
        Row(str(person), f"Leaves: {found.why_not(bid.pk, person.pk)}")
        for person in people
        if person not in free
    ]
    return ask(request, form, title="Who is there", back=_back(bid), caption=str(bid), rows=out)


def agree_mark(request: MemberRequest, bid_id: int, kind: str) -> HttpResponse:
    """One criterion: what was given, then what is agreed and what the bidder reads."""
    bid = _being_moderated(request.user, bid_id, "bids.moderate_bid")
    if kind not in CriterionKind.values:
        raise Http404
    criterion = bid.call.criteria.prefetch_related("descriptors").get(kind=kind)
    before = bid.agreed_marks.filter(criterion=criterion, replaced_by=None).first()
    initial = showing_one_bid.words_of(before)
    form = AgreeForm(request.POST or None, criterion=criterion, initial=initial)
    if request.method == "POST" and given(
        form,
        lambda: agreeing.agree(
            bid=bid, criterion=criterion, by=request.user, now=clock.now(), **form.cleaned_data
        ),
    ):
        messages.success(request, f"The mark on {str(criterion).lower()} is agreed.")
        return redirect("bids:moderate_bid", bid.pk)
    rows = showing_one_bid.given_rows(bid, criterion, clock.now())
    title = f"Agree a mark: {str(criterion).lower()}"
    return ask(request, form, title=title, back=_back(bid), caption=str(bid), rows=rows)


def finish_moderation(request: MemberRequest, bid_id: int) -> HttpResponse:
    bid = _being_moderated(request.user, bid_id, "bids.moderate_bid")
    moderation = getattr(bid, "moderation", None)
    initial = {"notes": moderation.notes, "dissent": moderation.dissent} if moderation else {}
    form = FinishForm(request.POST or None, initial=initial)
    if request.method == "POST" and given(
        form,
        lambda: moderating.finish(bid=bid, by=request.user, now=clock.now(), **form.cleaned_data),
    ):
        messages.success(request, "The panel has finished with this bid.")
        return redirect("bids:moderate_bid", bid.pk)
    return ask(request, form, title="Finish this bid", back=_back(bid), caption=str(bid))


def _being_moderated(user: User, bid_id: int, permission: str) -> Bid:
    bid = bid_on_the_table(user, bid_id)
    if bid.call.state != CallState.MODERATING or not user.has_perm(permission, bid):
        raise Http404
    return bid


def _back(bid: Bid) -> tuple[str, str]:
    return reverse("bids:moderate_bid", args=[bid.pk]), str(bid)
