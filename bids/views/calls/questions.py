"""Questions about a call: asked by schools, answered by the office, read by everybody."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from bids.forms.questions import AnswerForm, AskForm, NoteForm
from bids.models import Question
from bids.services import questions
from bids.states import CallState
from bids.views.calls.loading import call_of, in_state
from hlp.kit import clock
from hlp.kit.access import needs, public
from hlp.kit.paging import page_of
from hlp.kit.refusal import Refusal
from members.models import School, User
from members.querysets import schools_as
from members.requests import MemberRequest
from members.states import SchoolRole

BOTH = ["GET", "HEAD", "POST"]


@public
@require_safe
def call_questions(request: HttpRequest, slug: str) -> HttpResponse:
    """Answers for everybody; one's own that wait, and for the office all that wait."""
    call, now = call_of(request, slug), clock.now()
    rows = Question.objects.visible_to(request.user).filter(call=call).order_by("-pk")
    context = {
        "call": call,
        "page": page_of(request, rows, per=30),
        "takes_questions": call.takes_questions(now),
        "may_ask": bool(schools_as(request.user, *SchoolRole)),
        "prepares": request.user.has_perm("bids.manage_call", call),
        "can_note": call.state in questions.ANSWERABLE,
    }
    return render(request, "bids/calls/questions.html", context)


@require_http_methods(BOTH)
def ask_question(request: MemberRequest, slug: str) -> HttpResponse:
    call, now = in_state(request, slug, CallState.OPEN), clock.now()
    schools = School.objects.filter(pk__in=schools_as(request.user, *SchoolRole)).order_by("name")
    if not schools or not call.takes_questions(now):
        raise Http404
    form = AskForm(request.POST or None, schools=schools)
    if request.method == "POST" and form.is_valid():
        school, text = form.school_chosen(), form.cleaned_data["text"]
        try:
            questions.ask(call=call, school=school, text=text, by=request.user, now=now)
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Your question is with the office. The answer is published.")
            return redirect("bids:call_questions", slug)
    context = {"call": call, "form": form, "title": "Ask a question"}
    return render(request, "bids/calls/ask_question.html", context)


@require_http_methods(BOTH)
@needs("bids.answer_question")
def answer_question(request: HttpRequest, question_id: int) -> HttpResponse:
    visible = Question.objects.visible_to(request.user).to_answer()
    question = get_object_or_404(visible.select_related("call", "school"), pk=question_id)
    form = AnswerForm(request.POST or None, initial={"text": question.text})
    if request.method == "POST" and form.is_valid():
        by, now = cast(User, request.user), clock.now()
        try:
            questions.answer(question=question, **form.cleaned_data, by=by, now=now)
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The answer is published, and everybody who bids is told.")
            return redirect("bids:call_questions", question.call.slug)
    context = {"call": question.call, "question": question, "form": form}
    return render(request, "bids/calls/office/answer_question.html", context)


@require_http_methods(BOTH)
@needs("bids.manage_call")
def add_note(request: HttpRequest, slug: str) -> HttpResponse:
    """What the office was asked elsewhere, or a correction of an answer."""
    call = in_state(request, slug, *questions.ANSWERABLE)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by, now = cast(User, request.user), clock.now()
        try:
            questions.note(call=call, **form.cleaned_data, by=by, now=now)
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The note is published, and everybody who bids is told.")
            return redirect("bids:call_questions", slug)
    context = {"call": call, "form": form, "title": "Add a question and its answer"}
    return render(request, "bids/calls/office/ask.html", context)
