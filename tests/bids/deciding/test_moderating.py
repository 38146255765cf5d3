"""Moderation: agreed marks beside untouched individual ones, and who was there (15, 21, 24)."""

import pytest
from django.db import DatabaseError, transaction

from bids.models import AgreedMark, Bid, Mark, Moderation
from bids.services import agreeing, clearance, declaring_interests, marking, moderating, panels
from bids.states import CriterionKind, InterestKind
from hlp.kit.access import WrongPerson
from hlp.kit.states import WrongMoment
from members.states import PortalRole, SchoolRole
from tests.factories import cast
from tests.factories import deciding as made
from tests.factories.bids import office
from tests.factories.members import RoleHeldFactory

pytestmark = pytest.mark.django_db


def first_of(call):
    return call.bids.order_by("number").first()


def rows():
    return list(Mark.objects.order_by("pk").values())


def agree(bid, by, **fields):
    given = {
        "criterion": bid.call.criteria.get(kind=CriterionKind.EXPERTISE),
        "mark": 3,
        "reason": "Two of three schools showed results.",
        "for_a_higher_mark": "Results in the third.",
        **fields,
    }
    return agreeing.agree(bid=bid, by=by, now=made.moderated_at(bid.call), **given)


def taken_up(call):
    bid, by = first_of(call), made.board_members(1)[0]
    now = made.moderated_at(call)
    moderating.begin(bid=bid, held_on=now.date(), by=by, now=now)
    return bid, by


def test_moderation_opens_only_when_nobody_owes_marks():
    call = made.marking_call(1, members=3)

    with pytest.raises(WrongMoment, match="3 assessors have marks outstanding"):
        made.opened(call)


def test_21_agreeing_marks_leaves_the_individual_rows_as_they_were():
    call = made.moderating_call(((2, 4, 3, 3),))
    bid, by = taken_up(call)
    before = rows()

    agree(bid, by, mark=5, for_a_higher_mark="")

    assert rows() == before
    with pytest.raises(DatabaseError), transaction.atomic():
        Mark.objects.update(mark=5)


def test_21_an_agreed_mark_needs_its_reason_and_what_a_higher_mark_needed():
    bid, by = taken_up(made.moderating_call())

    with pytest.raises(agreeing.Incomplete, match="why the panel agreed"):
        agree(bid, by, reason=" ")
    with pytest.raises(agreeing.Incomplete, match="what a higher mark needed"):
        agree(bid, by, for_a_higher_mark="")
    with pytest.raises(agreeing.Incomplete, match="from 0 to 5"):
        agree(bid, by, mark=6)

    assert not AgreedMark.objects.exists()


def test_21_a_moved_mark_shows_from_where_to_where_and_why():
    call = made.marking_call(1, members=3)
    bid = first_of(call)
    for member, mark in zip(made.board_members(3), (2, 4, 5), strict=True):
        made.give(bid, member, (mark, 3, 3, 3))
    made.opened(call)
    bid, by = taken_up(call)

    first = agree(bid, by, mark=4)
    second = agree(bid, by, mark=3, reason="The results are of one year only.")

    assert (first.lowest, first.highest, first.marks_given) == (2, 5, 3)
    assert (second.replaces, second.mark, second.reason) == (
        first,
        3,
        "The results are of one year only.",
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        AgreedMark.objects.update(mark=5)


def test_agreeing_the_same_again_says_that_nothing_changed():
    bid, by = taken_up(made.moderating_call())
    agree(bid, by)

    with pytest.raises(agreeing.NothingChanged):
        agree(bid, by)


def test_25_an_abstention_is_not_among_the_marks_given():
    call = made.marking_call(1, members=3)
    bid = first_of(call)
    one, two, three = made.board_members(3)
    made.give(bid, one, (4, 4, 4, 4))
    made.give(bid, two, (2, 4, 4, 4))
    made.give(bid, three, None)

    given = agreeing.individual(
        bid, call.criteria.get(kind=CriterionKind.EXPERTISE), made.moderated_at(call)
    )

    assert (given.n, given.mean) == (2, 3)


def test_own_marks_stand_once_the_others_are_shown():
    call = made.moderating_call()
    member = made.board_members(1)[0]
    mark = Mark.objects.filter(sheet__assessor=member).first()

    with pytest.raises(marking.NotMarking):
        marking.change(
            mark=mark,  # type: ignore[arg-type]
            to=5,
            reason="x",
            because="y",
            by=member,
            now=made.moderated_at(call),
        )


def test_24_who_may_not_be_there_is_noted_as_having_left_with_the_reason():
    call = made.marking_call(1, members=4)
    bid = first_of(call)
    *three, conflicted = made.board_members(4)
    for member in three:
        made.give(bid, member, (3, 3, 3, 3))
    declaring_interests.declare(
        bid=bid,
        kind=InterestKind.DIRECT,
        details="My sister is its deputy head.",
        by=conflicted,
        now=made.marked_at(call),
    )
    made.opened(call)
    bid, by = taken_up(call)
    now = made.moderated_at(call)

    left = bid.moderation.presences.get()
    assert (left.user, left.is_present) == (conflicted, False)
    assert left.left_because == "Has an interest in this bid"  # and not the words of it
    with pytest.raises(moderating.NotOnThePanel):
        moderating.note_presence(bid=bid, present=[conflicted], left={}, by=by, now=now)

    moderating.note_presence(
        bid=bid, present=three[:2], left={three[2]: "had to leave"}, by=by, now=now
    )
    noted = {row.user: (row.is_present, row.left_because) for row in bid.moderation.presences.all()}
    assert noted == {
        three[0]: (True, ""),
        three[1]: (True, ""),
        three[2]: (False, "Had to leave"),
        conflicted: (False, "Has an interest in this bid"),
    }


def test_the_panel_finishes_only_when_all_marks_are_agreed_and_notes_dissent():
    call = made.moderating_call()
    bid, by = taken_up(call)
    now = made.moderated_at(call)
    with pytest.raises(moderating.NotAgreed, match="Expertise, Capacity, Approach, Quality"):
        moderating.finish(bid=bid, notes="", dissent="", by=by, now=now)
    for kind in CriterionKind:
        agree(bid, by, criterion=call.criteria.get(kind=kind))

    done = moderating.finish(
        bid=bid, notes="Long.", dissent="Member 2 would give a 4.", by=by, now=now
    )

    assert (done.finished_by, done.dissent) == (by, "Member 2 would give a 4.")


def test_a_bid_is_taken_up_once():
    call = made.moderating_call()
    bid, by = taken_up(call)

    with pytest.raises(moderating.NotNow, match="taken up already"):
        moderating.begin(bid=bid, held_on=made.DECIDED_ON, by=by, now=made.moderated_at(call))
    assert Moderation.objects.count() == 1


def test_the_office_agrees_no_marks():
    bid, _ = taken_up(made.moderating_call())

    with pytest.raises(WrongPerson):
        agree(bid, made.clerk())


def test_what_the_panel_asks_of_everybody_is_what_the_rules_ask_of_each():
    """Two ways to the same answer, over every reason there is."""
    call = made.marking_call(3, members=3)
    period = call.priority.year.period
    one, two, three = call.bids.order_by("number")
    clear, direct, unruled = made.board_members(3)
    inside = cast.at_school("Ina Inside", two.lead_school, SchoolRole.STAFF)
    RoleHeldFactory.create(user=inside, role=PortalRole.BOARD_MEMBER)
    now = made.marked_at(call)
    panels.add(call=call, user=inside, by=office(), now=now)
    for bid in (one, two, three):
        made.no_interest(bid, clear, now)
    for person, kind in ((direct, InterestKind.DIRECT), (unruled, InterestKind.PERCEIVED)):
        declaring_interests.declare(bid=one, kind=kind, details="Kin.", by=person, now=now)
    made.no_interest(two, direct, now)
    three.line_up += f",{period.pk}"
    three.save(update_fields=["line_up"])

    found = clearance.of_call(call, now)

    for person in (clear, direct, unruled, inside):
        for bid in (one, two, three):
            said = found.is_clear(bid.pk, person.pk)
            assert said == Bid.objects.for_assessor(person).filter(pk=bid.pk).exists()
            assert said == (found.why_not(bid.pk, person.pk) == "")
    assert found.out == {inside.pk}
