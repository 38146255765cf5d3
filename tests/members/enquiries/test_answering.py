"""The office's inbox: answered once each by mail, closed with a reason, opened again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from auditlog.models import LogEntry
from django.db import connection
from django.urls import reverse

from hlp.kit import clock, waiting
from hlp.kit.access import WrongPerson
from hlp.kit.models import OutboxMessage
from hlp.kit.states import WrongState
from members import tasks
from members.models import Answer, Enquiry
from members.services import enquiring
from members.states import EnquiryState
from tests.factories.enquiries import EnquiryFactory, closed

pytestmark = pytest.mark.django_db


def page_of(enquiry, name="enquiry_detail"):
    return reverse(f"members:{name}", args=[enquiry.pk])


def test_the_answer_goes_by_mail_with_the_question_below(client, office):
    enquiry = EnquiryFactory.create()
    client.force_login(office)

    client.post(page_of(enquiry, "answer_enquiry"), {"text": "Yes.\n\nIt may.", "seen": 0})

    enquiry.refresh_from_db()
    assert enquiry.state == EnquiryState.ANSWERED
    letter = OutboxMessage.objects.get(to=enquiry.email)
    assert letter.text.index("It may.") < letter.text.index("May a nursery school join?")
    assert "Olive Office" in letter.text
    assert "It may." in letter.html
    page = client.get(page_of(enquiry)).text
    assert "Answered by Olive Office" in page
    assert "It may." in page
    assert "Asked" in page


def test_whoever_asks_again_is_answered_again(office):
    enquiry, now = EnquiryFactory.create(), clock.now()

    enquiring.answer(enquiry=enquiry, text="Yes.", seen=0, by=office, now=now)
    enquiring.answer(enquiry=enquiry, text="By the way.", seen=1, by=office, now=now)

    assert list(enquiry.answers.order_by("pk").values_list("text", flat=True)) == [
        "Yes.",
        "By the way.",
    ]
    assert OutboxMessage.objects.filter(to=enquiry.email).count() == 2


def test_two_of_the_office_do_not_say_it_twice_and_nothing_typed_is_lost(client, office, office2):
    enquiry = EnquiryFactory.create()
    enquiring.answer(enquiry=enquiry, text="Yes.", seen=0, by=office2, now=clock.now())
    client.force_login(office)

    page = client.post(page_of(enquiry, "answer_enquiry"), {"text": "Yes indeed.", "seen": 0})

    assert "A colleague has answered since you opened this page" in page.text
    assert "Yes indeed." in page.text
    assert Answer.objects.count() == 1
    assert OutboxMessage.objects.filter(to=enquiry.email).count() == 1
    client.post(page_of(enquiry, "answer_enquiry"), {"text": "Yes indeed.", "seen": 1})
    assert Answer.objects.count() == 2


def test_an_empty_answer_is_not_sent(client, office):
    enquiry = EnquiryFactory.create()
    client.force_login(office)

    page = client.post(page_of(enquiry, "answer_enquiry"), {"text": " ", "seen": 0})

    assert "Write an answer. It is sent by email" in page.text
    with pytest.raises(enquiring.NothingWritten):
        enquiring.answer(enquiry=enquiry, text=" ", seen=0, by=office, now=clock.now())
    assert not OutboxMessage.objects.exists()


def test_a_question_is_closed_with_a_reason_and_nobody_is_written_to(client, office):
    enquiry = EnquiryFactory.create()
    client.force_login(office)

    without = client.post(page_of(enquiry, "close_enquiry"), {"note": ""})
    client.post(page_of(enquiry, "close_enquiry"), {"note": "Advertising."})

    assert "Write why you close this question" in without.text
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.closed_by) == (EnquiryState.CLOSED, office)
    assert not OutboxMessage.objects.exists()
    assert "Advertising. (Olive Office)" in client.get(page_of(enquiry)).text
    with pytest.raises(enquiring.NothingWritten):
        enquiring.close(enquiry=enquiry, note=" ", by=office, now=clock.now())


def test_what_is_closed_is_opened_again_before_it_is_answered(client, office):
    enquiry = closed(by=office)
    client.force_login(office)
    with pytest.raises(WrongState):
        enquiring.answer(enquiry=enquiry, text="Yes.", seen=0, by=office, now=clock.now())
    refused = client.post(page_of(enquiry, "answer_enquiry"), {"text": "My answer", "seen": 0})
    assert "This enquiry is closed" in refused.text

    client.post(page_of(enquiry, "reopen_enquiry"))

    enquiry.refresh_from_db()
    assert enquiry.state == EnquiryState.NEW
    twice = client.post(page_of(enquiry, "reopen_enquiry"), follow=True)
    assert "This enquiry is already to answer" in twice.text


def test_only_the_office_answers(clerk, head):
    enquiry = EnquiryFactory.create()

    for person in (clerk, head):
        with pytest.raises(WrongPerson):
            enquiring.answer(enquiry=enquiry, text="Yes.", seen=0, by=person, now=clock.now())
    assert not Answer.objects.exists()


def test_the_longest_waiting_comes_first_and_filters_find(client, office):
    now = clock.now()
    EnquiryFactory.create(name="Late Larry", asked_at=now)
    EnquiryFactory.create(name="Early Edda", asked_at=now - timedelta(days=2))
    answered = EnquiryFactory.create(name="Happy Hal", school_name="Yeading Brook")
    enquiring.answer(enquiry=answered, text="Yes.", seen=0, by=office, now=now)
    client.force_login(office)
    inbox = reverse("members:enquiry_list")

    waits = client.get(inbox).text
    found = client.get(f"{inbox}?state=answered&q=yeading").text
    everything = client.get(f"{inbox}?state=all").text
    nothing = client.get(f"{inbox}?q=zebra").text

    assert waits.index("Early Edda") < waits.index("Late Larry")
    assert "Happy Hal" not in waits
    assert "Happy Hal" in found
    assert "Early Edda" not in found
    assert all(name in everything for name in ("Late Larry", "Early Edda", "Happy Hal"))
    assert "No question fits" in nothing


def test_the_office_sees_at_home_how_many_wait(office, head):
    EnquiryFactory.create_batch(2)

    titles = [(row.title, row.count) for row in waiting.for_person(office, clock.now())]
    assert ("Questions to answer", 2) in titles
    assert "Questions to answer" not in [row.title for row in waiting.for_person(head, clock.now())]


def test_a_question_and_its_answers_are_forgotten_after_a_year(office):
    now = clock.now()
    old = EnquiryFactory.create(asked_at=now - timedelta(days=366), question="A secret")
    enquiring.answer(enquiry=old, text="Yes.", seen=0, by=office, now=now)
    young = EnquiryFactory.create(asked_at=now - timedelta(days=364))

    tasks.forget_enquiries()
    tasks.forget_enquiries()

    assert list(Enquiry.objects.all()) == [young]
    assert not Answer.objects.exists()
    assert "A secret" not in str(list(LogEntry.objects.values_list("changes", flat=True)))


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_the_same_moment_are_one(office, office2):
    enquiry = EnquiryFactory.create()
    together = Barrier(2)

    def send(by):
        mine = Enquiry.objects.get(pk=enquiry.pk)
        together.wait(timeout=10)
        try:
            enquiring.answer(enquiry=mine, text="Yes.", seen=0, by=by, now=clock.now())
        except enquiring.AnsweredMeanwhile:
            return "refused"
        finally:
            connection.close()
        return "sent"

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(send, [office, office2])) == ["refused", "sent"]
    assert OutboxMessage.objects.filter(to=enquiry.email).count() == 1
