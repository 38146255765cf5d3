"""The lead school's plan, and what the office sets of a programme."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from hlp.kit import clock
from hlp.kit.access import needs
from hlp.kit.refusal import Refusal
from members.models import Period
from members.requests import MemberRequest
from programmes import commitments, mechanisms
from programmes import plan as plans
from programmes.forms.programmes import DatesForm, DueForm, NewProgrammeForm, WordsForm
from programmes.models import Commitment, Event, Programme
from programmes.services import opening, planning
from programmes.views.programmes import found

MOVES = {
    "open": opening.show_programme,
    "close": opening.close_programme,
    "reopen": opening.reopen_programme,
}


@require_safe
def plan(request: MemberRequest, programme_id: int) -> HttpResponse:
    """Commitments as they stand, and the events of each half-term, drafts too."""
    programme = found.programme(request.user, programme_id, "programmes.view_outreach")
    now = clock.now()
    rows = commitments.standings(programme, now)
    events = list(Event.objects.filter(programme=programme).soonest_first())
    held = [event for event in events if event.is_held(now)]
    context = {
        "programme": programme,
        "parts": plans.by_half_term(programme, events, now, rows),
        "rows": rows,
        "speakers": [event for event in held if event.speaker or event.organisation],
        "mechanisms": mechanisms.advice(events),
        "counts": commitments.COUNTS,
        "may_plan": request.user.has_perm("programmes.plan_programme", programme),
        "may_accept": request.user.has_perm("programmes.accept_commitment"),
        "may_set_due": request.user.has_perm("programmes.open_programme"),
    }
    return render(request, "programmes/programmes/plan.html", context)


@needs("programmes.open_programme")
def new_programme(request: MemberRequest) -> HttpResponse:
    period = Period.objects.running(clock.today())
    form = NewProgrammeForm(request.POST or None)
    if request.method == "POST" and period and form.is_valid():
        try:
            made = opening.open_programme(
                period=period, by=request.user, now=clock.now(), **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The programme is there, with its commitments.")
            return redirect("programmes:plan", programme_id=made.pk)
    context = {"form": form, "period": period}
    return render(request, "programmes/programmes/new_programme.html", context)


def edit_programme(request: MemberRequest, programme_id: int) -> HttpResponse:
    programme = found.programme(request.user, programme_id, "programmes.plan_programme")
    names = ("about", "outcome", "certificate_waits_for_feedback")
    initial = {name: getattr(programme, name) for name in names}
    form = WordsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            planning.describe_programme(
                programme=programme, by=request.user, now=clock.now(), **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error("about", str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect("programmes:programme_detail", programme_id=programme.pk)
    context = _of(programme, form, "What it offers")
    return render(request, "programmes/programmes/ask.html", context)


def programme_dates(request: MemberRequest, programme_id: int) -> HttpResponse:
    programme = found.programme(request.user, programme_id, "programmes.open_programme")
    initial = {"from_on": programme.from_on, "to_on": programme.to_on}
    form = DatesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            planning.change_dates(
                programme=programme, by=request.user, now=clock.now(), **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error("to_on", str(refusal))
        else:
            messages.success(request, "The dates are changed, and what is due moved with them.")
            return redirect("programmes:plan", programme_id=programme.pk)
    context = _of(programme, form, "First and last day")
    return render(request, "programmes/programmes/ask.html", context)


@needs("programmes.open_programme")
def commitment_due(request: MemberRequest, commitment_id: int) -> HttpResponse:
    """Another day for what comes once, as the office has agreed with the lead school."""
    rows = Commitment.objects.select_related("programme", "half_term__year")
    commitment = get_object_or_404(rows, pk=commitment_id)
    form = DueForm(request.POST or None, initial={"due_on": commitment.due_on})
    if request.method == "POST" and form.is_valid():
        try:
            planning.set_due(
                commitment=commitment, by=request.user, now=clock.now(), **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error("due_on", str(refusal))
        else:
            messages.success(request, "The day is changed.")
            return redirect("programmes:plan", programme_id=commitment.programme_id)
    title = f"{commitment.get_kind_display()}: by when"
    context = _of(commitment.programme, form, title)
    return render(request, "programmes/programmes/ask.html", context)


@require_POST
def move_programme(request: MemberRequest, programme_id: int) -> HttpResponse:
    """Shown to all, finished, taken up again."""
    programme = found.programme(request.user, programme_id, "programmes.plan_programme")
    if service := MOVES.get(request.POST.get("move", "")):
        try:
            service(programme=programme, by=request.user, now=clock.now())
            messages.success(request, f"The programme is now: {programme.get_state_display()}.")
        except Refusal as refusal:
            messages.error(request, str(refusal))
    return redirect("programmes:programme_detail", programme_id=programme.pk)


def _of(programme: Programme, form: Form, title: str) -> dict[str, Any]:
    """One form about a programme."""
    return {"form": form, "programme": programme, "title": title, "caption": programme.title}
