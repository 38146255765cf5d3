"""Answering by one's own link, with or without an account."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hlp.kit import clock
from hlp.kit.access import public
from hlp.kit.refusal import Refusal
from members.requests import MemberRequest
from programmes import invitations
from programmes.forms.surveys import AnswerForm
from programmes.models import Asked
from programmes.services import answering
from programmes.states import SurveyStage
from programmes.views.events.loading import event_seen


@public
@never_cache
def answer(request: HttpRequest, token: str) -> HttpResponse:
    asked = answering.find(token)
    if asked is None:
        raise Http404
    survey, now = asked.survey, clock.now()
    is_there = Asked.objects.still_there().filter(pk=asked.pk).exists()
    if asked.has_answered or not is_there or not survey.takes_answers(now):
        return render(request, "programmes/surveys/answered.html", {"invited": asked, "now": now})
    form = AnswerForm(request.POST or None, questions=survey.questions.order_by("number"))
    if request.method == "POST" and form.is_valid():
        try:
            answering.answer(asked=asked, answers=form.answers(), now=now)
            return redirect("programmes:answer", token=token)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "invited": asked, "survey": survey}
    return render(request, "programmes/surveys/answer.html", context)


@require_safe
def event_feedback(request: MemberRequest, event_id: int) -> HttpResponse:
    """From the event's page: to one's own form, or to what was said for who organises it."""
    event = event_seen(request.user, event_id)
    own = Asked.objects.of_person(request.user).at(clock.now()).owing()
    asked = own.filter(survey__event=event).order_by("survey__opens_at", "pk").first()
    if asked and (path := invitations.path_of(asked)):
        return redirect(path)
    surveys = event.surveys.visible_to(request.user)
    if found := surveys.filter(stage=SurveyStage.ON_THE_DAY).first():
        return redirect("programmes:survey_detail", survey_id=found.pk)
    raise Http404
