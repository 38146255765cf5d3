"""Field note 14: an answer to a public question appears to all bidders, and none hears it first."""

from datetime import timedelta

import pytest
from django.urls import reverse

from bids.models import Question
from bids.services import questions
from bids.states import CallState
from hlp.kit.access import WrongPerson
from members.states import SchoolRole
from tests.bids.calls.post import mails, tell_schools
from tests.factories import cast
from tests.factories.bids import T0, CallFactory
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db
ANSWER = "Yes. One school leads, the others are partners."


@pytest.fixture
def asked(teacher_who_asked):
    return teacher_who_asked.questions.get()


def answered(question, office, **more):
    return questions.answer(question=question, answer=ANSWER, by=office, now=T0, **more)


def page_of(call, person=None):
    url = reverse("bids:call_questions", args=[call.slug])
    return client_of(person).get(url).content.decode()


def test_an_answer_is_read_by_everybody_and_who_asked_by_nobody(asked, office, other_school):
    rival = cast.at_school("Omar Head", other_school, SchoolRole.HEADTEACHER)
    assert "May we share?" not in page_of(asked.call)
    assert "May we share?" not in page_of(asked.call, rival)

    answered(asked, office)

    for person in (None, rival):
        page = page_of(asked.call, person)
        assert "May we share?" in page
        assert ANSWER in page
        assert "Bourne Lane" not in page
        assert "Tom Teacher" not in page


def test_until_then_only_who_asked_and_the_office_see_it(asked, office, clerk):
    assert "Not answered yet" in page_of(asked.call, asked.asked_by)
    for person in (office, clerk):
        assert "Bourne Lane Primary School" in page_of(asked.call, person)


def test_the_office_puts_the_question_so_that_nobody_can_tell_who_asked(asked, office):
    answered(asked, office, text="May schools share a bid?")

    page = page_of(asked.call)

    assert "May schools share a bid?" in page
    assert "May we share?" not in page


def test_everybody_who_bids_or_asked_is_told_once(asked, office):
    answered(asked, office)

    tell_schools(T0)
    tell_schools(T0)

    told = mails("Question answered")
    assert [mail.to for mail in told] == ["tom.teacher@example.org"]
    assert ANSWER in told[0].text
    assert "Bourne Lane" not in told[0].text


def test_what_was_published_stays_and_a_note_corrects_it(asked, office):
    answered(asked, office)

    with pytest.raises(questions.AlreadyAnswered, match="note"):
        answered(asked, office)
    questions.note(
        call=asked.call,
        text="Correction: may schools share?",
        answer="Up to four.",
        by=office,
        now=T0,
    )

    page = page_of(asked.call)
    assert ANSWER in page
    assert "Up to four." in page


def test_questions_end_at_their_own_moment(asked, office):
    call, by = asked.call, asked.asked_by
    last = call.questions_close_at

    questions.ask(call=call, school=asked.school, text="Just in time?", by=by, now=last)
    with pytest.raises(questions.TooLate, match="until"):
        questions.ask(
            call=call,
            school=asked.school,
            text="Too late?",
            by=by,
            now=last + timedelta(seconds=1),
        )

    assert call.questions.count() == 2


def test_a_question_of_the_last_minute_is_answered_after_closing(asked, office):
    closed = CallState.CLOSED
    type(asked.call).objects.filter(pk=asked.call.pk).update(state=closed)

    assert answered(asked, office).is_answered


@pytest.mark.parametrize("state", [CallState.DRAFT, CallState.CLOSED, CallState.CANCELLED])
def test_only_an_open_call_takes_questions(state, school, head):
    call = CallFactory.create(state=state)

    with pytest.raises(questions.TooLate):
        questions.ask(call=call, school=school, text="May we?", by=head, now=T0)


def test_one_asks_for_a_school_where_one_works(school, other_school, head, chair):
    call = CallFactory.create(state=CallState.OPEN)

    for by, where in ((head, other_school), (chair, school)):
        with pytest.raises(WrongPerson):
            questions.ask(call=call, school=where, text="May we?", by=by, now=T0)
    assert Question.objects.count() == 0


def test_only_office_and_clerk_answer(asked, clerk, head, chair):
    for person in (head, chair):
        with pytest.raises(WrongPerson):
            answered(asked, person)

    assert answered(asked, clerk).answered_by == clerk


def test_nothing_is_published_empty(asked, office, school, head):
    with pytest.raises(questions.NothingSaid):
        questions.answer(question=asked, answer="  ", by=office, now=T0)
    with pytest.raises(questions.NothingSaid):
        questions.ask(call=asked.call, school=school, text=" ", by=head, now=T0)
    with pytest.raises(questions.NothingSaid):
        questions.note(call=asked.call, text="x", answer="", by=office, now=T0)
