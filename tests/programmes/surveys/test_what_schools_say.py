"""Checks 15 and 16: needs of all schools, the head's view of members; you said, we did."""

import pytest

from hlp.kit import clock
from hlp.kit.access import WrongPerson
from programmes import results
from programmes.models import Survey
from programmes.services import needs_said, surveying
from programmes.states import GuskeyLevel, SurveyStage
from tests.factories import invoicing, surveys
from tests.factories.members import SchoolFactory


def test_needs_are_asked_of_every_school_that_may_join(office, period, school, other_school):
    survey = surveys.of_schools(office, period)

    assert {row.school for row in survey.asked.all()} == {school, other_school}
    assert surveying.ask_everybody(survey=survey) == 0


def test_the_heads_view_is_asked_of_member_schools(office, period, school, other_school):
    invoicing.member(school, period=period)

    survey = surveys.of_schools(office, period, SurveyStage.HEAD)

    assert [row.school for row in survey.asked.all()] == [school]
    assert GuskeyLevel.SUPPORT in {question.level for question in survey.questions.all()}


def test_who_has_not_answered_is_known_school_by_school(office, period, school, other_school):
    survey = surveys.of_schools(office, period)
    surveys.answer(survey.asked.get(school=school), clock.now())

    assert [row.school for row in survey.asked.owing()] == [other_school]
    counted = Survey.objects.with_counts().get(pk=survey.pk)
    assert (counted.asked_count, counted.answered_count) == (2, 1)  # type: ignore[attr-defined]


def test_a_need_names_the_events_that_answer_it(cpd_lead, period, programme, event):
    need = needs_said.note(
        period=period, programme=programme, said="More on phonics", by=cpd_lead, now=clock.now()
    )

    needs_said.answer_it(need=need, did="A session in autumn", events=[event], by=cpd_lead)

    assert list(event.needs.all()) == [need]


def test_another_school_notes_nothing(other_head, period, programme):
    with pytest.raises(WrongPerson):
        needs_said.note(
            period=period, programme=programme, said="x", by=other_head, now=clock.now()
        )


@pytest.fixture
def answered(office, period):
    """Six primary schools said 2, four secondary ones 4."""
    made = [SchoolFactory.create(phase="Primary") for _ in range(6)]
    made += [SchoolFactory.create(phase="Secondary") for _ in range(4)]
    for school in made:
        invoicing.member(school, period=period)
    survey = surveys.of_schools(office, period, SurveyStage.HEAD)
    for row in survey.asked.select_related("school"):
        surveys.answer(row, clock.now(), q1=2 if row.school.phase == "Primary" else 4)
    return survey


def test_each_question_stands_with_its_answers(answered):
    first = results.answers_by_question(answered)[0]

    assert first.question.text.startswith("How well do your staff find time")
    assert [n for _, n in first.rows] == [0, 6, 0, 4, 0]
    assert str(first.mean) == "2.8"


def test_a_phase_with_fewer_than_five_is_hidden_and_cannot_be_worked_out(answered):
    parts = results.by_phase(answered.questions.get(number=1))

    assert [(part.n, part.mean) for part in parts] == [(None, None), (None, None)]


def test_what_a_single_guest_said_is_not_the_whole_less_the_phases(event, cpd_lead):
    for phase, people in (("Primary", 6), ("Secondary", 5)):
        for _ in range(people):
            surveys.place(event, SchoolFactory.create(phase=phase))
    surveys.place(event)
    survey = surveys.feedback(event, cpd_lead)
    for row in survey.asked.all():
        surveys.answer(row, clock.now(), q1=1 if row.school is None else 5)

    parts = results.by_phase(survey.questions.get(number=1))

    shown = {part.name: part.n for part in parts}
    assert shown == {"Primary": 6, "Secondary": None, results.NO_PHASE: None}


def test_fewer_than_five_answers_are_not_shown_at_all(office, period):
    for _ in range(4):
        SchoolFactory.create()
    survey = surveys.of_schools(office, period)
    for row in survey.asked.all()[:4]:
        surveys.answer(row, clock.now())

    assert all(
        summary.is_hidden and not summary.rows and not summary.texts
        for summary in results.answers_by_question(survey)
    )


def test_the_higher_levels_that_nobody_has_heard_of_are_gaps(answered):
    everything = Survey.objects.all()

    assert results.gaps(everything) == []
    assert results.gaps(Survey.objects.none()) == list(results.HIGHER_LEVELS)


def test_counting_costs_the_same_however_many_answer(answered, django_assert_num_queries):
    with django_assert_num_queries(2):
        results.answers_by_question(answered)
