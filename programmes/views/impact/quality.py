"""The board's quality notes with their actions, and both as a table for the minutes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from hlp.kit import audit, clock, spreadsheets
from hlp.kit.access import needs
from hlp.kit.paging import page_of
from hlp.kit.refusal import Refusal
from members.models import Period
from members.requests import MemberRequest
from programmes import calendar
from programmes.forms.impact import ActionForm, NoteForm
from programmes.models import HalfTerm, Programme, QualityAction, QualityNote
from programmes.querysets.quality import for_minutes, for_page
from programmes.services import quality
from programmes.states import Judgement

PER = 10
HEADINGS = (
    *("Programme", "Half-term", "How it goes", "What the board found", "Written on"),
    *("Signed off on", "Action", "Who", "By when", "Done on"),
)


@needs("programmes.view_impact")
@require_safe
def impact_quality(request: MemberRequest) -> HttpResponse:
    context = {
        "page": page_of(request, for_page(QualityNote.objects.all()), per=PER),
        "may_write": request.user.has_perm("programmes.write_quality_note"),
        "may_sign_off": request.user.has_perm("programmes.sign_off_quality_note"),
        "today": clock.today(),
    }
    return render(request, "programmes/impact/quality.html", context)


@needs("programmes.write_quality_note")
def write_note(request: MemberRequest) -> HttpResponse:
    today = clock.today()
    period = Period.objects.running(today)
    now = calendar.half_term_on(today)
    form = NoteForm(
        request.POST or None,
        programmes=Programme.objects.filter(period=period).running_first(),
        half_terms=HalfTerm.objects.authority()
        .filter(from_on__lte=today)
        .select_related("year")
        .order_by("-from_on"),
        initial={"programme": request.GET.get("programme", ""), "half_term": now},
    )
    if request.method == "POST" and form.is_valid():
        said = {**form.cleaned_data, "judgement": Judgement(form.cleaned_data["judgement"])}
        quality.write_note(by=request.user, now=clock.now(), **said)
        messages.success(request, "The note is saved. The chair signs it off.")
        return redirect("programmes:impact_quality")
    return render(request, "programmes/impact/write_note.html", {"form": form})


@needs("programmes.sign_off_quality_note")
@require_POST
def sign_off_note(request: MemberRequest, note_id: int) -> HttpResponse:
    note = get_object_or_404(QualityNote, pk=note_id)
    try:
        quality.sign_off(note=note, by=request.user, now=clock.now())
        messages.success(request, "Signed off.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("programmes:impact_quality")


@needs("programmes.write_quality_note")
def add_action(request: MemberRequest, note_id: int) -> HttpResponse:
    notes = QualityNote.objects.select_related("programme", "half_term__year")
    note = get_object_or_404(notes, pk=note_id)
    form = ActionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        quality.add_action(note=note, by=request.user, now=clock.now(), **form.cleaned_data)
        messages.success(request, "The action is added.")
        return redirect("programmes:impact_quality")
    return render(request, "programmes/impact/add_action.html", {"form": form, "note": note})


@needs("programmes.write_quality_note")
@require_POST
def finish_action(request: MemberRequest, action_id: int) -> HttpResponse:
    action = get_object_or_404(QualityAction.objects.select_related("note"), pk=action_id)
    try:
        quality.finish_action(action=action, by=request.user, now=clock.now())
        messages.success(request, "Done.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("programmes:impact_quality")


@needs("programmes.view_impact")
@require_safe
def export_quality(request: MemberRequest) -> HttpResponse:
    """For the minutes: a line for each action, or for a note without one."""
    audit.record(request.user, what="saved as a spreadsheet: quality notes", by=request.user)
    rows = for_minutes(for_page(QualityNote.objects.all()))
    return spreadsheets.response(spreadsheets.CSV, "quality-notes", HEADINGS, rows)
