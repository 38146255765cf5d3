"""You said, we did: read by everybody who is signed in, written by who organises."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from hlp.kit import clock
from hlp.kit.paging import page_of
from members.requests import MemberRequest
from programmes.forms.surveys import NeedForm
from programmes.models import Need, Programme
from programmes.services import needs_said
from programmes.views.surveys.loading import asking_programme


@require_safe
def need_list(request: MemberRequest) -> HttpResponse:
    planned = Programme.objects.planned_by(request.user).by_title()
    context = {
        "page": page_of(request, Need.objects.readable_by(request.user)),
        "programmes": planned[:50],
        "planned": set(planned.values_list("pk", flat=True)),
        "may_note_own": request.user.has_perm("programmes.write_survey"),
    }
    return render(request, "programmes/surveys/need_list.html", context)


def note_need(request: MemberRequest) -> HttpResponse:
    programme, period = asking_programme(request.user, request.GET.get("programme"))
    form = NeedForm(request.POST or None, programme=programme, period=period)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        needs_said.note(
            period=period, programme=programme, by=request.user, now=clock.now(), **said
        )
        messages.success(request, "It is noted, for every school to read.")
        return redirect("programmes:need_list")
    context = {"form": form, "programme": programme, "heading": "What schools asked for"}
    return render(request, "programmes/surveys/note_need.html", context)


def answer_need(request: MemberRequest, need_id: int) -> HttpResponse:
    need = get_object_or_404(Need.objects.select_related("programme", "period"), pk=need_id)
    if not request.user.has_perm("programmes.write_survey", need.programme):
        raise Http404
    initial = {"said": need.said, "did": need.did, "events": need.events.all()}
    form = NeedForm(
        request.POST or None, programme=need.programme, period=need.period, initial=initial
    )
    form.fields["said"].disabled = True  # what was said stays said
    if request.method == "POST" and form.is_valid():
        done = form.cleaned_data
        needs_said.answer_it(
            need=need, did=done["did"], events=done.get("events", ()), by=request.user
        )
        messages.success(request, "Saved.")
        return redirect("programmes:need_list")
    context = {"form": form, "programme": need.programme, "heading": "What was done about it"}
    return render(request, "programmes/surveys/note_need.html", context)
