"""A call that is being marked: two bids of their own schools, a panel of three, nobody declared."""

import pytest

from tests.factories import deciding


@pytest.fixture
def call(office, clerk, chair):
    return deciding.marking_call(2)


@pytest.fixture
def bids(call):
    return list(call.bids.order_by("number"))


@pytest.fixture
def bid(bids):
    return bids[0]


@pytest.fixture
def rival(bids):
    return bids[1]


@pytest.fixture
def panel(call):
    return deciding.board_members(3)


@pytest.fixture
def assessor(panel):
    return panel[0]


@pytest.fixture
def now(call):
    return deciding.marked_at(call)


@pytest.fixture
def clear(assessor, bids, now):
    """The assessor has declared that there is no interest in either bid."""
    for each in bids:
        deciding.no_interest(each, assessor, now)
    return assessor
