"""Writing a survey of schools: begun with the standard questions, changed, opened, closed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from hlp.kit import clock
from hlp.kit.refusal import Refusal
from members.requests import MemberRequest
from programmes import calendar
from programmes.forms.surveys import NewSurveyForm, QuestionForm, SurveyForm
from programmes.services import surveying
from programmes.services import writing as services
from programmes.states import SurveyStage
from programmes.views.surveys.loading import asking_programme, survey_written

MOVES = {"open": surveying.open_survey, "close": surveying.close_survey}


def new_survey(request: MemberRequest) -> HttpResponse:
    programme, period = asking_programme(request.user, request.GET.get("programme"))
    form = NewSurveyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now, stage = clock.now(), SurveyStage(form.cleaned_data["stage"])
        half = calendar.half_term_on(clock.day_of(now)) if stage == SurveyStage.HEAD else None
        made = surveying.write(
            period=period,
            programme=programme,
            stage=stage,
            half_term=half,
            opens_at=now,
            by=request.user,
            now=now,
            **form.words(),
        )
        return redirect("programmes:survey_detail", survey_id=made.pk)
    context = {"form": form, "programme": programme, "title": "Ask schools"}
    return render(request, "programmes/surveys/ask.html", context)


def edit_survey(request: MemberRequest, survey_id: int) -> HttpResponse:
    survey = survey_written(request.user, survey_id)
    form = SurveyForm(request.POST or None, survey=survey)
    if request.method == "POST" and form.is_valid():
        try:
            services.describe(survey=survey, by=request.user, **form.words())
            return redirect("programmes:survey_detail", survey_id=survey.pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "survey": survey, "title": "Title and dates"}
    return render(request, "programmes/surveys/ask.html", context)


def add_question(request: MemberRequest, survey_id: int) -> HttpResponse:
    survey = survey_written(request.user, survey_id)
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_question(survey=survey, asked=form.ask(), by=request.user)
            return redirect("programmes:survey_detail", survey_id=survey.pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "survey": survey, "title": "One more question"}
    return render(request, "programmes/surveys/ask.html", context)


@require_POST
def remove_question(request: MemberRequest, survey_id: int, number: int) -> HttpResponse:
    survey = survey_written(request.user, survey_id)
    try:
        services.remove_question(survey=survey, number=number, by=request.user)
        messages.success(request, "The question is taken out.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("programmes:survey_detail", survey_id=survey.pk)


@require_POST
def move_survey(request: MemberRequest, survey_id: int) -> HttpResponse:
    """Opened for those it asks, or closed before its time."""
    survey = survey_written(request.user, survey_id)
    if service := MOVES.get(request.POST.get("move", "")):
        try:
            moved = service(survey=survey, by=request.user, now=clock.now())
            messages.success(request, f"The survey is now: {moved.get_state_display()}.")
        except Refusal as refusal:
            messages.error(request, str(refusal))
    return redirect("programmes:survey_detail", survey_id=survey.pk)
