"""Questions about a call: any school asks, the office answers, everybody reads the answer."""

from datetime import datetime

from django.db import transaction

from bids.models import Call, Question
from bids.services import telling
from bids.states import CallState
from hlp.kit import access, audit
from hlp.kit.clock import moment
from hlp.kit.refusal import Refusal
from members.models import School, User

# The office owes an answer also to what was asked in the last minutes.
ANSWERABLE = frozenset({CallState.OPEN, CallState.CLOSED})


class TooLate(Refusal):
    """Questions are over, or have not begun."""


class NothingSaid(Refusal):
    """The text is missing."""


class AlreadyAnswered(Refusal):
    """What was published stays; a correction is an entry of its own."""


def ask(*, call: Call, school: School, text: str, by: User, now: datetime) -> Question:
    """For the school one works at. Who asked is never published."""
    access.require(by, "bids.ask_question", school)
    if not text.strip():
        raise NothingSaid("Write your question.")
    with transaction.atomic(), audit.acting(by):
        row = Call.objects.select_for_update().get(pk=call.pk)
        if not row.takes_questions(now):
            raise TooLate(
                f"Questions could be asked until {moment(row.questions_close_at)}."
                if row.opened_at
                else "This call has not opened yet."
            )
        return Question.objects.create(
            call=row, school=school, text=text.strip(), asked_at=now, asked_by=by
        )


def answer(*, question: Question, answer: str, by: User, now: datetime, text: str = "") -> Question:
    """Publish the answer, and the question in words that do not show who asked (`text`)."""
    access.require(by, "bids.answer_question", question)
    if not answer.strip():
        raise NothingSaid("Write the answer. It is published to everybody.")
    with transaction.atomic(), audit.acting(by):
        row = Question.objects.select_for_update().select_related("call").get(pk=question.pk)
        if row.is_answered:
            raise AlreadyAnswered("This question has been answered. Add a note to correct it.")
        if row.call.state not in ANSWERABLE:
            raise TooLate("The bids are being marked or the call is over.")
        row.text = text.strip() or row.text
        row.answer, row.answered_at, row.answered_by = answer.strip(), now, by
        row.save(update_fields=["text", "answer", "answered_at", "answered_by"])
        telling.start(row.call, f"{telling.ANSWERED}{row.pk}", now=now)
    return row


def note(*, call: Call, text: str, answer: str, by: User, now: datetime) -> Question:
    """What the office tells all of its own accord: asked by telephone, or a correction."""
    access.require(by, "bids.manage_call", call)
    if not text.strip() or not answer.strip():
        raise NothingSaid("Write the question and the answer. Both are published.")
    with transaction.atomic(), audit.acting(by):
        row = Call.objects.select_for_update().get(pk=call.pk)
        if row.state not in ANSWERABLE:
            raise TooLate("Notes can be added while the call is open or being screened.")
        made = Question.objects.create(
            call=row,
            school=None,
            text=text.strip(),
            asked_at=now,
            asked_by=by,
            answer=answer.strip(),
            answered_at=now,
            answered_by=by,
        )
        telling.start(row, f"{telling.ANSWERED}{made.pk}", now=now)
    return made
