"""Check 28: level bids rank the same way on every run, and the page says which step decided."""

import pytest
from django.db import DatabaseError, transaction

from bids.services import deciding, placing
from bids.states import CallState, CriterionKind, Outcome, TieStep
from hlp.kit.access import WrongPerson
from tests.factories import deciding as made

pytestmark = pytest.mark.django_db


def now(call):
    return made.moderated_at(call)


def close(call):
    return deciding.close_decisions(
        call=call, by=made.board_members(1)[0], now=made.moderated_at(call)
    )


def test_28_level_bids_need_the_chairs_reason_before_one_is_selected():
    call = made.agreed_call(((3, 3, 3, 3), (3, 3, 3, 3)))
    one, two = call.bids.order_by("number")
    made.decide(one, Outcome.NOT_SELECTED)
    made.decide(two, Outcome.SELECTED)
    chair = made.chair()

    assert [line.step for line in placing.whole(call)] == [TieStep.NONE, None]
    with pytest.raises(deciding.WrongOrder, match="level with a bid that is selected"):
        close(call)

    deciding.record_chair_reason(
        before=two, after=one, because="It reaches more schools.", by=chair, now=now(call)
    )

    lines = placing.whole(call)
    assert [(line.bid, line.step) for line in lines] == [(two, TieStep.CHAIR), (one, None)]
    assert close(call).state == CallState.DECIDED


def test_28_the_chair_decides_only_between_level_bids_and_only_once():
    call = made.agreed_call(((4, 4, 4, 4), (3, 3, 3, 3), (3, 3, 3, 3)))
    best, two, three = call.bids.order_by("number")
    chair = made.chair()

    def record(before, after, by=chair):
        deciding.record_chair_reason(
            before=before, after=after, because="It reaches more.", by=by, now=now(call)
        )

    with pytest.raises(deciding.NotLevel):
        record(two, best)
    with pytest.raises(WrongPerson):
        record(two, three, by=made.board_members(1)[0])
    record(two, three)
    with pytest.raises(deciding.NotLevel):
        record(three, two)
    with pytest.raises(DatabaseError), transaction.atomic():
        call.chair_reasons.update(because="Something else.")


def test_28_the_published_step_is_named_in_the_ranking():
    call = made.agreed_call(((3, 3, 4, 2), (3, 3, 3, 3)))

    first, _ = placing.whole(call)

    assert first.step == TieStep.APPROACH
    assert first.agreed[CriterionKind.APPROACH].mark == 4
