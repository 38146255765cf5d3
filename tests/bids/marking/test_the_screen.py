"""Check 18: five expectations and membership, pass or fail with a reason, told, reinstatable."""

import pytest
from django.conf import settings

from bids.models import Bid
from bids.services import clarifying, marking, panels, screening
from bids.states import BidState, ScreenItem
from hlp.kit.models import OutboxMessage
from hlp.kit.states import WrongMoment, WrongPerson, WrongState
from tests.bids.marking import acts
from tests.factories import bids as made
from tests.factories import board, deciding

pytestmark = pytest.mark.django_db

ALL = {item.value: (True, "") for item in ScreenItem}
NO_KICK_OFF = {**ALL, ScreenItem.KICK_OFF.value: (False, "There is no kick-off event.")}


@pytest.fixture
def bid(office):
    submitted = made.BidFactory.create(state=BidState.SUBMITTED)
    made.closed(submitted.call)
    return Bid.objects.get(pk=submitted.pk)


@pytest.fixture
def now(bid):
    return made.after(bid.call)


def screen(bid, office, now, findings=ALL):
    screening.record(bid=bid, findings=findings, by=office, now=now)
    return screening.finish(bid=bid, by=office, now=now)


def test_a_bid_that_passes_on_every_item_may_be_marked(bid, office, now):
    done = screen(bid, office, now)

    assert (done.state, done.screened_by, done.screen_told_at) == (BidState.PASSED, office, None)
    assert not OutboxMessage.objects.filter(key__startswith=f"bid:{bid.pk}:failed").exists()


def test_a_failed_bid_is_told_why_and_how_to_ask(bid, office, now):
    done = screen(bid, office, now, NO_KICK_OFF)

    mail = OutboxMessage.objects.get(key__startswith=f"bid:{bid.pk}:failed")
    assert (done.state, done.screen_told_at) == (BidState.FAILED, now)
    assert mail.to == made.head_of(bid.lead_school).email
    assert "Kick-off event: There is no kick-off event." in mail.text
    assert settings.OFFICE_EMAIL in mail.text


def test_a_failed_bid_is_not_scorable_until_reinstated(bid, office, now):
    (assessor,) = deciding.board_members(1)
    failed = screen(bid, office, now, NO_KICK_OFF)
    with pytest.raises(WrongMoment, match="no bid to mark"):
        panels.start_marking(call=bid.call, by=office, now=now)

    screening.reinstate(bid=failed, because="It is on page 4.", by=office, now=now)
    panels.start_marking(call=bid.call, by=office, now=now)

    acts.declare(bid, assessor, now=now)
    assert acts.give(acts.again(bid), assessor, now=now).marks.count() == 4


def test_a_failed_bid_cannot_be_marked(bid, office, now):
    (assessor,) = deciding.board_members(1)
    screen(bid, office, now, NO_KICK_OFF)
    acts.declare(bid, assessor, now=now)

    with pytest.raises(WrongPerson):
        marking.abstain(bid=bid, because="x", by=assessor, now=now)
    assert not assessor.has_perm("bids.view_bid", acts.again(bid))


def test_bidders_are_told_of_the_reinstatement(bid, office, now):
    failed = screen(bid, office, now, NO_KICK_OFF)

    done = screening.reinstate(bid=failed, because="It is on page 4.", by=office, now=now)

    mail = OutboxMessage.objects.get(key=f"bid:{bid.pk}:reinstated")
    assert (done.state, done.reinstated_by) == (BidState.PASSED, office)
    assert "It is on page 4." in mail.text
    assert [f.item for f in done.findings.filter(is_passed=False)] == [ScreenItem.KICK_OFF]


def test_a_reinstatement_has_its_reason(bid, office, now):
    failed = screen(bid, office, now, NO_KICK_OFF)

    with pytest.raises(screening.NotFound, match="Say why"):
        screening.reinstate(bid=failed, because=" ", by=office, now=now)


def test_a_failure_has_its_reason(bid, office, now):
    with pytest.raises(screening.NotFound, match="Kick-off event"):
        screening.record(bid=bid, findings={ScreenItem.KICK_OFF: (False, "")}, by=office, now=now)
    assert not bid.findings.exists()


def test_what_is_missing_is_named(bid, office, now):
    screening.record(bid=bid, findings={ScreenItem.KICK_OFF: (True, "")}, by=office, now=now)

    with pytest.raises(screening.NotFound, match="Every school of the bid is a member, Half-term"):
        screening.finish(bid=bid, by=office, now=now)


def test_a_finding_may_be_put_right_until_the_screen_ends(bid, office, clerk, now):
    screening.record(bid=bid, findings=NO_KICK_OFF, by=office, now=now)
    screening.record(bid=bid, findings={ScreenItem.KICK_OFF: (True, "")}, by=clerk, now=now)
    screening.finish(bid=bid, by=clerk, now=now)

    with pytest.raises(screening.TooLate):
        screening.record(bid=bid, findings=ALL, by=office, now=now)


def test_membership_is_computed_of_each_school(bid):
    assert screening.membership_of(bid) == [(bid.lead_school, True)]


def test_passing_a_school_that_is_no_member_asks_for_a_reason(bid, office, now):
    bid.lead_school.memberships.update(state="ended", ended_on=now.date(), ended_because="left")
    findings = {ScreenItem.MEMBERSHIP: (True, "")}

    with pytest.raises(screening.NotFound, match="is not a member"):
        screening.record(bid=bid, findings=findings, by=office, now=now)  # type: ignore[arg-type]
    assert screening.membership_of(acts.again(bid)) == [(bid.lead_school, False)]
    because = {ScreenItem.MEMBERSHIP: (True, "Its successor has signed.")}
    assert len(screening.record(bid=bid, findings=because, by=office, now=now)) == 1  # type: ignore[arg-type]


def test_bids_are_not_screened_before_the_call_has_closed(office):
    bid = made.BidFactory.create(state=BidState.SUBMITTED)

    with pytest.raises(WrongPerson):
        screening.record(bid=bid, findings=ALL, by=office, now=bid.call.opens_at)


def test_the_screen_is_over_when_the_panel_meets(office):
    call = deciding.moderating_call([(3, 3, 3, 3)])
    bid = call.bids.get()
    assert bid.state == BidState.PASSED

    with pytest.raises(WrongState):
        screening.finish(bid=bid, by=office, now=deciding.moderated_at(call))


def test_a_bidders_own_office_person_does_not_screen_it(bid, office, now):
    board.AffiliationFactory.create(user=office, school=bid.lead_school)
    person = acts.fresh(office)

    with pytest.raises(WrongPerson):
        screening.record(bid=bid, findings=ALL, by=person, now=now)
    assert not person.has_perm("bids.oversee_call", bid.call)
    with pytest.raises(WrongPerson):
        clarifying.ask(bid=bid, question="x", sections=["kick_off"], due_at=now, by=person, now=now)
