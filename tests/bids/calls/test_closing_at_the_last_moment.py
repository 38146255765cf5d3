"""The clock closes a call while somebody submits or the panel agrees: both hear the same story."""

from threading import Event, Thread

import pytest
from django.db import connections, transaction

from bids.models import AgreedMark, Call
from bids.services import agreeing, closing, submitting
from bids.states import BidState, CallState, CriterionKind, Outcome
from hlp.kit.models import OutboxMessage
from tests.factories import deciding as made
from tests.factories.bids import BidFactory, CallFactory, after, head_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.two_writers]


def while_open(first, second):
    """`second` begins when `first` is done and its transaction still open."""
    is_done, may_end = Event(), Event()

    def run_first():
        with transaction.atomic():
            first()
            is_done.set()
            may_end.wait(timeout=2)
        connections.close_all()

    def run_second():
        is_done.wait(timeout=20)
        second()
        may_end.set()
        connections.close_all()

    threads = [Thread(target=run_first), Thread(target=run_second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)


def test_who_submits_in_time_is_not_told_that_the_bid_was_left_as_a_draft():
    call = CallFactory.create(state=CallState.OPEN)
    bid = BidFactory.create(call=call, title="Reading for all")
    by = head_of(bid.lead_school)

    while_open(
        lambda: submitting.submit(bid=bid, by=by, now=call.closes_at),
        lambda: closing.close(call=Call.objects.get(pk=call.pk), now=after(call)),
    )

    bid.refresh_from_db()
    assert bid.state == BidState.SUBMITTED
    assert Call.objects.get(pk=call.pk).state == CallState.CLOSED
    assert not OutboxMessage.objects.filter(key=f"bid:{bid.pk}:left-as-draft").exists()


def test_a_mark_agreed_while_decisions_are_closed_is_looked_at_first():
    call = made.agreed_call(terms={"overall_threshold": 60})
    best, other = call.bids.order_by("number")
    made.decide(best, Outcome.SELECTED)
    made.decide(other)
    by, now, refused = made.board_members(1)[0], made.moderated_at(call), []

    def agree_lower():
        for kind in CriterionKind:
            agreeing.agree(
                bid=best,
                criterion=best.call.criteria.get(kind=kind),
                mark=2,
                reason="Looked at again.",
                for_a_higher_mark="Results.",
                by=by,
                now=now,
            )

    def close():
        try:
            made.closed(call)
        except made.deciding.BelowMinimum as refusal:
            refused.append(refusal)

    while_open(agree_lower, close)

    assert AgreedMark.objects.filter(bid=best, mark=2).count() == len(CriterionKind)
    assert refused
