"""What surveys say: the list, one survey with its charts and who has not answered, a table."""

from collections.abc import Iterator

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hlp.kit import audit, clock, spreadsheets, states
from hlp.kit.components import Action
from hlp.kit.paging import page_of
from hlp.kit.spreadsheets import Cell
from members.models import User
from members.requests import MemberRequest
from programmes import results, svg
from programmes.models import Programme, Survey
from programmes.results import Summary
from programmes.states import QuestionKind
from programmes.views.surveys.loading import survey_seen

HEADINGS = ("Question", "Answer", "Number", "Answered", "Mean")
TOO_FEW = "Fewer than five answered: not shown"
FIGURES = ("Answers", "Share")


@require_safe
def survey_list(request: MemberRequest) -> HttpResponse:
    surveys = Survey.objects.visible_to(request.user).listed()
    planned = Programme.objects.planned_by(request.user).by_title()
    may_write = request.user.has_perm("programmes.write_survey")
    may_watch = request.user.has_perm("programmes.view_survey")
    if not may_watch and not planned.exists():
        raise Http404
    context = {
        "page": page_of(request, surveys.with_counts().select_related("event").newest_first()),
        "may_write": may_write,
        "programmes": [] if may_write else planned[:50],
    }
    return render(request, "programmes/surveys/survey_list.html", context)


@require_safe
def survey_detail(request: MemberRequest, survey_id: int) -> HttpResponse:
    survey = survey_seen(request.user, survey_id)
    owing = survey.asked.owing()
    may_write = request.user.has_perm("programmes.write_survey", survey)
    context = {
        "survey": survey,
        "actions": _actions(survey, request.user) if may_write else [],
        "may_write": may_write,
        "questions": survey.questions.order_by("number") if survey.is_draft else [],
        "answers": [] if survey.is_draft else [_chart(row) for row in _summaries(survey)],
        "headings": FIGURES,
        "owing": None if survey.is_anonymous else page_of(request, owing.by_name()),
        "owing_count": owing.count(),
    }
    return render(request, "programmes/surveys/survey_detail.html", context)


@require_safe
def export_answers(request: MemberRequest, survey_id: int) -> HttpResponse:
    """The answers added up, as a table; nothing that the page does not show."""
    survey = survey_seen(request.user, survey_id)
    audit.record(survey, what="saved as a spreadsheet", by=request.user)
    return spreadsheets.response(
        spreadsheets.CSV, f"survey-{survey.pk}", HEADINGS, _lines(_summaries(survey))
    )


def _lines(summaries: list[Summary]) -> Iterator[tuple[Cell, ...]]:
    for summary in summaries:
        text, n, mean = summary.question.text, summary.n, summary.mean
        if summary.is_hidden:
            yield text, TOO_FEW, None, None, None
        for label, count in summary.rows:
            yield text, label, count, n, mean
        for words in summary.texts:
            yield text, words, None, n, None


def _summaries(survey: Survey) -> list[Summary]:
    return results.answers_by_question(survey)


def _chart(summary: Summary) -> dict[str, object]:
    parts = results.by_phase(summary.question) if _has_parts(summary) else []
    bars = svg.bars((label, count, summary.n) for label, count in summary.rows)
    return {"summary": summary, "bars": bars, "parts": parts}


def _has_parts(summary: Summary) -> bool:
    """Only what is asked of all, and answered by enough, is also shown by phase."""
    question = summary.question
    is_scale = question.kind == QuestionKind.SCALE and question.is_required
    return is_scale and bool(summary.rows) and not question.survey.is_anonymous


def _actions(survey: Survey, user: User) -> list[Action]:
    """From the table of moves, by hand only; feedback of an event opens with it."""
    url = reverse("programmes:move_survey", kwargs={"survey_id": survey.pk})
    labels = {"open": "Open the survey", "close": "Close it now"}
    return [
        Action(
            labels[row.move.name],
            url,
            closed=row.closed_because or "",
            style="secondary" if row.move.name == "close" else "",
            fields={"move": row.move.name},
        )
        for row in states.available(survey, user, clock.now())
        if row.move.name in labels and not (survey.event_id and row.move.name == "open")
    ]
