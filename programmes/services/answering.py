"""Taking answers: one response of each that was asked, and nothing that ties it to them where the
survey is anonymous."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from hlp.kit import clock
from hlp.kit.refusal import Refusal
from programmes import invitations
from programmes.models import Answer, Asked, Question, Response, Survey
from programmes.states import QuestionKind

Given = int | str | list[str]  # a step of the scale, words, or what was chosen


class NoLongerOpen(Refusal):
    """Before its time, or after."""


class NotThere(Refusal):
    """Their place was given up, or they were missed at the event."""


class AlreadyAnswered(Refusal):
    """One response each."""


class Unanswered(Refusal):
    """A question that must be answered was not, or with what it does not offer."""


def find(token: str) -> Asked | None:
    """Whom the link asks; None when it is nobody's."""
    rows = Asked.objects.select_related("survey__event", "place__person", "school")
    return rows.filter(token_hash=invitations.hashed(token)).first()


def answer(*, asked: Asked, answers: Mapping[int, Given], now: datetime) -> Response:
    """Keep the answers, by question id, under a lock on who was asked: pressed twice, it is one."""
    with transaction.atomic():
        row = Asked.objects.select_for_update().select_related(None).get(pk=asked.pk)
        survey = Survey.objects.get(pk=row.survey_id)
        if not survey.takes_answers(now):
            raise NoLongerOpen(f"“{survey}” takes no answers now. Thank you all the same.")
        if not Asked.objects.still_there().filter(pk=row.pk).exists():
            raise NotThere("We ask only those who took part. Thank you all the same.")
        if row.has_answered:
            raise AlreadyAnswered("You have answered already. Thank you.")
        questions = list(survey.questions.order_by("number"))
        _check(questions, answers)
        response = Response.objects.create(
            survey=survey,
            place_id=None if survey.is_anonymous else row.place_id,
            school_id=None if survey.is_anonymous else row.school_id,
            is_anonymous=survey.is_anonymous,
            answered_on=clock.day_of(now),
        )
        Answer.objects.bulk_create(
            _answer(response, question, answers[question.pk])
            for question in questions
            if answers.get(question.pk)
        )
        row.has_answered = True
        row.save(update_fields=["has_answered"])
    return response


def _check(questions: list[Question], answers: Mapping[int, Given]) -> None:
    for question in questions:
        given = answers.get(question.pk)
        if not given:
            if question.is_required:
                raise Unanswered(f"Answer this question: {question.text}")
        elif not question.offers(given):
            raise Unanswered(f"Choose one of the answers offered: {question.text}")


def _answer(response: Response, question: Question, given: Given) -> Answer:
    answer = Answer(response=response, question=question)
    if question.kind == QuestionKind.SCALE and isinstance(given, int):
        answer.number = given
    elif isinstance(given, list):
        answer.choices = given
    elif question.kind == QuestionKind.ONE:
        answer.choices = [str(given)]
    else:
        answer.text = str(given).strip()
    return answer
