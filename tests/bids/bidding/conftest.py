"""A call that is open, a bid in it, and a browser that stands on a moment of the story."""

from datetime import timedelta

import pytest
import time_machine

from bids.states import CallState
from tests.factories.bids import BidFactory, CallFactory, head_of


@pytest.fixture
def call(db):
    return CallFactory.create(state=CallState.OPEN)


@pytest.fixture
def bid(call):
    """A draft with text in every section."""
    made = BidFactory.create(call=call, title="Reading for all")
    made.refresh_from_db()
    return made


@pytest.fixture
def lead(bid):
    return head_of(bid.lead_school)


@pytest.fixture
def monday(call):
    """Two days after the call opened."""
    return call.opens_at + timedelta(days=2)


@pytest.fixture
def on_monday(monday):
    with time_machine.travel(monday, tick=False):
        yield
