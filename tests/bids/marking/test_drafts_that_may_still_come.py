"""Who may still hand in a bid of their own reads nobody else's: a draft counts as long as it may
come in."""

from datetime import timedelta

import pytest
import time_machine

from bids import rules
from bids.models import Bid
from bids.services import clearance, early, exceptions, starting
from bids.states import BidState, CallState, InterestKind
from hlp.kit.access import WrongPerson
from members.states import PortalRole, SchoolRole
from tests.bids.marking import acts
from tests.factories import cast, deciding
from tests.factories.bids import BidFactory, CallFactory, after, head_of, member_of, office
from tests.factories.members import AffiliationFactory, RoleHeldFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def late():
    """A closed call with a rival that passed, and a head on the board who may still hand in."""
    call = CallFactory.create(state=CallState.OPEN)
    rival = deciding.a_bid(call)
    draft = BidFactory.create(call=call)
    head = head_of(draft.lead_school)
    RoleHeldFactory.create(user=head, role=PortalRole.BOARD_MEMBER)
    exceptions.grant(
        call=call,
        school=draft.lead_school,
        expires_at=call.closes_at + timedelta(days=9),
        because="The school was closed by a flood.",
        minute_reference="Board 2 May 2022, item 2",
        by=office(),
        now=call.closes_at - timedelta(hours=1),
    )
    call = deciding.started(call)
    rival.refresh_from_db()
    return call, rival, acts.fresh(head)


def test_a_head_with_a_late_exception_reads_no_rival_before_handing_in(late):
    call, rival, head = late
    now = after(call) + timedelta(days=1)

    with time_machine.travel(now, tick=False):
        assert rules.is_out(head, call)
        with pytest.raises(WrongPerson):
            acts.declare(rival, head, now=now)
        assert not Bid.objects.visible_to(head).filter(pk=rival.pk).exists()
        assert head.pk in clearance.of_bid(rival, now).out
        assert not call.assessors.owing(call).filter(user=head).exists()


def test_once_the_exception_has_run_out_the_head_marks_like_others(late):
    call, rival, head = late
    now = call.closes_at + timedelta(days=10)

    with time_machine.travel(now, tick=False):
        assert not rules.is_out(head, call)
        acts.declare(rival, head, now=now)
        assert Bid.objects.visible_to(head).filter(pk=rival.pk).exists()
        assert call.assessors.owing(call).filter(user=head).exists()


def test_who_works_at_a_school_that_writes_a_bid_opens_no_rivals_early(office):
    call = CallFactory.create(state=CallState.OPEN)
    school = member_of(call)
    now = call.opens_at + timedelta(days=3)
    AffiliationFactory.create(user=office, school=school, role=SchoolRole.STAFF)
    person = acts.fresh(office)
    with time_machine.travel(now, tick=False):
        assert person.has_perm("bids.open_early", call)
        starting.start(call=call, school=school, by=head_of(school), now=now)
        with pytest.raises(WrongPerson):
            early.open_early(call=call, because="To plan the panel.", by=person, now=now)


def test_an_interest_declared_on_the_panel_holds_in_the_office_as_well(bid, rival, now):
    both = cast.in_partnership("Bea Both", PortalRole.CLERK, PortalRole.BOARD_MEMBER)
    with time_machine.travel(now, tick=False):
        assert both.has_perm("bids.view_bid", bid)
        acts.declare(bid, both, InterestKind.DIRECT, "My husband is its head.", now=now)
        person = acts.fresh(both)

        assert not person.has_perm("bids.view_bid", bid)
        assert not person.has_perm("bids.clarify_bid", bid)
        assert person.has_perm("bids.view_bid", rival)
    assert bid.state == BidState.PASSED
