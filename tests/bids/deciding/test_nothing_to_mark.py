"""A call that closes with no bid to mark ends as “no award”, with its reason; then called again."""

from datetime import timedelta

import pytest
from django.urls import reverse

from bids.models import Call, Letter
from bids.services import (
    closing,
    exceptions,
    letters,
    preparing,
    publishing,
    screening,
    withdrawing,
)
from bids.signals import awards_published
from bids.states import BidState, CallState
from bids.workflow import may_be_screened
from hlp.kit import clock, work
from hlp.kit.access import WrongPerson
from hlp.kit.models import OutboxMessage, WorkItem
from hlp.kit.states import WrongMoment
from tests.factories import bids as calls
from tests.factories import deciding as made
from tests.factories.bids import moments, office
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db

BECAUSE = "The only bid offers no kick-off event."


def failed_call():
    bid = calls.BidFactory.create(state=BidState.FAILED)
    return Call.objects.get(pk=bid.call_id)


def publish(call, because=BECAUSE, by=None):
    return publishing.publish(
        call=call, no_award_because=because, by=by or made.chair(), now=made.published_at(call)
    )


def test_where_every_bid_failed_the_chair_publishes_no_award_and_bidders_are_told():
    call = failed_call()
    heard = []
    listen = lambda sender, **said: heard.append(said["awards"])  # noqa: E731
    awards_published.connect(listen)

    assert publish(call) == []

    awards_published.disconnect(listen)
    call.refresh_from_db()
    bid = call.bids.get()
    assert (call.state, call.no_award_because) == (CallState.PUBLISHED, BECAUSE)
    assert (bid.state, heard) == (BidState.FAILED, [[]])
    for item in WorkItem.objects.filter(kind=letters.LETTER):
        work.run(item.pk, now=clock.now())
    content = Letter.objects.get(bid=bid).content or {}
    assert content["findings"] == [
        {"item": "Kick-off event", "reason": "The bid has no kick-off event."}
    ]
    mail = OutboxMessage.objects.get(key=f"bid:{bid.pk}:letter")
    assert mail.to == calls.head_of(bid.lead_school).email


def test_where_no_bid_came_the_priority_is_called_again():
    call = calls.CallFactory.create(state=CallState.CLOSED)

    publish(call, "Nobody bid.")
    again = preparing.next_call(
        follows=Call.objects.get(pk=call.pk),
        title="SEND, second call",
        by=office(),
        now=made.published_at(call),
        **moments(made.published_at(call) + timedelta(days=7)),
    )

    assert again.follows == call


def test_also_where_every_bid_is_withdrawn_while_they_are_marked():
    call = made.marking_call(1)
    bid = call.bids.get()
    withdrawing.withdraw(bid=bid, by=calls.head_of(bid.lead_school), now=made.marked_at(call))

    publish(call)

    assert Call.objects.get(pk=call.pk).state == CallState.PUBLISHED


def test_it_says_why_and_is_the_chairs_to_do():
    call = failed_call()

    with pytest.raises(publishing.NoAwardUnexplained):
        publish(call, " ")
    for person in (office(), made.clerk(), made.board_members(2)[1]):
        with pytest.raises(WrongPerson):
            publish(call, by=person)


def test_not_while_a_bid_waits_for_the_screen_or_was_passed():
    call = calls.CallFactory.create(state=CallState.OPEN)
    calls.submitted(calls.filled_in(calls.started(call)))
    closing.close(call=call, now=calls.after(call))

    with pytest.raises(WrongMoment, match="has not been screened"):
        publish(call)
    calls.screened(call.bids.get())
    with pytest.raises(WrongMoment, match="has not decided"):
        publish(call)


def test_not_while_a_school_may_still_be_late():
    call = calls.CallFactory.create(state=CallState.CLOSED)
    exceptions.grant(
        call=call,
        school=calls.member_of(call),
        because="The network of the borough was down.",
        minute_reference="Board, item 2",
        expires_at=made.moderated_at(call),
        by=office(),
        now=calls.after(call),
    )

    with pytest.raises(WrongMoment, match="may still submit"):
        publishing.publish(
            call=call, no_award_because=BECAUSE, by=made.chair(), now=made.marked_at(call)
        )
    publish(call)


def test_until_it_is_published_a_bid_is_reinstated_and_after_that_not():
    call = failed_call()
    bid = call.bids.get()

    assert may_be_screened(bid, made.marked_at(call)) is None
    screening.reinstate(bid=bid, because="It is on page 4.", by=office(), now=made.marked_at(call))
    with pytest.raises(WrongMoment, match="has not decided"):
        publish(call)


def test_the_chair_finds_it_on_the_page_of_the_call():
    call = failed_call()
    client = client_of(made.chair())
    page = reverse("bids:publish_call", args=[call.slug])

    assert page in client.get(reverse("bids:call_detail", args=[call.slug])).content.decode()
    assert "There is no bid to mark" in client.get(page).content.decode()
    answer = client.post(page, {"no_award_because": BECAUSE}, follow=True)

    assert BECAUSE in answer.content.decode()
    assert client.get(page).status_code == 404


def test_there_is_no_such_page_for_others_or_while_there_is_something_to_mark():
    over = failed_call()
    marked = made.marking_call(1)
    page = reverse("bids:publish_call", args=[over.slug])

    assert client_of(office()).get(page).status_code == 404
    other = reverse("bids:publish_call", args=[marked.slug])
    assert client_of(made.chair()).get(other).status_code == 404
    assert (
        other
        not in client_of(made.chair())
        .get(reverse("bids:call_detail", args=[marked.slug]))
        .content.decode()
    )
