"""Checks 15 and 16 on the page: needs of all schools, the head's view; you said, we did."""

from datetime import timedelta

import pytest
from django.urls import reverse

from hlp.kit import clock
from hlp.kit.access import WrongPerson
from programmes.models import Need, Survey
from programmes.question_sets import NEEDS, Ask
from programmes.services import needs_said, surveying, writing
from programmes.states import EventState, QuestionKind, SurveyStage, SurveyState
from tests.factories import cast, surveys
from tests.factories.sessions import client_of


def typed(**more):
    closes_on = clock.today() + timedelta(days=20)
    return {
        "stage": "needs",
        "title": "What do you need?",
        "introduction": "",
        "closes_on-day": str(closes_on.day),
        "closes_on-month": str(closes_on.month),
        "closes_on-year": str(closes_on.year),
        **more,
    }


def to(name, *args):
    return reverse(f"programmes:{name}", args=args)


@pytest.fixture
def draft(office, period, programme):
    now = clock.now()
    return surveying.write(
        period=period,
        programme=programme,
        stage=SurveyStage.NEEDS,
        title="What do you need?",
        opens_at=now,
        closes_at=now + timedelta(days=9),
        by=office,
        now=now,
    )


def test_the_office_asks_all_schools_in_three_pages(office, period, school, other_school):
    client = client_of(office)
    client.post(to("new_survey"), typed())
    survey = Survey.objects.get()
    assert [q.text for q in survey.questions.order_by("number")] == [ask.text for ask in NEEDS]

    client.post(to("remove_question", survey.pk, 2))
    client.post(to("add_question", survey.pk), {"text": "How large is your team?", "kind": "scale"})
    client.post(to("move_survey", survey.pk), {"move": "open"})

    survey.refresh_from_db()
    assert survey.state == SurveyState.OPEN
    assert [q.number for q in survey.questions.order_by("number")] == [1, 2, 3, 4]
    assert {row.school for row in survey.asked.all()} == {school, other_school}


def test_a_lead_school_asks_about_its_own_programme_only(cpd_lead, period, programme):
    client = client_of(cpd_lead)

    assert client.get(to("new_survey")).status_code == 404
    client.post(to("new_survey") + f"?programme={programme.pk}", typed(stage="head"))

    survey = Survey.objects.get()
    assert (survey.programme, survey.stage) == (programme, SurveyStage.HEAD)


def test_nobody_else_asks_about_it(other_head, programme):
    url = to("new_survey") + f"?programme={programme.pk}"

    assert client_of(other_head).get(url).status_code == 404


def test_title_and_dates_of_a_draft_are_changed(office, draft):
    client_of(office).post(to("edit_survey", draft.pk), typed(title="What helps?", is_anonymous=1))

    draft.refresh_from_db()
    assert (draft.title, draft.is_anonymous) == ("What helps?", True)


def test_a_last_day_that_has_passed_is_refused(office, draft):
    page = client_of(office).post(to("edit_survey", draft.pk), typed(**{"closes_on-year": "2001"}))

    assert "The last day to answer must not have passed" in page.content.decode()


def test_answers_to_choose_from_are_two_at_least(office, draft):
    given = {"text": "Which?", "kind": "one", "options": "Only this"}

    page = client_of(office).post(to("add_question", draft.pk), given).content.decode()

    assert "Enter at least two answers to choose from" in page
    assert draft.questions.count() == len(NEEDS)


def test_a_survey_stays_short(office, draft):
    more = Ask("Anything else?", QuestionKind.TEXT)
    for _ in range(writing.MOST - len(NEEDS)):
        writing.add_question(survey=draft, asked=more, by=office)

    with pytest.raises(writing.TooLong):
        writing.add_question(survey=draft, asked=more, by=office)


def test_once_open_nothing_is_put_differently(office, draft):
    surveying.open_survey(survey=draft, by=office, now=clock.now())

    for change in (
        lambda: writing.remove_question(survey=draft, number=1, by=office),
        lambda: writing.add_question(survey=draft, asked=NEEDS[0], by=office),
        lambda: writing.describe(
            survey=draft,
            title="x",
            introduction="",
            closes_at=draft.closes_at,
            is_anonymous=True,
            by=office,
        ),
    ):
        with pytest.raises(surveying.NotADraft):
            change()


def test_another_school_changes_nothing(other_head, draft):
    with pytest.raises(WrongPerson):
        writing.remove_question(survey=draft, number=1, by=other_head)


def test_a_survey_is_closed_by_hand_and_feedback_opens_only_with_its_event(office, draft, event):
    surveying.open_survey(survey=draft, by=office, now=clock.now())
    client_of(office).post(to("move_survey", draft.pk), {"move": "close"})
    draft.refresh_from_db()
    assert draft.state == SurveyState.CLOSED

    later = surveying.attach_feedback(event=event, by=office, now=clock.now())[1]
    page = client_of(office).get(to("survey_detail", later.pk)).content.decode()
    assert "Opens by itself on" in page
    assert "Open the survey" not in page


def test_feedback_that_waits_for_its_event_is_not_listed(office, event):
    surveying.attach_feedback(event=event, by=office, now=clock.now())

    page = client_of(office).get(to("survey_list")).content.decode()

    assert "Feedback: Reading aloud" not in page


def test_you_said_we_did_is_read_by_every_school_with_the_events(
    cpd_lead, other_head, period, programme, event
):
    type(programme).objects.filter(pk=programme.pk).update(**{"state": "open"})
    url = to("note_need") + f"?programme={programme.pk}"
    client_of(cpd_lead).post(url, {"said": "More on phonics", "did": "", "events": []})
    need = Need.objects.get()
    assert "Being looked at" in client_of(other_head).get(to("need_list")).content.decode()

    given = {"did": "A session in autumn", "events": [event.pk], "said": "Something else"}
    client_of(cpd_lead).post(to("answer_need", need.pk), given)

    page = client_of(other_head).get(to("need_list")).content.decode()
    assert "More on phonics" in page
    assert "A session in autumn" in page
    assert to("event_detail", event.pk) in page
    assert to("answer_need", need.pk) not in page
    shown = client_of(other_head).get(to("event_detail", event.pk)).content.decode()
    assert "More on phonics" in shown


def test_of_what_is_still_being_planned_nobody_else_reads(
    office, cpd_lead, other_head, period, programme
):
    needs_said.note(
        period=period, programme=programme, said="More on phonics", by=office, now=clock.now()
    )

    assert "More on phonics" in client_of(cpd_lead).get(to("need_list")).content.decode()
    assert "More on phonics" not in client_of(other_head).get(to("need_list")).content.decode()


def test_an_event_that_is_not_published_is_not_offered_as_an_answer(cpd_lead, programme, event):
    surveys.event(programme, event.starts_at, title="A secret", state=EventState.DRAFT)

    page = client_of(cpd_lead).get(to("note_need") + f"?programme={programme.pk}").content.decode()

    assert "Reading aloud" in page
    assert "A secret" not in page


def test_a_head_sees_at_home_that_the_school_is_asked(office, period, school, other_school):
    survey = surveys.of_schools(office, period)
    head = cast.at_school("Hanna Head", school, "headteacher")  # type: ignore[arg-type]
    link = reverse("programmes:answer", args=[surveys.link(survey.asked.get(school=school))])

    home = client_of(head).get("/home/").content.decode()

    assert link in home
    assert home.count("/feedback/") == 1
