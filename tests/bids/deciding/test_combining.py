"""Combining: a joint bid that every school accepts, decided before publishing (35)."""

from datetime import timedelta

import pytest

import bids.services
from bids.models import Award, Bid
from bids.services import combining, deciding, moderating, partnering, submitting
from bids.states import BidState, Outcome, PartnerState
from hlp.kit.models import OutboxMessage
from hlp.kit.states import WrongMoment
from tests.factories import board
from tests.factories import deciding as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    """Two bids the board would like to see as one, and a third that is not selected."""
    call = made.agreed_call(((4, 4, 3, 3), (3, 3, 4, 4), (2, 2, 2, 2)))
    one, two, three = call.bids.order_by("number")
    for bid in (one, two):
        made.decide(bid, Outcome.COMBINE)
    made.decide(three, Outcome.NOT_SELECTED)
    return call, one, two


def now(call):
    return made.moderated_at(call) + timedelta(days=1)


def combine(call, one, two):
    parts = [Bid.objects.get(pk=bid.pk) for bid in (one, two)]
    return combining.combine(bids=parts, lead=parts[0], by=made.board_members(1)[0], now=now(call))


def test_a_joint_bid_is_begun_with_the_leads_text_and_every_other_school_asked(asked):
    call, one, two = asked

    joint = combine(call, one, two)

    assert (joint.lead_school, joint.state, joint.number) == (one.lead_school, BidState.DRAFT, 4)
    assert set(joint.combines.all()) == {one, two}
    assert joint.sections.get(kind="approach").text == one.sections.get(kind="approach").text
    [partner] = joint.partners.all()
    assert (partner.school, partner.state) == (two.lead_school, PartnerState.ASKED)
    assert joint.line_up == ",".join(sorted(str(bid.lead_school_id) for bid in (one, two)))
    told = OutboxMessage.objects.filter(key__startswith=f"bid:{joint.pk}:combine:")
    assert set(told.values_list("to", flat=True)) == {
        board.head_of(bid.lead_school).email for bid in (one, two)
    }


def test_only_bids_the_board_asked_are_combined_and_each_once(asked):
    call, one, two = asked
    three = call.bids.get(number=3)

    with pytest.raises(combining.CannotCombine, match="Decide first"):
        combine(call, one, three)
    with pytest.raises(combining.CannotCombine, match="at least two"):
        combine(call, one, one)
    combine(call, one, two)
    with pytest.raises(combining.CannotCombine, match="in a joint bid already"):
        combine(call, one, two)


def test_32_it_cannot_be_submitted_before_every_school_has_accepted(asked):
    call, one, two = asked
    joint = combine(call, one, two)
    head = board.head_of(one.lead_school)

    with pytest.raises(WrongMoment, match="have not accepted yet"):
        submitting.submit(bid=joint, by=head, now=now(call))

    accept(joint, two, call)
    submitting.submit(bid=joint, by=head, now=now(call))

    joint.refresh_from_db()
    assert joint.state == BidState.SUBMITTED


def accept(joint, part, call):
    partnering.accept(
        partner=joint.partners.get(), by=board.head_of(part.lead_school), now=now(call)
    )


def test_decisions_are_not_closed_while_the_joint_bid_is_not_there(asked):
    call, one, two = asked

    with pytest.raises(deciding.NotReady, match="with no other bid yet"):
        made.closed(call)
    joint = combine(call, one, two)
    with pytest.raises(deciding.NotReady, match="has not accepted"):
        made.closed(call)
    accept(joint, two, call)
    with pytest.raises(deciding.NotReady, match="is draft"):
        made.closed(call)


def test_a_joint_bid_is_screened_declared_on_decided_and_published(asked):
    call, one, two = asked
    joint = combine(call, one, two)
    accept(joint, two, call)
    submitting.submit(bid=joint, by=board.head_of(one.lead_school), now=now(call))
    made.passed(joint, now(call))
    members = made.board_members(3)
    for member in members:
        made.no_interest(joint, member, now(call))
    joint = Bid.objects.get(pk=joint.pk)
    when = {"by": members[0], "now": now(call)}

    moderating.begin(bid=joint, held_on=now(call).date(), **when)
    moderating.note_presence(bid=joint, present=members, left={}, **when)
    moderating.finish(bid=joint, notes="Better together.", dissent="", **when)
    made.decide(joint, Outcome.SELECTED)
    made.closed(call)
    awards = bids.services.publish(call=call, by=made.chair(), now=made.published_at(call))

    assert [award.bid for award in awards] == [joint]
    assert Award.objects.get().bid.partners.get().school == two.lead_school
    assert {bid.letter.content["outcome"] for bid in (one, two)} == {Outcome.COMBINE.label}


def test_a_school_that_declines_stops_the_joint_bid(asked):
    call, one, two = asked
    joint = combine(call, one, two)
    partnering.decline(
        partner=joint.partners.get(), by=board.head_of(two.lead_school), now=now(call)
    )

    with pytest.raises(deciding.NotReady, match="has not accepted the joint bid"):
        made.closed(call)
