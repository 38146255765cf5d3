"""Checks 13, 14 and 20 on the page: question above its chart, non-responders, small numbers."""

import pytest
from auditlog.models import LogEntry
from django.urls import reverse

from hlp.kit import clock
from programmes.models import Question, Survey
from programmes.services import forgetting, surveying
from tests.factories import invoicing, surveys
from tests.factories.members import SchoolFactory
from tests.factories.sessions import client_of


def asked_people(event, school, feedback, people):
    for _ in range(people):
        surveys.place(event, school)
    surveying.follow_the_clock(now=clock.now())
    return list(feedback.asked.order_by("pk"))


@pytest.fixture
def answered(event, school, feedback):
    """Six of seven answered."""
    *six, _ = asked_people(event, school, feedback, 7)
    for asked in six:
        surveys.answer(asked, clock.now())
    return feedback


def page_of(survey, user, name="survey_detail"):
    return client_of(user).get(reverse(f"programmes:{name}", args=[survey.pk])).content.decode()


def test_the_question_stands_above_its_chart_its_table_and_its_mean(answered, cpd_lead):
    page = page_of(answered, cpd_lead)

    for question in answered.questions.all():
        assert f">{question.text}</h2>" in page
    assert page.count("<table") == 2
    assert page.count("Mean <strong>4.0</strong> of 5.") == 2
    assert "6 of 7 asked have answered" in page


def test_who_has_not_answered_is_named_where_the_survey_is_named(answered, cpd_lead):
    owing = answered.asked.owing().get().place

    page = page_of(answered, cpd_lead)

    assert owing.name in page
    assert answered.asked.filter(has_answered=True).first().place.name not in page


def test_and_counted_where_it_is_anonymous(answered, cpd_lead):
    Survey.objects.filter(pk=answered.pk).update(is_anonymous=True)

    page = page_of(answered, cpd_lead)

    assert answered.asked.owing().get().place.name not in page
    assert "1. The survey is anonymous" in page


def test_four_answers_are_not_shown_and_the_page_says_so(event, school, feedback, cpd_lead):
    for asked in asked_people(event, school, feedback, 4):
        surveys.answer(asked, clock.now())

    page = page_of(feedback, cpd_lead)

    assert page.count("Fewer than five have answered, so nothing is shown.") == 4
    assert "Retelling with puppets" not in page
    assert "<table" not in page


def test_a_small_phase_is_hidden_in_words(office, period):
    """Six primary schools, four secondary ones: neither may be told from the other."""
    for phase in ["Primary"] * 6 + ["Secondary"] * 4:
        invoicing.member(SchoolFactory.create(phase=phase), period=period)
    survey = surveys.of_schools(office, period, "head")  # type: ignore[arg-type]
    for row in survey.asked.select_related("school"):
        surveys.answer(row, clock.now(), q1=2 if row.school.phase == "Primary" else 4)

    page = page_of(survey, office)

    assert page.count("not shown, so that nobody can be told apart") == 2
    assert "Mean <strong>2.8</strong> of 5." in page


def test_the_table_taken_out_says_no_more_and_is_on_record(event, school, feedback, cpd_lead):
    for asked in asked_people(event, school, feedback, 5):
        surveys.answer(asked, clock.now(), q3="=HYPERLINK(1)", q4="")

    table = page_of(feedback, cpd_lead, "export_answers")

    assert "'=HYPERLINK(1)" in table
    assert "How useful was this for your work?,4,5,5,4.0" in table
    assert not any(asked.place.name in table for asked in feedback.asked.all())
    entry = LogEntry.objects.get_for_object(feedback).order_by("-pk").first()
    assert (entry.actor, "saved as a spreadsheet" in str(entry.additional_data)) == (cpd_lead, True)


def test_of_four_answers_the_table_says_nothing(event, school, feedback, cpd_lead):
    for asked in asked_people(event, school, feedback, 4):
        surveys.answer(asked, clock.now())

    table = page_of(feedback, cpd_lead, "export_answers")

    assert table.count("Fewer than five answered: not shown") == 4
    assert "Retelling" not in table


def test_another_schools_head_finds_nothing(answered, other_head):
    for name in ("survey_detail", "export_answers", "add_question"):
        url = reverse(f"programmes:{name}", args=[answered.pk])
        assert client_of(other_head).get(url).status_code == 404


def test_the_page_costs_the_same_with_many_answers(
    answered, event, school, cpd_lead, django_assert_max_num_queries
):
    from django.db import connection  # noqa: PLC0415 - two counts of one page
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - as above

    page_of(answered, cpd_lead)
    with CaptureQueriesContext(connection) as few:
        page_of(answered, cpd_lead)
    for asked in asked_people(event, school, answered, 30):
        if not asked.has_answered and asked.pk % 2:
            surveys.answer(asked, clock.now())
    with CaptureQueriesContext(connection) as many:
        page_of(answered, cpd_lead)

    assert len(many) == len(few)
    assert Question.objects.exists()


def test_who_has_their_name_taken_out_is_asked_no_more_and_what_they_said_stays_counted(
    answered, cpd_lead, office
):
    """Check 30."""
    said = answered.asked.filter(has_answered=True).first().place
    owed = answered.asked.owing().get().place
    for place in (said, owed):
        forgetting.forget(place=place, by=office, now=clock.now())

    page = page_of(answered, cpd_lead)

    assert "6 of 6 asked have answered" in page
    assert page.count("6 answered.") == 2
    assert "Everybody who was asked has answered." in page
    assert said.name not in page
    assert owed.name not in page
