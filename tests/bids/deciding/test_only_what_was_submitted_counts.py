"""What a bidder types after submitting counts for nothing: not its cost, title or summary."""

from datetime import timedelta
from decimal import Decimal

import pytest

from bids.models import Bid
from bids.services import deciding, writing
from bids.states import CallState, Outcome
from tests.factories import board
from tests.factories import deciding as made
from tests.factories.bids import CallFactory, after

pytestmark = pytest.mark.django_db


def typed_after_submitting(bid, now):
    return writing.save_details(
        bid=bid,
        title="Dearer than before",
        summary="Twice as much money, half as much done.",
        cost=Decimal("19500.00"),
        cost_notes="Because we can.",
        revision=bid.details_revision,
        by=board.head_of(bid.lead_school),
        now=now,
    )


@pytest.fixture
def call():
    """Two bids; the first one's details were changed after it was submitted, the call is agreed."""
    call = CallFactory.create(state=CallState.OPEN)
    members = made.board_members(3)
    for _ in range(2):
        made.a_bid(call)
    typed_after_submitting(call.bids.order_by("number")[0], call.closes_at - timedelta(hours=1))
    with pytest.raises(writing.TooLate):
        typed_after_submitting(call.bids.order_by("number")[1], after(call))
    call = made.started(call)
    for bid in call.bids.order_by("number"):
        for member in members:
            made.give(bid, member, (4, 4, 4, 4))
    call = made.opened(call)
    for bid in call.bids.order_by("number"):
        made.agree(bid, (4, 4, 4, 4))
    return call


def test_the_agreed_sum_is_held_to_the_cost_that_was_submitted(call):
    for bid in call.bids.order_by("number"):
        with pytest.raises(deciding.WrongSum, match=r"at most £18,000\.00"):
            made.decide(bid, Outcome.SELECTED, **made.money("19500.00"))


def test_board_letter_and_public_page_read_what_was_submitted(call):
    for bid in Bid.objects.filter(call=call):
        said = bid.versions.get().content
        assert (bid.title, bid.summary) == (said["title"], said["summary"])
        assert bid.cost == Decimal("18000.00")
