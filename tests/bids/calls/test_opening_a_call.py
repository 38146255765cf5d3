"""Opening a call publishes it and tells every head of a member school, each once."""

from datetime import timedelta

import pytest
from django.urls import reverse

from bids.home import calls
from bids.models import Priority
from bids.services import cancelling, opening, preparing, questions, telling
from bids.states import BidState, CallState
from hlp.kit import waiting
from hlp.kit.states import WrongPerson, WrongState
from tests.bids.calls.post import mails, tell_schools
from tests.factories import bids as made
from tests.factories import board
from tests.factories.bids import T0, BidFactory, CallFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(office):
    return preparing.confirm_descriptors(call=CallFactory.create(), by=office, now=T0)


def titles(user, now=T0):
    return [row.title for row in waiting.for_person(user, now, calls.SUBJECTS)]


def test_every_head_of_a_member_school_is_told_once(draft, head):
    """`head` leads a school that is no member."""
    schools = board.members(2, draft.priority.year.period)
    made.opened(draft)

    tell_schools(T0)
    tell_schools(T0)

    told = mails("Call for bids")
    assert [mail.to for mail in told] == sorted(made.head_of(school).email for school in schools)
    for words in ("£20,000.00", "midday on 2 May 2022", f"/bids/{draft.slug}/"):
        assert words in told[0].text


def test_a_worker_that_died_is_taken_over_without_telling_anybody_twice(draft, monkeypatch):
    board.members(3, draft.priority.year.period)
    made.opened(draft)
    subject = f"{draft.pk}:{telling.OPEN}"
    monkeypatch.setattr(telling, "BATCH", 2)

    with pytest.raises(KeyboardInterrupt):
        telling.carry_on(subject=subject, said_at=T0, progress=_dies)
    assert len(mails("Call for bids")) == 2
    telling.carry_on(subject=subject, said_at=T0, progress=lambda done, total: None)

    assert len(mails("Call for bids")) == 3


def _dies(done, total):
    raise KeyboardInterrupt


def test_nobody_is_asked_to_bid_in_a_call_that_is_over(draft, office):
    board.member(draft.priority.year.period)
    call = made.opened(draft)
    cancelling.cancel(call=call, because="A mistake.", by=office, now=T0)

    tell_schools(T0)

    assert mails("Call for bids") == []


def test_an_open_call_does_not_open_again(draft):
    call = made.opened(draft)

    with pytest.raises(WrongState):
        opening.open_call(call=call, by=made.office(), now=T0)


def test_a_head_does_not_open_a_call(draft, head, chair):
    for person in (head, chair):
        with pytest.raises(WrongPerson):
            opening.open_call(call=draft, by=person, now=T0)


def test_the_next_call_follows_on_the_same_terms_and_is_told_to_who_bid(office):
    last = CallFactory.create(state=CallState.OPEN, terms={"lead_bids": 2})
    bid = BidFactory.create(call=last, state=BidState.SUBMITTED)
    cancelling.cancel(call=last, because="No money this spring.", by=office, now=T0)
    later = {name: at + timedelta(days=90) for name, at in made.moments().items()}

    again = preparing.next_call(follows=last, title="Once more", **later, by=office, now=T0)

    assert (again.follows, again.priority, again.guidance) == (last, last.priority, last.guidance)
    assert again.terms.lead_bids == 2
    assert again.descriptors_confirmed_at is None
    assert again.minute_reference == ""
    rows = [(row.kind, row.tie_rank, row.text) for row in last.criteria.in_order()]
    assert [(row.kind, row.tie_rank, row.text) for row in again.criteria.in_order()] == rows
    assert made.head_of(bid.lead_school).email in telling.addressed_at_opening(again)


def test_a_priority_is_not_called_again_while_its_call_runs(office):
    call = CallFactory.create(state=CallState.OPEN)
    later = {name: at + timedelta(days=90) for name, at in made.moments().items()}

    with pytest.raises(preparing.Settled, match="decided or called off"):
        preparing.next_call(follows=call, title="Again", **later, by=office, now=T0)


def test_what_waits_for_office_and_clerk(draft, office, clerk, head, chair):
    CallFactory.create(priority=Priority.objects.get())
    for person in (office, clerk):
        assert titles(person) == ["A call is ready to open", "Finish setting up a call"]
    assert titles(head) == titles(chair) == []

    call = made.opened(draft)
    assert titles(office) == ["Finish setting up a call"]
    BidFactory.create(call=call, state=BidState.SUBMITTED)

    assert titles(office, call.closes_at) == ["Finish setting up a call"]
    over = made.after(call)
    waits = {row.title: row.count for row in waiting.for_person(office, over, calls.SUBJECTS)}
    assert waits["Screen the bids"] == 1


def test_several_questions_about_a_call_are_one_line(teacher_who_asked, office, school):
    call = teacher_who_asked
    teacher = call.questions.get().asked_by
    questions.ask(call=call, school=school, text="May two schools lead?", by=teacher, now=T0)

    (row,) = waiting.for_person(office, T0, calls.SUBJECTS)

    assert (row.title, row.count) == ("Answer the questions about a call", 2)
    assert row.url == reverse("bids:call_questions", args=[call.slug])


def test_a_question_waits_until_it_is_answered(teacher_who_asked, office):
    assert titles(office) == ["Answer a question about a call"]

    question = teacher_who_asked.questions.get()
    questions.answer(question=question, answer="Yes.", by=office, now=T0)

    assert titles(office) == []
