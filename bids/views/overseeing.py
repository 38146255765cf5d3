"""The office's pages of one call's bids: who bids, who marks, who still owes something."""

from collections.abc import Iterator, Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bids.forms.screening import AddAssessorForm, ReleaseForm
from bids.models import Assessor, Bid, Call
from bids.services import closing, panels, progress
from bids.states import LIVE, UNSEALED, BidState, CallState
from bids.views.deciding.showing_panel import call_actions
from hlp.kit import clock
from hlp.kit.components import Action, Stat
from hlp.kit.paging import page_of
from hlp.kit.refusal import Refusal
from hlp.kit.states import available
from members.models import User
from members.requests import MemberRequest

BOTH = ["GET", "HEAD", "POST"]
WITH_PANEL = UNSEALED - {CallState.CLOSED}
PANEL_GROWS = {CallState.MARKING, CallState.MODERATING}


@require_safe
def call_bids(request: MemberRequest, slug: str) -> HttpResponse:
    """Until the call closes only which schools bid; then each bid and where it stands."""
    call = overseen(request, slug)
    readable = Bid.objects.for_preparers(request.user).filter(call=call)
    bids = call.bids.exclude(state=BidState.WITHDRAWN).select_related("lead_school")
    shown = bids if call.state not in UNSEALED else bids.filter(state__in=sorted(LIVE))
    moves = {row.move.name: row for row in available(call, request.user, clock.now())}
    context = {
        "call": call,
        "page": page_of(request, shown.order_by("number")),
        "readable": set(readable.values_list("pk", flat=True)),
        "to_screen": BidState.SUBMITTED,
        "is_sealed": call.state not in UNSEALED,
        "start": moves.get("start_marking"),
        "has_panel": call.state in WITH_PANEL,
        "withdrawn": call.bids.filter(state=BidState.WITHDRAWN).count(),
    }
    return render(request, "bids/marking/call_bids.html", context)


@require_POST
def start_marking(request: MemberRequest, slug: str) -> HttpResponse:
    call = overseen(request, slug)
    try:
        panels.start_marking(call=call, by=request.user, now=clock.now())
        messages.success(request, "Marking has started. Everybody on the panel has been asked.")
    except Refusal as refused:
        messages.error(request, str(refused))
        return redirect("bids:call_bids", call.slug)
    return redirect("bids:assessors", call.slug)


@require_safe
def assessors(request: MemberRequest, slug: str) -> HttpResponse:
    """How far each assessor is, without a single mark."""
    call, now = with_panel(request, slug), clock.now()
    lines = progress.of_panel(call, now)
    context = {
        "call": call,
        "lines": lines,
        "stats": list(_how_far(lines)),
        "is_marking": call.state == CallState.MARKING,
        "actions": [*call_actions(call, request.user, now), *_about_the_panel(call, lines)],
    }
    return render(request, "bids/marking/assessors.html", context)


def _how_far(lines: Sequence[progress.Line]) -> Iterator[Stat]:
    """Somebody with three bids counts three times; whoever abstains is done with a bid."""
    done = sum(line.marked + line.abstained for line in lines)
    owing, to_rule = sum(line.owes for line in lines), sum(line.to_rule for line in lines)
    people = "person owes marks or a declaration" if owing == 1 else "owe marks or a declaration"
    yield Stat(f"{done} of {sum(line.clear for line in lines)}", "markings done")
    yield Stat(owing, people, tone="todo" if owing else "")
    yield Stat(to_rule, "waiting for a ruling of the chair", tone="todo" if to_rule else "")


def _about_the_panel(call: Call, lines: Sequence[progress.Line]) -> Iterator[Action]:
    if call.state == CallState.MARKING and any(line.owes for line in lines):
        yield Action("Remind those who owe", reverse("bids:remind_assessors", args=[call.slug]))
    if call.state in PANEL_GROWS:
        address = reverse("bids:add_assessor", args=[call.slug])
        yield Action("Ask somebody else to mark", address, style="secondary", get=True)


@require_http_methods(BOTH)
def add_assessor(request: MemberRequest, slug: str) -> HttpResponse:
    call = with_panel(request, slug)
    people = not_asked(call)
    form = AddAssessorForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            user = form.cleaned_data["user"]
            panels.add(call=call, user=user, by=request.user, now=clock.now())
            messages.success(request, f"{user} has been asked to mark.")
            return redirect("bids:assessors", call.slug)
        except Refusal as refused:
            form.add_error("user", str(refused))
    context = {"call": call, "people": people, "form": form}
    return render(request, "bids/marking/add_assessor.html", context)


@require_http_methods(BOTH)
def release_assessor(request: MemberRequest, assessor_id: int) -> HttpResponse:
    rows = Assessor.objects.asked().select_related("user", "call")
    assessor = get_object_or_404(rows, pk=assessor_id)
    if not request.user.has_perm("bids.oversee_call", assessor.call):
        raise Http404
    form = ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            because = form.cleaned_data["because"]
            panels.release(assessor=assessor, because=because, by=request.user, now=clock.now())
            messages.success(request, f"{assessor.user} is released and owes no more marks.")
            return redirect("bids:assessors", assessor.call.slug)
        except Refusal as refused:
            form.add_error("because", str(refused))
    context = {"assessor": assessor, "call": assessor.call, "form": form}
    return render(request, "bids/marking/release_assessor.html", context)


@require_POST
def remind_assessors(request: MemberRequest, slug: str) -> HttpResponse:
    call = with_panel(request, slug)
    try:
        count = panels.remind(call=call, by=request.user, now=clock.now())
        people = "1 person is" if count == 1 else f"{count} people are"
        messages.success(request, f"{people} reminded.")
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect("bids:assessors", call.slug)


def overseen(request: MemberRequest, slug: str) -> Call:
    """An announced call, for office and clerk who work for none of its bidders."""
    closing.close_due(now=clock.now())
    calls = Call.objects.visible_to(request.user).filter(opened_at__isnull=False)
    call = get_object_or_404(calls.select_related("priority"), slug=slug)
    if not request.user.has_perm("bids.oversee_call", call):
        raise Http404
    return call


def with_panel(request: MemberRequest, slug: str) -> Call:
    call = overseen(request, slug)
    if call.state not in WITH_PANEL:
        raise Http404
    return call


def not_asked(call: Call) -> list[User]:
    asked = set(call.assessors.asked().values_list("user", flat=True))
    people = [person for person in panels.seated(clock.now()) if person.pk not in asked]
    if call.state == CallState.MODERATING:
        return [person for person in people if panels.is_new_to(call, person)]
    return people
