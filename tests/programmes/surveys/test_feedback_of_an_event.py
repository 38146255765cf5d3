"""Checks 13 and 14: feedback opens with the event, one response a place, and again weeks later."""

from datetime import timedelta

import pytest

from hlp.kit import clock
from programmes import invitations
from programmes.models import Asked, Response, Survey
from programmes.services import answering, surveying
from programmes.states import GuskeyLevel, SurveyStage, SurveyState
from tests.factories import surveys


def test_an_event_brings_feedback_on_the_day_and_eight_to_twelve_weeks_later(event, cpd_lead):
    on_the_day, later = surveying.attach_feedback(event=event, by=cpd_lead, now=clock.now())

    assert on_the_day.opens_at == event.starts_at
    assert later.opens_at - event.ends_at == timedelta(weeks=8)
    assert later.closes_at - event.ends_at == timedelta(weeks=12)
    assert {q.level for q in later.questions.all()} >= {GuskeyLevel.SUPPORT, GuskeyLevel.USE}
    assert all(q.level for survey in (on_the_day, later) for q in survey.questions.all())


def test_attached_again_it_is_the_same_with_the_dates_of_a_moved_event(event, cpd_lead):
    surveying.attach_feedback(event=event, by=cpd_lead, now=clock.now())
    event.starts_at += timedelta(days=7)
    event.ends_at += timedelta(days=7)
    event.save()

    on_the_day, _ = surveying.attach_feedback(event=event, by=cpd_lead, now=clock.now())

    assert Survey.objects.count() == 2
    assert on_the_day.opens_at == event.starts_at


def test_it_is_called_as_the_event_is_called_now(event, feedback):
    assert str(feedback) == "Feedback: Reading aloud"
    event.title = "Reading aloud every day"
    event.save()

    assert str(Survey.objects.get(pk=feedback.pk)) == "Feedback: Reading aloud every day"


def test_it_opens_by_itself_when_the_event_begins_and_asks_who_has_a_place(event, cpd_lead, school):
    surveying.attach_feedback(event=event, by=cpd_lead, now=event.created_at)
    booked = surveys.place(event, school)
    survey = event.surveys.get(stage=SurveyStage.ON_THE_DAY)

    surveying.follow_the_clock(now=event.starts_at - timedelta(seconds=1))
    survey.refresh_from_db()
    assert survey.state == SurveyState.DRAFT

    surveying.follow_the_clock(now=event.starts_at)
    survey.refresh_from_db()
    assert survey.state == SurveyState.OPEN
    assert [row.place for row in survey.asked.all()] == [booked]


def test_who_came_late_to_the_list_is_asked_too_and_nobody_twice(event, feedback, school):
    surveys.place(event, school)
    for _ in range(3):
        surveying.follow_the_clock(now=clock.now())

    assert feedback.asked.count() == 1


def test_a_cancelled_event_asks_nobody(event, cpd_lead, school):
    surveying.attach_feedback(event=event, by=cpd_lead, now=event.created_at)
    surveys.place(event, school)
    type(event).objects.filter(pk=event.pk).update(
        **{"state": "cancelled", "cancelled_at": clock.now()}
    )

    surveying.follow_the_clock(now=clock.now())

    assert not Asked.objects.exists()


def test_it_closes_by_itself(event, feedback):
    surveying.follow_the_clock(now=feedback.closes_at)

    feedback.refresh_from_db()
    assert feedback.state == SurveyState.CLOSED


@pytest.fixture
def asked(event, feedback, school):
    surveys.place(event, school)
    surveying.follow_the_clock(now=clock.now())
    return feedback.asked.get()


def test_the_link_finds_who_was_asked_and_the_database_holds_only_its_hash(asked):
    token = surveys.link(asked)

    assert answering.find(token) == asked
    assert answering.find(token[:-1] + "x") is None
    assert token not in str(Asked.objects.values().get())


def test_the_link_can_be_sent_again_after_the_secret_has_changed(asked, settings):
    token = surveys.link(asked)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new " * 12, [settings.SECRET_KEY]

    assert surveys.link(asked) == token
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(LookupError):
        invitations.token_of(asked)


def test_one_place_answers_once(asked, school):
    response = surveys.answer(asked, clock.now())

    assert (response.school, response.place) == (school, asked.place)
    assert response.answers.count() == 4
    with pytest.raises(answering.AlreadyAnswered):
        surveys.answer(asked, clock.now())


@pytest.mark.parametrize("given", [0, 6, "4", None])
def test_a_required_scale_takes_one_to_five_and_nothing_else(asked, given):
    with pytest.raises(answering.Unanswered):
        surveys.answer(asked, clock.now(), q1=given)

    assert not Response.objects.exists()


def test_what_is_not_required_may_stay_empty(asked):
    response = surveys.answer(asked, clock.now(), q2=None, q3="", q4="")

    assert response.answers.count() == 1


def test_after_its_time_it_takes_nothing(asked, feedback):
    with pytest.raises(answering.NoLongerOpen):
        surveys.answer(asked, feedback.closes_at)


def test_an_anonymous_answer_knows_nobody_and_the_asked_only_that_they_answered(asked, feedback):
    Survey.objects.filter(pk=feedback.pk).update(is_anonymous=True)

    response = surveys.answer(asked, clock.now())

    asked.refresh_from_db()
    assert asked.has_answered
    assert (response.place, response.school) == (None, None)
    assert response.answered_on == clock.today()


def test_open_questions_stay_as_they_are(feedback, cpd_lead):
    with pytest.raises(surveying.NotADraft):
        surveying.rewrite(survey=feedback, questions=[], by=cpd_lead)
