"""Putting a survey into words while it is a draft: what it is called, what it asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max

from hlp.kit import access, audit
from hlp.kit.refusal import Refusal
from members.models import User
from programmes.models import Question, Survey
from programmes.question_sets import Ask
from programmes.services.surveying import NotADraft
from programmes.states import SurveyState

MOST = 8  # questions: more than a minute nobody gives


class TooLong(Refusal):
    """Surveys are few and short."""


def describe(
    *,
    survey: Survey,
    title: str,
    introduction: str,
    closes_at: datetime,
    is_anonymous: bool,
    by: User,
) -> Survey:
    with _draft(survey, by) as row:
        row.title, row.introduction = title.strip(), introduction.strip()
        row.closes_at, row.is_anonymous = closes_at, is_anonymous
        row.save(update_fields=["title", "introduction", "closes_at", "is_anonymous"])
    return row


def add_question(*, survey: Survey, asked: Ask, by: User) -> Question:
    """One more, after the others."""
    with _draft(survey, by) as row:
        if row.questions.count() >= MOST:
            raise TooLong(f"{MOST} questions are enough. Take one out first.")
        last = row.questions.aggregate(last=Max("number"))["last"] or 0
        return Question.objects.create(
            survey=row,
            number=last + 1,
            kind=asked.kind,
            text=asked.text.strip(),
            hint=asked.hint,
            options=list(asked.options),
            level=asked.level,
            is_required=asked.is_required,
        )


def remove_question(*, survey: Survey, number: int, by: User) -> None:
    """What comes after it moves up; taken out already, it stays out."""
    with _draft(survey, by) as row:
        for question in row.questions.filter(number=number):
            question.delete()
        for question in row.questions.filter(number__gt=number).order_by("number"):
            question.number = F("number") - 1
            question.save(update_fields=["number"])


@contextmanager
def _draft(survey: Survey, by: User) -> Iterator[Survey]:
    """The survey, locked and still a draft."""
    access.require(by, "programmes.write_survey", survey)
    with transaction.atomic(), audit.acting(by):
        row = Survey.objects.select_for_update().get(pk=survey.pk)
        if row.state != SurveyState.DRAFT:
            raise NotADraft("The survey is open, so its questions stay as they are.")
        yield row
