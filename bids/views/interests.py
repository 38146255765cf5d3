"""Interests: declared per bid before it opens, ruled on by the chair, kept in a register."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from bids import rules
from bids.forms.interests import InterestsForm, RulingForm
from bids.models import Bid, Call, Interest
from bids.querysets.interests import RULES
from bids.services import declaring_interests, ruling
from bids.states import IN_THE_BID, UNSEALED, CallState, InterestKind
from hlp.kit import clock
from hlp.kit.paging import page_of
from hlp.kit.refusal import Refusal
from members.requests import MemberRequest

BOTH = ["GET", "HEAD", "POST"]
DECLARING = UNSEALED - {CallState.PUBLISHED}


@require_http_methods(BOTH)
def declare_interests(request: MemberRequest, slug: str) -> HttpResponse:
    """Each bid by its schools and title alone. Who is out of the call is told so, and no more."""
    call = call_of_panel(request, slug)
    if rules.is_out(request.user, call):
        return render(request, "bids/marking/out_of_call.html", {"call": call})
    bids = _to_declare(call)
    said = {row.bid_id: row for row in _own(request, call)}
    now_said = {bid.pk: said[bid.pk] for bid in bids if _holds(said.get(bid.pk), bid)}
    schools = {bid.pk: _schools(bid) for bid in bids}
    form = InterestsForm(request.POST or None, bids=bids, said=now_said, schools=schools)
    if request.method == "POST" and form.is_valid():
        try:
            answers = list(form.answers())
            declaring_interests.declare_all(answers=answers, by=request.user, now=clock.now())
            messages.success(request, _thanks(len(answers)))
            return redirect("bids:marking_progress", call.slug)
        except declaring_interests.CannotDeclare as refused:
            form.add_error(f"kind_{refused.bid.pk}" if refused.bid else None, str(refused))
    changed = [bid for bid in bids if bid.pk in said and bid.pk not in now_said]
    context = {"call": call, "form": form, "bids": bids, "changed": changed}
    return render(request, "bids/marking/declare_interests.html", context)


@require_safe
def rulings(request: MemberRequest) -> HttpResponse:
    """What waits for the chair, or for a deputy where the chair may not rule."""
    waiting = Interest.objects.rulings_of(request.user).select_related(
        "bid__call", "bid__lead_school", "user"
    )
    if not request.user.holds(*RULES):
        raise Http404
    mine = [row for row in waiting.order_by("declared_at", "pk") if _rules(request, row)]
    return render(request, "bids/marking/rulings.html", {"waiting": mine})


@require_http_methods(BOTH)
def rule_on_interest(request: MemberRequest, interest_id: int) -> HttpResponse:
    rows = Interest.objects.rulings_of(request.user).select_related(
        "bid__call", "bid__lead_school", "user"
    )
    interest = get_object_or_404(rows, pk=interest_id)
    if not _rules(request, interest):
        raise Http404
    form = RulingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ruling.rule(
                interest=interest,
                stays_out=form.cleaned_data["stays_out"] == RulingForm.OUT,
                because=form.cleaned_data["because"],
                by=request.user,
                now=clock.now(),
            )
            messages.success(request, f"Your ruling is recorded. {interest.user} has been told.")
            return redirect("bids:rulings")
        except Refusal as refused:
            form.add_error(None, str(refused))
    context = {"interest": interest, "form": form, "schools": _schools(interest.bid)}
    return render(request, "bids/marking/rule_on_interest.html", context)


@require_safe
def interest_register(request: MemberRequest, slug: str) -> HttpResponse:
    """Everything that was ever declared in this call, newest first, with the rulings."""
    calls = Call.objects.filter(opened_at__isnull=False, state__in=sorted(UNSEALED))
    call = get_object_or_404(calls, slug=slug)
    if not request.user.has_perm("bids.view_interests", call):
        raise Http404
    rows = Interest.objects.filter(bid__call=call).select_related(
        "bid__lead_school", "user", "ruling__ruled_by"
    )
    page = page_of(request, rows.order_by("-declared_at", "-pk"))
    context = {"call": call, "page": page, "perceived": InterestKind.PERCEIVED}
    return render(request, "bids/marking/interest_register.html", context)


def call_of_panel(request: MemberRequest, slug: str) -> Call:
    """A call whose bids wait for the panel; there for whoever sits on it, and nobody else."""
    call = get_object_or_404(Call, slug=slug, state__in=sorted(DECLARING))
    if not rules.is_assessor(request.user):
        raise Http404
    return call


def _to_declare(call: Call) -> list[Bid]:
    bids = call.bids.live().select_related("call", "lead_school")
    return list(bids.prefetch_related("partners__school").order_by("number"))


def _own(request: MemberRequest, call: Call) -> list[Interest]:
    rows = Interest.objects.filter(user=request.user, bid__call=call).newest()
    return list(rows.select_related("bid"))


def _holds(said: Interest | None, bid: Bid) -> bool:
    """Said of the schools that are in it now; otherwise it is asked again."""
    return said is not None and said.line_up == bid.line_up


def _schools(bid: Bid) -> str:
    inside = [row for row in bid.partners.all() if row.state in IN_THE_BID]
    partners = sorted((row.school for row in inside), key=str)
    if not partners:
        return f"Led by {bid.lead_school}"
    return f"Led by {bid.lead_school}, with {', '.join(str(school) for school in partners)}"


def _rules(request: MemberRequest, interest: Interest) -> bool:
    return request.user.has_perm("bids.rule_on_interest", interest)


def _thanks(count: int) -> str:
    return "Your answers are kept." if count else "Nothing had changed, so nothing was added."
