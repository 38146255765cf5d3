"""Publishing: everything at once, once, and nothing before it (7, 35)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import DatabaseError, connection, transaction

import bids.services
from bids.models import Award, Decision, Instalment, Letter
from bids.services import deciding, letters, opening, preparing, publishing
from bids.signals import awards_published
from bids.states import BidState, CallState, Outcome
from hlp.kit import clock, documents, work
from hlp.kit.access import WrongPerson
from hlp.kit.models import Document, OutboxMessage, WorkItem
from hlp.kit.states import WrongState
from members.models import User
from tests.factories import board
from tests.factories import deciding as made
from tests.factories.bids import moments, office

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():
    """What apps above hear, once per call."""
    calls = []

    def listen(sender, **said):
        calls.append(said)

    awards_published.connect(listen)
    yield calls
    awards_published.disconnect(listen)


def publish(call, because="", by=None):
    return bids.services.publish(
        call=call, no_award_because=because, by=by or made.chair(), now=made.published_at(call)
    )


def run_letters():
    for item in WorkItem.objects.filter(kind=letters.LETTER).order_by("pk"):
        work.run(item.pk, now=clock.now())


def to_bidders():
    return set(OutboxMessage.objects.filter(key__contains=":letter").values_list("to", flat=True))


def test_7_nothing_a_bidder_can_see_changes_before_publishing():
    call = made.decided_call()
    before = OutboxMessage.objects.count()

    assert call.state == CallState.DECIDED
    assert {bid.state for bid in call.bids.all()} == {BidState.PASSED}
    assert not Award.objects.exists()
    assert not Letter.objects.exclude(content=None).exists()
    assert not OutboxMessage.objects.filter(key__contains="letter").exists()
    assert OutboxMessage.objects.count() == before


def test_7_publishing_makes_awards_freezes_decisions_and_queues_every_letter(heard):
    call = made.decided_call()
    best, other = call.bids.order_by("number")

    [award] = publish(call)

    call.refresh_from_db()
    assert (call.state, call.published_by) == (CallState.PUBLISHED, made.chair())
    assert (award.bid, award.priority, award.agreed_sum) == (
        best,
        call.priority,
        Decimal("18000.00"),
    )
    assert {bid.state for bid in call.bids.all()} == {BidState.DECIDED}
    assert Decision.objects.published().count() == 2
    assert set(
        WorkItem.objects.filter(kind=letters.LETTER).values_list("subject_id", flat=True)
    ) == {
        str(best.pk),
        str(other.pk),
    }
    [said] = heard
    assert (said["call"], said["awards"], said["by"]) == (call, [award], made.chair())


def test_published_decisions_and_their_money_cannot_change():
    call = made.decided_call()
    publish(call)

    for change in (
        lambda: Decision.objects.update(outcome=Outcome.NOT_SELECTED, agreed_sum=None),
        lambda: Decision.objects.all().delete(),
        lambda: Instalment.objects.update(amount=1),
        lambda: Award.objects.update(agreed_sum=1),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_second_press_finds_it_done(heard):
    call = made.decided_call()

    first = publish(call)
    second = publish(call)

    assert first == second
    assert len(heard) == 1
    assert Award.objects.count() == 1
    assert WorkItem.objects.filter(kind=letters.LETTER).count() == 2


def test_only_the_chair_publishes():
    call = made.decided_call()

    for person in (office(), made.clerk(), made.board_members(1)[0]):
        with pytest.raises(WrongPerson):
            publish(call, by=person)
    assert not Award.objects.exists()


def test_decisions_that_are_not_closed_are_not_published():
    call = made.agreed_call()
    made.decide(call.bids.order_by("number").first(), Outcome.SELECTED)  # type: ignore[arg-type]

    with pytest.raises(WrongState):
        publish(call)
    assert not Award.objects.exists()


def test_each_bidder_gets_its_letter_once_however_often_workers_run():
    call = made.decided_call()
    publish(call)

    run_letters()
    made_once = Document.objects.filter(kind="letter").order_by("pk").values("pk", "sha256")
    first = list(made_once)
    sent = OutboxMessage.objects.filter(key__contains=":letter").count()
    WorkItem.objects.filter(kind=letters.LETTER).update(state="queued", token="")
    run_letters()

    assert len(first) == 2
    assert (
        list(Document.objects.filter(kind="letter").order_by("pk").values("pk", "sha256")) == first
    )
    assert OutboxMessage.objects.filter(key__contains=":letter").count() == sent == 2
    assert to_bidders() == {board.head_of(bid.lead_school).email for bid in call.bids.all()}
    assert not Letter.objects.filter(sent_at=None).exists()


def test_a_worker_killed_between_pdf_and_mail_is_made_up_for():
    """The document is there, the mail is not: whoever takes over writes the mail, not the PDF."""
    call = made.decided_call()
    publish(call)
    bid = call.bids.first()
    letter = Letter.objects.get(bid=bid)
    key = letters.document_key(bid)  # type: ignore[arg-type]
    there = documents.store(
        key=key, filename="Letter.pdf", data=b"%PDF-1.7 first", kind="letter", now=clock.now()
    )

    letters.send(bid_id=bid.pk, now=clock.now())

    letter.refresh_from_db()
    assert letter.document == there
    assert documents.read(there) == b"%PDF-1.7 first"
    assert OutboxMessage.objects.filter(key=f"bid:{bid.pk}:letter").count() == 1


def test_35_no_award_needs_a_reason_that_everybody_may_read():
    call = made.decided_call(select=0)

    with pytest.raises(publishing.NoAwardUnexplained):
        publish(call)
    assert publish(call, "No bid showed enough expertise.") == []

    call.refresh_from_db()
    assert call.no_award_because == "No bid showed enough expertise."
    run_letters()
    assert len(to_bidders()) == 2


def test_35_after_no_award_the_priority_is_called_again_and_bidders_are_told():
    call = made.decided_call(select=0)
    publish(call, "No bid showed enough expertise.")
    call.refresh_from_db()
    t0 = made.published_at(call) + timedelta(days=7)

    again = preparing.next_call(
        follows=call,
        title="SEND, second call",
        by=office(),
        now=made.published_at(call),
        **moments(t0),
    )
    preparing.change_call(
        call=again,
        decided_on=made.DECIDED_ON,
        minute_reference="Board 6 June 2022, item 4",
        by=office(),
    )
    preparing.confirm_descriptors(call=again, by=office(), now=made.published_at(call))
    opening.open_call(call=again, by=office(), now=t0)
    for item in WorkItem.objects.filter(kind="bids.tell"):
        work.run(item.pk, now=clock.now())

    told = OutboxMessage.objects.filter(key=f"call:{again.pk}:open").values_list("to", flat=True)
    assert again.follows == call
    assert {board.head_of(bid.lead_school).email for bid in call.bids.all()} <= set(told)
    assert not again.bids.exists()


@pytest.mark.two_writers
@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_publish_once(heard):
    call = made.decided_call()
    chair = made.chair()

    start = Barrier(2)

    def press(_):
        start.wait()
        try:
            return publish(call, by=User.objects.get(pk=chair.pk))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(press, range(2)))

    assert [len(awards) for awards in results] == [1, 1]
    assert len(heard) == 1
    assert Award.objects.count() == 1
    assert Letter.objects.count() == 2


def test_reconsidering_is_over_once_published():
    call = made.published_call()

    with pytest.raises(WrongState):
        deciding.reconsider(call=call, by=made.board_members(1)[0], now=made.published_at(call))
