"""Marks stay due at the same time of day when a call is extended past the change of clocks."""

from datetime import UTC, datetime

import pytest

from bids.services import extending
from bids.states import CallState
from hlp.kit import clock
from tests.factories.bids import CallFactory, office

pytestmark = pytest.mark.django_db


def test_marks_are_due_as_many_days_later_at_the_same_time_of_day():
    t0 = datetime(2022, 9, 26, 8, tzinfo=UTC)  # closes on 24 October, clocks change on the 30th
    call = CallFactory.create(state=CallState.OPEN, t0=t0)
    before = clock.london(call.marks_due_at)
    closes_at = datetime(2022, 11, 2, 12, tzinfo=clock.LONDON)  # nine days later, at noon as before

    extending.extend(
        call=call, closes_at=closes_at, because="Half-term.", by=office(), now=call.opens_at
    )

    call.refresh_from_db()
    after = clock.london(call.marks_due_at)
    assert (after.date() - before.date()).days == 9
    assert after.time() == before.time()
