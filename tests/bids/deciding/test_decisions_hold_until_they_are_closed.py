"""Marks and people may change after a decision: all are looked at again when they are closed."""

from datetime import timedelta

import pytest

from bids import rules
from bids.models import Bid, Call
from bids.services import (
    agreeing,
    combining,
    deciding,
    declaring_interests,
    partnering,
    submitting,
)
from bids.states import CallState, CriterionKind, InterestKind, Outcome
from hlp.kit import states
from members.states import PortalRole, SchoolRole
from tests.factories import board, cast
from tests.factories import deciding as made
from tests.factories.members import AffiliationFactory

pytestmark = pytest.mark.django_db


def decided(call):
    best, other = call.bids.order_by("number")[:2]
    made.decide(best, Outcome.SELECTED)
    made.decide(other)
    return best


def test_27_a_mark_agreed_below_the_minimum_after_the_decision_needs_its_reason():
    call = made.agreed_call(terms={"overall_threshold": 60})
    best = decided(call)
    by, now = made.board_members(1)[0], made.moderated_at(call)
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

    with pytest.raises(deciding.BelowMinimum, match="Decide on it again"):
        made.closed(call)


def test_22_an_interest_declared_after_the_decision_counts_against_the_quorum():
    call = made.agreed_call()
    best = decided(call)
    declaring_interests.declare(
        bid=best,
        kind=InterestKind.DIRECT,
        details="My sister has just become its head.",
        by=made.board_members(3)[2],
        now=made.moderated_at(call),
    )

    with pytest.raises(deciding.NotReady, match="free of conflict"):
        made.closed(call)


def test_35_a_joint_bid_that_waits_for_the_screen_holds_up_the_decisions():
    call = made.agreed_call()
    bids = list(call.bids.order_by("number"))
    for bid in bids:
        made.decide(bid, Outcome.COMBINE)
    now = made.moderated_at(call)
    joint = combining.combine(
        bids=[Bid.objects.get(pk=bid.pk) for bid in bids],
        lead=bids[0],
        by=made.board_members(1)[0],
        now=now,
    )
    for partner in joint.partners.all():
        partnering.accept(partner=partner, by=board.head_of(partner.school), now=now)
    submitting.submit(bid=joint, by=board.head_of(joint.lead_school), now=now)
    decided(Call.objects.get(pk=call.pk))  # the board thinks otherwise, and leaves it lying

    with pytest.raises(states.WrongMoment, match="not been screened"):
        made.closed(call)


def test_28_a_deputy_breaks_the_tie_where_the_chair_is_out_of_the_call():
    call = made.agreed_call(((4, 4, 4, 4), (4, 4, 4, 4)))
    chair = made.chair()
    deputy = cast.in_partnership("Dee Deputy", PortalRole.DEPUTY_CHAIR, PortalRole.BOARD_MEMBER)
    one, other = call.bids.order_by("number")
    assert chair.has_perm("bids.break_tie", call)
    assert not deputy.has_perm("bids.break_tie", call)

    AffiliationFactory.create(user=chair, school=one.lead_school, role=SchoolRole.STAFF)
    deputy = type(deputy).objects.get(pk=deputy.pk)
    deciding.record_chair_reason(
        before=one,
        after=other,
        because="It reaches more schools.",
        by=deputy,
        now=made.moderated_at(call) + timedelta(hours=1),
    )

    assert call.chair_reasons.get().recorded_by == deputy


def test_22_a_chair_with_an_interest_in_the_bid_does_not_rule_on_others():
    call = made.marking_call()
    bid = call.bids.order_by("number").first()
    chair, now = made.chair(), made.marked_at(call)
    deputy = cast.in_partnership("Dee Deputy", PortalRole.DEPUTY_CHAIR, PortalRole.BOARD_MEMBER)
    interest = declaring_interests.declare(
        bid=bid,  # type: ignore[arg-type]
        kind=InterestKind.PERCEIVED,
        details="I know the head.",
        by=made.board_members(1)[0],
        now=now,
    )
    assert chair.has_perm("bids.rule_on_interest", interest)

    declaring_interests.declare(
        bid=bid,  # type: ignore[arg-type]
        kind=InterestKind.DIRECT,
        details="My husband is its head.",
        by=chair,
        now=now,
    )

    assert rules.has_interest(chair, interest)
    assert not chair.has_perm("bids.rule_on_interest", interest)
    assert deputy.has_perm("bids.rule_on_interest", interest)
    assert Bid.objects.get(pk=bid.pk).call.state == CallState.MARKING
