"""Check 13 on the page: feedback opens with the event, one short form, one response a place."""

from datetime import timedelta

import pytest
from django.urls import reverse

from hlp.kit import clock
from programmes.models import Answer, Asked, Response
from programmes.services import registering, surveying
from programmes.states import Mark, MarkSource, PlaceState
from tests.factories import cast, surveys
from tests.factories.sessions import client_of


@pytest.fixture
def teacher(school):
    return cast.at_school("Tom Teacher", school, "staff")  # type: ignore[arg-type]


@pytest.fixture
def asked(event, feedback, school, teacher):
    surveys.place(event, school, teacher)
    surveying.follow_the_clock(now=clock.now())
    return feedback.asked.get()


def url(asked):
    return reverse("programmes:answer", args=[surveys.link(asked)])


ANSWERS = {"q1": "4", "q2": "5", "q3": "Retelling with puppets", "q4": ""}


def test_a_stranger_with_the_link_answers_without_an_account(asked):
    nobody = client_of(None)
    page = nobody.get(url(asked)).content.decode()
    assert "Reading aloud" in page
    assert page.count('type="radio"') == 10

    answer = nobody.post(url(asked), ANSWERS, follow=True)

    assert "Thank you" in answer.content.decode()
    assert sorted(Answer.objects.exclude(number=None).values_list("number", flat=True)) == [4, 5]  # type: ignore[type-var]
    assert Answer.objects.count() == 3


def test_the_form_that_was_sent_twice_is_one_response(asked):
    for _ in range(2):
        client_of(None).post(url(asked), ANSWERS)

    assert Response.objects.count() == 1


def test_what_must_be_answered_is_said_and_nothing_is_kept(asked):
    page = client_of(None).post(url(asked), {**ANSWERS, "q1": ""}).content.decode()

    assert "Choose an answer: How useful was this for your work?" in page
    assert not Response.objects.exists()


@pytest.mark.parametrize("given", ["9", "0", "x"])
def test_what_is_not_offered_is_refused(asked, given):
    assert client_of(None).post(url(asked), {**ANSWERS, "q1": given}).status_code == 200
    assert not Response.objects.exists()


def test_a_link_that_is_nobodys_is_not_there(asked):
    assert client_of(None).get("/feedback/" + "x" * 43 + "/").status_code == 404


def test_no_cache_keeps_the_page(asked):
    assert "no-store" in client_of(None).get(url(asked)).headers["Cache-Control"]


def test_the_page_of_the_event_leads_to_ones_own_form(asked, event, teacher):
    answer = client_of(teacher).get(reverse("programmes:event_feedback", args=[event.pk]))

    assert answer.headers["Location"] == url(asked)


def test_who_organises_is_led_to_what_was_said(asked, feedback, event, cpd_lead):
    answer = client_of(cpd_lead).get(reverse("programmes:event_feedback", args=[event.pk]))

    where = reverse("programmes:survey_detail", args=[feedback.pk])
    assert answer.headers["Location"] == where


def test_home_asks_for_it_until_it_is_given(asked, teacher):
    home = client_of(teacher).get("/home/").content.decode()
    assert url(asked) in home

    surveys.answer(asked, clock.now())

    assert url(asked) not in client_of(teacher).get("/home/").content.decode()


def missed(asked, by):
    now = clock.now()
    register = registering.open_register(
        event=asked.survey.event, on=clock.day_of(now), by=by, now=now
    )
    line = register.lines.get(place=asked.place)
    mark = {"source": MarkSource.REGISTER, "by": by, "now": now}
    registering.mark(line=line, mark=Mark.ABSENT, **mark)
    return line, mark


def test_who_was_missed_owes_nothing_and_is_not_heard(asked, cpd_lead, feedback):
    missed(asked, cpd_lead)

    assert not Asked.objects.owing().exists()
    assert feedback.asked.that_count().count() == 0
    page = client_of(None).post(url(asked), ANSWERS).content.decode()
    assert "We ask only those who took part" in page
    assert not Response.objects.exists()


def test_a_register_set_right_asks_again(asked, cpd_lead):
    line, mark = missed(asked, cpd_lead)
    registering.mark(line=line, mark=Mark.LATE, **mark)

    assert Asked.objects.owing().get() == asked


def test_who_gave_the_place_up_owes_nothing(asked):
    type(asked.place).objects.filter(pk=asked.place_id).update(**{"state": PlaceState.CANCELLED})

    assert not Asked.objects.owing().exists()


def test_after_its_time_the_page_says_so(asked, feedback, time_machine):
    time_machine.move_to(feedback.closes_at + timedelta(minutes=1))

    page = client_of(None).post(url(asked), ANSWERS).content.decode()

    assert "It takes no more answers" in page
    assert not Response.objects.exists()
