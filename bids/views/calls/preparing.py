"""Setting up a priority and a call, page by page. Nobody else sees it before it opens."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from bids.forms.preparing import DatesForm, DecisionForm, PriorityForm, StartCallForm, WordsForm
from bids.forms.scale import ConfirmForm, CriteriaForm, SentencesForm, TermsForm
from bids.models import Call, Criterion, Priority
from bids.services import preparing, scaling
from bids.views.calls import wording
from bids.views.calls.loading import draft_of
from hlp.kit import clock
from hlp.kit.access import needs
from hlp.kit.refusal import Refusal
from members.models import User

BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
@needs("bids.manage_call")
def add_priority(request: HttpRequest) -> HttpResponse:
    form = PriorityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by, now = cast(User, request.user), clock.now()
        try:
            made = preparing.create_priority(**form.cleaned_data, by=by, now=now)
        except Refusal as refused:
            form.add_error("title", str(refused))
        else:
            return redirect("bids:priority_detail", made.pk)
    return render(request, "bids/calls/office/priority_form.html", {"form": form})


@require_safe
@needs("bids.manage_call")
def priority_detail(request: HttpRequest, priority_id: int) -> HttpResponse:
    priority = _priority(priority_id)
    now = clock.now()
    calls = Call.objects.filter(priority=priority).with_terms().newest_first()
    context = {
        "priority": priority,
        "calls": [(call, wording.standing(call, now)) for call in calls],
        "is_settled": preparing.is_settled(priority),
    }
    return render(request, "bids/calls/office/priority_detail.html", context)


@require_http_methods(BOTH)
@needs("bids.manage_call")
def change_priority(request: HttpRequest, priority_id: int) -> HttpResponse:
    priority = _priority(priority_id)
    form = PriorityForm(request.POST or None, initial=PriorityForm.initial_of(priority))
    if request.method == "POST" and form.is_valid():
        by = cast(User, request.user)
        try:
            preparing.change_priority(priority=priority, by=by, **form.cleaned_data)
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("bids:priority_detail", priority_id)
    context = {"form": form, "priority": priority}
    return render(request, "bids/calls/office/priority_form.html", context)


@require_http_methods(BOTH)
@needs("bids.manage_call")
def start_call(request: HttpRequest, priority_id: int) -> HttpResponse:
    priority, now = _priority(priority_id), clock.now()
    form = StartCallForm(request.POST or None, initial=StartCallForm.suggested(now))
    if request.method == "POST" and form.is_valid():
        given, by = form.fields_to_save(), cast(User, request.user)
        try:
            made = preparing.create_call(priority=priority, **given, by=by, now=now)
        except Refusal as refused:
            form.refuse(refused)
        else:
            return redirect("bids:office_call", made.slug)
    context = {"form": form, "priority": priority}
    return render(request, "bids/calls/office/start_call.html", context)


def _step(form_class: Any, title: str, save: Callable[..., Any]) -> Callable[..., HttpResponse]:
    """One page of the task list: `save(call, form, by)` calls the service."""

    @require_http_methods(BOTH)
    @needs("bids.manage_call")
    def page(request: HttpRequest, slug: str) -> HttpResponse:
        call = draft_of(request, slug)
        form = form_class(request.POST or None, initial=form_class.initial_of(call))
        if request.method == "POST" and form.is_valid():
            try:
                save(call, form, request.user)
            except Refusal as refused:
                _refuse(form, refused)
            else:
                return redirect("bids:office_call", slug)
        context = {"call": call, "form": form, "title": title}
        return render(request, "bids/calls/office/ask.html", context)

    return cast(Callable[..., HttpResponse], page)


call_words = _step(
    WordsForm,
    "Title and guidance",
    lambda call, form, by: preparing.change_call(call=call, by=by, **form.cleaned_data),
)
call_dates = _step(
    DatesForm,
    "Dates",
    lambda call, form, by: preparing.change_call(call=call, by=by, **form.fields_to_save()),
)
call_decision = _step(
    DecisionForm,
    "The board’s decision",
    lambda call, form, by: preparing.change_call(call=call, by=by, **form.cleaned_data),
)
call_terms = _step(
    TermsForm,
    "Money, panel and thresholds",
    lambda call, form, by: scaling.set_terms(call=call, by=by, **form.cleaned_data),
)
call_criteria = _step(
    CriteriaForm,
    "Weights and equal totals",
    lambda call, form, by: scaling.set_criteria(call=call, settings=form.settings(), by=by),
)


@require_http_methods(BOTH)
@needs("bids.manage_call")
def call_sentences(request: HttpRequest, slug: str) -> HttpResponse:
    """All 24 on one page, to be read and confirmed."""
    call = draft_of(request, slug)
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by, now = cast(User, request.user), clock.now()
        try:
            scaling.confirm_descriptors(call=call, by=by, now=now)
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The sentences are confirmed.")
            return redirect("bids:office_call", slug)
    context = {"call": call, "form": form, "criteria": wording.asked(call)}
    return render(request, "bids/calls/office/sentences.html", context)


@require_http_methods(BOTH)
@needs("bids.manage_call")
def call_criterion(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The text and the six sentences of one criterion."""
    call = draft_of(request, slug)
    row = get_object_or_404(Criterion.objects.select_related("call"), call=call, kind=kind)
    rows = list(row.descriptors.order_by("mark"))
    form = SentencesForm(request.POST or None, initial=SentencesForm.initial_of(row, rows))
    if request.method == "POST" and form.is_valid():
        text, sentences = form.cleaned_data["text"], form.sentences()
        by = cast(User, request.user)
        try:
            scaling.describe(criterion=row, text=text, sentences=sentences, by=by)
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("bids:call_sentences", slug)
    context = {"call": call, "form": form, "criterion": row}
    return render(request, "bids/calls/office/criterion.html", context)


def _refuse(form: Any, refused: Refusal) -> None:
    if isinstance(form, DatesForm):
        form.refuse(refused)
    else:
        form.add_error(None, str(refused))


def _priority(priority_id: int) -> Priority:
    return get_object_or_404(Priority.objects.select_related("year__period"), pk=priority_id)
