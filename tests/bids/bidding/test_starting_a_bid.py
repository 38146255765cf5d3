"""One bid for each lead school and call."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from bids.models import Bid
from bids.services import starting
from bids.states import BidState, CallState, SectionKind
from hlp.kit.access import WrongPerson
from tests.factories.bids import BidFactory, CallFactory, after, head_of, member_of, started
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def call():
    return CallFactory.create(state=CallState.OPEN)


def test_a_bid_has_a_section_for_each_criterion_and_each_expectation(call):
    bid = started(call)

    assert set(bid.sections.values_list("kind", flat=True)) == set(SectionKind.values)
    assert (bid.state, bid.number, bid.line_up) == (BidState.DRAFT, 1, str(bid.lead_school_id))


def test_the_second_of_one_school_is_led_to_the_first(call):
    bid = started(call)

    with pytest.raises(starting.AlreadyStarted) as there:
        started(call, bid.lead_school)

    assert there.value.bid == bid
    assert Bid.objects.count() == 1


def test_a_school_that_is_no_member_cannot_bid(call, school, head):
    with pytest.raises(starting.CannotBid, match="is not a member"):
        starting.start(call=call, school=school, by=head, now=call.opens_at)


def test_nobody_starts_another_schools_bid(call, other_head):
    school = member_of(call)

    with pytest.raises(WrongPerson):
        starting.start(call=call, school=school, by=other_head, now=call.opens_at)


def test_no_bid_is_started_before_the_call_opens_or_after_it_closes(call):
    school = member_of(call)
    for now in (call.opens_at - timedelta(seconds=1), after(call)):
        with pytest.raises(starting.CannotBid):
            starting.start(call=call, school=school, by=head_of(school), now=now)


def test_after_withdrawing_a_school_may_start_again_and_numbers_are_not_reused(call):
    first = BidFactory.create(call=call, state=BidState.WITHDRAWN)

    again = started(call, first.lead_school)

    assert again.number == 2


@pytest.mark.parametrize("state", [s for s in BidState if s != BidState.DECIDED])
def test_the_factory_brings_a_bid_into_each_state(call, state):
    bid = BidFactory.create(call=call, state=state)

    bid.refresh_from_db()
    assert bid.state == state


@pytest.mark.parametrize("school", ["", "abc", "²", "9" * 30])
def test_a_school_that_is_none_is_not_there(call, school):
    client = client_of(head_of(member_of(call)))
    url = reverse("bids:start_bid", args=[call.slug])
    with time_machine.travel(call.opens_at + timedelta(days=1), tick=False):
        assert client.post(url, {"school": school}).status_code == 404
