"""Checks 14 and 20 as the board sees them: question beside mean, gaps, small numbers hidden."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from members.states import PortalRole
from programmes import satisfaction
from programmes.results import HIGHER_LEVELS
from tests.factories import programmes, surveys
from tests.factories.board import holding
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db

STARTS = datetime(2022, 11, 15, 15, tzinfo=UTC)


def answered(made, people):
    """Feedback on one session, every scale answered with a four."""
    event = surveys.event(made, STARTS)
    for _ in range(people):
        surveys.place(event, programmes.lead_school(made))
    survey = surveys.feedback(event, programmes.office())
    for asked in survey.asked.order_by("pk"):
        surveys.answer(asked, now=STARTS)
    return survey


def test_means_stand_beside_their_question_and_gaps_of_the_higher_levels_are_named():
    made = programmes.programme()
    survey = answered(made, 5)
    texts = {q.text for q in survey.questions.filter(kind="scale")}

    (row,) = satisfaction.of_programmes([made])

    assert {line.text for line in row.lines} == texts
    assert {line.mean for line in row.lines} == {4}
    asked_about = {q.level for q in survey.questions.exclude(level=None)}
    assert row.gaps == [level for level in HIGHER_LEVELS if level not in asked_about]
    assert (row.asked, row.answered) == (5, 5)


def test_of_fewer_than_five_responses_nothing_is_said():
    made = programmes.programme()
    answered(made, 4)

    (row,) = satisfaction.of_programmes([made])

    assert {line.mean for line in row.lines} == {None}
    assert {bar.figures[0] for bar in row.bars} == {"Too few to show"}
    assert {bar.figures[1] for bar in row.bars} == {"fewer than 5"}


def test_check_20_a_small_survey_does_not_come_out_of_the_sum_by_subtraction():
    made = programmes.programme()
    answered(made, 6)
    alone = [line.responses for line in satisfaction.of_programmes([made])[0].lines]
    answered(made, 2)

    assert [line.responses for line in satisfaction.of_programmes([made])[0].lines] == alone

    answered(made, 3)  # two small ones, of five together, do not tell who said what
    assert {line.responses for line in satisfaction.of_programmes([made])[0].lines} == {11}


def test_the_board_reads_the_question_in_its_table(time_machine):
    time_machine.move_to(datetime(2023, 3, 1, 12, tzinfo=UTC))
    survey = answered(programmes.programme(), 5)
    question = survey.questions.filter(kind="scale").order_by("number").first()
    board = client_of(holding(PortalRole.BOARD_MEMBER, "Bola Board"))

    page = board.get(reverse("programmes:impact_satisfaction")).content.decode()

    assert question.text in page
    assert "4.0 of 5" in page
