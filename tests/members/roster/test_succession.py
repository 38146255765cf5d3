"""A membership survives the change of a URN; what is in doubt waits for the office."""

from datetime import date

import pytest
from auditlog.models import LogEntry

from hlp.kit.access import WrongPerson
from members.models import Affiliation, MembershipSuccession, School
from members.services import succeeding
from members.states import EstablishmentStatus, MembershipState
from tests.factories.members import (
    AffiliationFactory,
    MembershipFactory,
    PeriodFactory,
    SchoolFactory,
)
from tests.members.roster.files import NOW
from tests.members.roster.succession import CHANGE, carry_on, linked, signed

pytestmark = pytest.mark.django_db

CLOSED = EstablishmentStatus.CLOSED


def test_the_one_open_successor_carries_the_membership_on(old, new):
    membership = signed(old)
    linked(old, new)

    done = carry_on()

    membership.refresh_from_db()
    assert (membership.school, membership.signed_urn) == (new, 102378)
    assert list(
        MembershipSuccession.objects.values_list("predecessor", "successor", "took_effect_on")
    ) == [(102378, 148774, CHANGE)]
    assert list(done.lines()) == [
        "Memberships carried on by a successor:",
        "  Field End Junior School, 2022–24: URN 102378 → 148774 from 1 September 2021",
    ]


def test_a_second_time_there_is_nothing_to_do(old, new):
    signed(old)
    AffiliationFactory.create(school=old)
    linked(old, new)
    carry_on()

    again = carry_on()

    assert (again.did_something, again.undecided) == (False, [])
    assert MembershipSuccession.objects.count() == 1
    assert Affiliation.objects.count() == 2


def test_it_is_logged_with_who_did_it(old, new, office):
    membership = signed(old)
    linked(old, new)

    carry_on(by=office)

    entry = LogEntry.objects.get_for_object(membership).filter(changes__has_key="school").first()
    assert entry.actor == office


def test_only_the_office_may_ask_for_it(old, stranger):
    with pytest.raises(WrongPerson):
        carry_on(by=stranger)


@pytest.mark.parametrize("state", [MembershipState.DRAFT, MembershipState.LEAVING])
def test_a_membership_in_the_making_or_leaving_goes_too(old, new, state):
    membership = signed(old, state)
    linked(old, new)

    carry_on()

    membership.refresh_from_db()
    assert (membership.school, membership.state) == (new, state)


def test_an_ended_membership_stays_where_it_ended(old, new):
    membership = signed(old, MembershipState.ENDED)
    linked(old, new)

    assert carry_on() == succeeding.Succession()
    membership.refresh_from_db()
    assert membership.school == old


def test_every_period_is_carried_on(old, new):
    periods = [PeriodFactory.create(), PeriodFactory.create(name="2024–26")]
    for period in periods:
        signed(old, period=period)
    linked(old, new)

    assert len(carry_on().carried_on) == 2


def test_a_school_that_gave_a_part_away_keeps_its_membership(new):
    signed(new)
    linked(new, SchoolFactory.create(), kind="Split School")

    assert carry_on() == succeeding.Succession()


def test_a_member_that_is_open_and_succeeded_at_once_is_for_the_office(old, new):
    School.objects.update(status=EstablishmentStatus.OPEN)
    membership = signed(old)
    linked(old, new)

    done = carry_on()

    membership.refresh_from_db()
    assert membership.school == old
    assert done.undecided == [
        "Field End Junior School (URN 102378) is open in the register, which also says that Field "
        "End Junior Academy (URN 148774) has carried it on since 1 September 2021. Once the "
        "register has it closed, its membership goes on by itself."
    ]


def test_a_chain_is_followed_to_the_open_end_and_every_hop_is_kept(old, new):
    middle = SchoolFactory.create(status=CLOSED)
    membership = signed(old)
    linked(old, middle, on=date(2015, 9, 1))
    linked(middle, new)

    carry_on()

    membership.refresh_from_db()
    assert membership.school == new
    hops = membership.successions.order_by("took_effect_on")
    assert [(hop.predecessor_id, hop.successor_id) for hop in hops] == [
        (old.urn, middle.urn),
        (middle.urn, new.urn),
    ]


def test_a_circle_of_closed_schools_comes_to_an_end(old):
    other = SchoolFactory.create(status=CLOSED)
    signed(old)
    linked(old, other)
    linked(other, old)

    assert carry_on().undecided == [
        "2022–24: Field End Junior School (URN 102378) has closed and the register names no open "
        "school that carries it on."
    ]


def test_a_day_that_has_not_come_moves_nothing_yet(old, new):
    membership = signed(old)
    linked(old, new, on=date(2025, 9, 2))

    assert carry_on().carried_on == []
    assert len(carry_on(now=NOW.replace(day=2)).carried_on) == 1
    membership.refresh_from_db()
    assert membership.school == new


def test_a_successor_that_is_not_open_yet_is_no_successor(old, new):
    new.status = EstablishmentStatus.PROPOSED
    new.save()
    signed(old)
    linked(old, new)

    assert len(carry_on().undecided) == 1


def test_several_successors_are_for_the_office(old, new):
    membership = signed(old)
    linked(old, new)
    linked(old, SchoolFactory.create(urn=148775, name="Field End Two"))

    done = carry_on()

    membership.refresh_from_db()
    assert membership.school == old
    assert done.undecided == [
        "2022–24: Field End Junior School (URN 102378) has closed and more than one school carries "
        "it on: Field End Junior Academy (URN 148774) and Field End Two (URN 148775)."
    ]


def test_a_split_is_for_the_office_even_if_one_part_is_known(old, new):
    signed(old)
    linked(old, new, kind="Split School")

    assert "it was split" in carry_on().undecided[0]


@pytest.mark.parametrize("state", list(MembershipState))
def test_a_successor_with_a_membership_of_its_own_is_for_the_office(old, new, state):
    membership = signed(old)
    signed(new, state)
    linked(old, new, kind="merged")

    done = carry_on()

    membership.refresh_from_db()
    assert membership.school == old
    assert done.undecided == [
        "2022–24: Field End Junior School (URN 102378) has closed and has a membership; it is "
        "carried on by Field End Junior Academy (URN 148774), which has one too. Decide which one "
        "goes on and end the other."
    ]


def test_two_members_that_became_one_school_are_for_the_office(old, new):
    other = SchoolFactory.create(status=CLOSED)
    for school in (old, other):
        signed(school)
        linked(school, new, kind="amalgamated")

    done = carry_on()

    assert (done.carried_on, len(done.undecided)) == ([], 2)


def test_a_draft_gives_way_to_the_signed_one(old, new):
    other = SchoolFactory.create(status=CLOSED)
    membership, draft = signed(old), MembershipFactory.create(school=other)
    for school in (old, other):
        linked(school, new, kind="amalgamated")

    done = carry_on()

    membership.refresh_from_db()
    draft.refresh_from_db()
    assert (membership.school, draft.school) == (new, other)
    assert len(done.undecided) == 1


def test_a_sign_up_begun_at_this_very_moment_is_not_run_over(old, new, monkeypatch):
    membership = signed(old)
    MembershipFactory.create(school=new)
    linked(old, new)
    monkeypatch.setattr(succeeding.memberships, "_taken", lambda keys: set())  # looked too early

    done = carry_on()

    membership.refresh_from_db()
    assert membership.school == old
    assert "which has one too" in done.undecided[0]
