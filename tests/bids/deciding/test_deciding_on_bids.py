"""The board's decisions: what closes the button, and what a decision needs (19, 20, 23, 27, 28)."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from bids.models import Bid, Decision
from bids.services import deciding, moderating, panels, placing, quorum
from bids.states import CallState, Outcome
from hlp.kit.access import WrongPerson
from members.states import PortalRole
from tests.factories import cast
from tests.factories import deciding as made
from tests.factories.bids import office
from tests.factories.members import RoleHeldFactory

pytestmark = pytest.mark.django_db


def first_of(call):
    return call.bids.order_by("number").first()


def test_the_best_bid_is_selected_with_its_sum_and_instalments():
    call = made.agreed_call()
    best = first_of(call)

    row = made.decide(best, Outcome.SELECTED, **made.money("18000.00", "8000.00", "10000.00"))

    assert (row.outcome, row.agreed_sum) == (Outcome.SELECTED, Decimal("18000.00"))
    amounts = row.instalments.order_by("number").values_list("amount", flat=True)
    assert list(amounts) == [Decimal("8000.00"), Decimal("10000.00")]


def test_instalments_that_do_not_add_up_are_refused_and_nothing_is_kept():
    bid = first_of(made.agreed_call())

    with pytest.raises(deciding.WrongSum, match="add up"):
        made.decide(bid, Outcome.SELECTED, **made.money("18000.00", "8000.00", "9000.00"))
    with pytest.raises(deciding.WrongSum, match=r"at most £18,000\.00"):
        made.decide(bid, Outcome.SELECTED, **made.money("18000.01"))

    assert not Decision.objects.exists()


def test_no_more_bids_are_selected_than_the_call_says():
    call = made.agreed_call()
    best, other = call.bids.order_by("number")
    made.decide(best, Outcome.SELECTED)

    with pytest.raises(deciding.WrongOrder, match="selects 1 bid"):
        made.decide(other, Outcome.SELECTED)

    made.decide(best, Outcome.SELECTED)  # again, in other words: the same one


def test_a_lower_bid_is_not_selected_before_a_higher_one():
    call = made.agreed_call()
    best, other = call.bids.order_by("number")
    made.decide(best, Outcome.NOT_SELECTED)
    made.decide(other, Outcome.SELECTED)

    with pytest.raises(deciding.WrongOrder, match="stands before"):
        close(call)


def close(call):
    return deciding.close_decisions(
        call=call, by=made.board_members(1)[0], now=made.moderated_at(call)
    )


# 19. A decision needs decider, date and reason, in the database


@pytest.mark.parametrize("missing", ["decided_by", "decided_on", "decided_at"])
def test_19_a_decision_without_who_or_when_cannot_be_stored(missing):
    row = made.decide(first_of(made.agreed_call()), Outcome.SELECTED)

    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=row.pk).update(**{missing: None})


def test_19_a_decision_without_a_reason_or_its_minute_cannot_be_stored():
    row = made.decide(first_of(made.agreed_call()), Outcome.SELECTED)

    for field in ("public_reason", "minute_reference"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.filter(pk=row.pk).update(**{field: ""})


def test_19_a_selected_bid_without_its_sum_cannot_be_stored():
    row = made.decide(first_of(made.agreed_call()), Outcome.SELECTED)

    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=row.pk).update(agreed_sum=None)


# 23. Quorum, bid by bid, net of conflicts


def test_23_too_few_independent_marks_close_the_button_and_another_marker_opens_it():
    call = made.marking_call(1, members=3)
    bid = first_of(call)
    one, two, three = made.board_members(3)
    made.give(bid, one, (3, 3, 3, 3))
    made.give(bid, two, (3, 3, 3, 3))
    made.give(bid, three, None)
    made.opened(call)
    made.agree(bid, (3, 3, 3, 3))

    assert "2 assessors free of conflict marked" in deciding.why_closed(reread(bid), now(call))
    with pytest.raises(deciding.NotReady, match="Ask another independent assessor"):
        made.decide(bid)

    late = latecomer()
    panels.add(call=call, user=late, by=office(), now=now(call))
    made.give(reread(bid), late, (4, 4, 4, 4), now=now(call))

    assert deciding.why_closed(reread(bid), now(call)) is None
    made.decide(bid)


def test_23_whoever_could_read_the_marks_is_no_independent_marker():
    call = made.moderating_call(members=3)
    idle = cast.in_partnership("Ida Idle", PortalRole.BOARD_MEMBER)

    with pytest.raises(panels.CannotAsk, match="could read the others’ marks"):
        panels.add(call=call, user=idle, by=office(), now=now(call))


def test_26_a_latecomer_sees_nobodys_marks_before_giving_their_own():
    call = made.moderating_call(members=3)
    bid = first_of(call)
    late = latecomer()
    panels.add(call=call, user=late, by=office(), now=now(call))
    made.no_interest(bid, late, now(call))

    assert not Bid.objects.for_panel(late).exists()
    assert not late.has_perm("bids.moderate_bid", bid)

    made.give(bid, late, (1, 1, 1, 1), now=now(call))

    assert list(Bid.objects.for_panel(late)) == [bid]


def test_23_presence_counts_too_and_nobody_with_a_conflict_is_counted():
    call = made.moderating_call(members=4)
    bid = first_of(call)
    members = made.board_members(4)
    made.agree(bid, (4, 4, 4, 4), present=members[:2])

    assert "2 people free of conflict took part" in deciding.why_closed(reread(bid), now(call))

    note(bid, members[:3])

    assert deciding.why_closed(reread(bid), now(call)) is None


def test_23_an_interest_that_comes_up_later_takes_the_marker_out_of_the_count():
    call = made.moderating_call(members=3)
    bid = first_of(call)
    made.agree(bid, (4, 4, 4, 4))
    found = quorum.of_bid(reread(bid), now(call))
    bid.line_up = f"{bid.line_up},999999"  # a partner comes in: everybody is asked again
    bid.save(update_fields=["line_up"])

    after = quorum.of_bid(reread(bid), now(call))

    assert (found.markers, found.closed) == (3, None)
    assert (after.markers, after.present) == (0, 0)
    assert after.closed is not None


def note(bid, present):
    moderating.note_presence(
        bid=bid, present=present, left={}, by=made.board_members(1)[0], now=now(bid.call)
    )


def latecomer():
    person = cast.UserFactory.create(name="Lara Late")
    RoleHeldFactory.create(
        user=person,
        role=PortalRole.PANEL_ASSESSOR,
        from_on=date(2022, 5, 16),  # the day moderation opens
    )
    return person


def now(call):
    return made.moderated_at(call)


def reread(bid):
    return Bid.objects.get(pk=bid.pk)


# 27. Below minimum


def test_27_a_bid_below_a_minimum_is_selected_only_with_a_recorded_reason():
    call = made.agreed_call(((3, 3, 3, 3),), terms={"overall_threshold": 70})
    bid = first_of(call)

    assert placing.line_of(reread(bid)).below_labels == ["Total"]
    with pytest.raises(deciding.BelowMinimum, match="below the minimum on: Total"):
        made.decide(bid, Outcome.SELECTED)

    row = made.decide(bid, Outcome.SELECTED, below_minimum_because="The only bid for SEND.")
    assert row.below_minimum_because == "The only bid for SEND."


def test_27_passing_over_a_bid_below_minimum_needs_no_reason():
    call = made.agreed_call(((3, 3, 3, 3), (4, 4, 4, 4)), terms={"overall_threshold": 70})
    low, high = call.bids.order_by("number")
    made.decide(low, Outcome.NOT_SELECTED)
    made.decide(high, Outcome.SELECTED)

    assert close(call).state == CallState.DECIDED


# Who and when


def test_only_a_member_of_the_board_free_of_conflict_decides():
    bid = first_of(made.agreed_call())

    for person in (office(), made.clerk(), cast.in_partnership("Pat", PortalRole.PANEL_ASSESSOR)):
        with pytest.raises(WrongPerson):
            made.decide(bid, by=person)


def test_nothing_is_decided_before_the_panel_has_finished():
    call = made.moderating_call()
    bid = first_of(call)

    assert "not taken this bid up" in deciding.why_closed(bid, now(call))
    made.agree(bid, (4, 4, 4, 4), finish=False)
    assert "not finished" in deciding.why_closed(reread(bid), now(call))


def test_decisions_may_change_until_they_are_closed_and_again_when_taken_up_again():
    call = made.decided_call()
    bid = first_of(call)

    with pytest.raises(moderating.NotNow):
        made.decide(bid)

    deciding.reconsider(call=call, by=made.board_members(1)[0], now=now(call))
    row = made.decide(bid, Outcome.NOT_SELECTED)

    assert (row.outcome, row.agreed_sum, row.instalments.count()) == (Outcome.NOT_SELECTED, None, 0)
