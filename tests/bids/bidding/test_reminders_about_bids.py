"""Who hears that a partner has not answered, or that changes lie unsent."""

from datetime import timedelta

from bids.reminders import bids as rules
from hlp.kit import clock
from tests.bids.bidding.test_submitting_a_bid import write
from tests.factories.bids import head_of, partner, submitted


def two_days_before(call):
    return clock.day_of(call.closes_at) - timedelta(days=2)


def test_head_and_lead_hear_that_the_answer_is_missing(bid):
    asked, _accepted = partner(bid, accepts=False), partner(bid)

    (to_asked,) = rules.partner_waiting(two_days_before(bid.call))
    (to_lead,) = rules.partner_missing(two_days_before(bid.call))

    assert to_asked.to == head_of(asked.school).email
    assert to_lead.to == head_of(bid.lead_school).email
    assert {to_asked.on, to_lead.on} == {clock.day_of(bid.call.closes_at)}


def test_only_who_has_changes_that_are_not_submitted_hears_of_them(bid, monday):
    submitted(bid, now=monday)
    day = two_days_before(bid.call)
    assert list(rules.changes_unsent(day)) == []

    write(bid, "approach", "Better.", now=monday + timedelta(hours=1))

    (due,) = rules.changes_unsent(day)
    assert due.to == head_of(bid.lead_school).email
    assert "Approach" in due.line.detail
