"""Heads and memberships change between nomination and poll: who stands is asked again."""

from datetime import timedelta

import pytest
from django.urls import reverse

from board.models import Nomination
from board.services import declaring, nominating, opening, preparing, seats
from board.states import LIVE_NOMINATIONS, ElectionState, NominationState, SeatKind
from hlp.kit.states import WrongState
from members.models import MembershipSuccession
from members.states import EndReason, MembershipState, SchoolRole
from tests.factories import board as made
from tests.factories.members import AffiliationFactory
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db
ON = made.T0 + timedelta(days=3)


@pytest.fixture
def election():
    return made.announced()


def proposed(election, school, by=None):
    """Put forward by a colleague; not answered."""
    by = by or made.member(election.period)
    return nominating.nominate(
        contest=election.contests.get(),
        nominee=made.head_of(school),
        school=school,
        by=made.head_of(by),
        by_school=by,
        now=made.T0,
    )


def accept(nomination):
    return nominating.accept(nomination=nomination, statement="Yes.", by=nomination.nominee, now=ON)


def close(election):
    later = election.nominations_close_at + timedelta(minutes=1)
    return preparing.close_nominations(election=election, by=made.officer(), now=later)


def leaves(school, day=made.T0):
    school.affiliations.update(to_on=day.date(), from_on=day.date() - timedelta(days=900))


def leaves_the_partnership(school):
    ended = {"ended_on": made.T0.date(), "ended_because": EndReason.LEFT}
    school.memberships.update(state=MembershipState.ENDED, **ended)


def takes_a_seat(school):
    seat = made.seats(SeatKind.PRIMARY_HEAD, 3)[0]
    seats.fill(
        seat=seat,
        person=made.head_of(school),
        school=school,
        from_on=made.SERVES_FROM,
        by=None,
        now=ON,
    )


CHANGES = [
    (leaves, "is not the head of"),
    (leaves_the_partnership, "is not a member of"),
    (takes_a_seat, "holds a seat that day"),
]


@pytest.mark.parametrize(("change", "why"), CHANGES)
def test_who_was_nominated_and_may_no_longer_stand_cannot_accept(election, change, why):
    school = made.member()
    nomination = proposed(election, school)
    change(school)

    with pytest.raises(nominating.CannotStand, match=why):
        accept(nomination)

    nomination.refresh_from_db()
    assert (nomination.state, nomination.statement) == (NominationState.PROPOSED, "")


@pytest.mark.parametrize(("change", "why"), CHANGES)
def test_nominations_close_only_with_candidates_who_may_stand(election, change, why):
    school = made.member()
    standing = made.stand(election, school)
    change(school)

    with pytest.raises(nominating.CannotStand, match=f"{standing.name}: .*{why}.*Withdraw"):
        close(election)
    election.refresh_from_db()
    assert election.state == ElectionState.NOMINATION

    nominating.withdraw(nomination=standing, by=made.officer(), now=ON)
    assert close(election).state == ElectionState.READY


def test_nor_does_the_poll_open_with_somebody_else():
    election = made.with_keys(made.ready())
    standing = Nomination.objects.candidates().first()
    leaves(standing.school)

    with pytest.raises(nominating.CannotStand, match="can no longer stand"):
        opening.open_poll(election=election, by=made.officer(), now=made.opens_at())

    election.refresh_from_db()
    assert election.state == ElectionState.READY
    assert not election.roll.exists()
    nominating.withdraw(nomination=standing, by=made.officer(), now=made.opens_at())  # type: ignore[arg-type]
    opening.open_poll(election=election, by=made.officer(), now=made.opens_at())


def test_of_two_heads_of_one_school_only_one_stands(election):
    """A second head of the school, whose nomination no rule had to look at when it was made."""
    school = made.member()
    mine = proposed(election, school)
    other = AffiliationFactory.create(school=school, role=SchoolRole.HEADTEACHER).user
    theirs = Nomination.objects.create(
        contest=election.contests.get(),
        nominee=other,
        school=school,
        name=other.name,
        school_name=school.name,
        state=NominationState.ACCEPTED,
        proposed_at=made.T0,
    )

    with pytest.raises(nominating.AlreadyNominated, match="a school holds at most one seat"):
        accept(mine)
    nominating.withdraw(nomination=theirs, by=made.officer(), now=ON)

    assert accept(mine).state == NominationState.ACCEPTED


@pytest.mark.parametrize("answer", ["decline", "withdraw"])
def test_who_declined_or_withdrew_may_change_their_mind_and_the_answer_stays(election, answer):
    school = made.member()
    before = proposed(election, school)
    getattr(nominating, answer)(nomination=before, by=before.nominee, now=made.T0)

    again = proposed(election, school)

    accept(again)
    before.refresh_from_db()
    assert before.state not in LIVE_NOMINATIONS
    assert list(Nomination.objects.candidates().filter(nominee=before.nominee)) == [again]
    with pytest.raises(nominating.AlreadyNominated):
        proposed(election, school)


def test_nobody_is_nominated_again_once_nominations_are_closed(election):
    school = made.member()
    nominating.decline(nomination=(before := proposed(election, school)), by=before.nominee, now=ON)
    close(election)

    with pytest.raises(nominating.NotNow):
        proposed(election, school)


def test_an_unanswered_nomination_of_somebody_who_left_holds_nobody_up(election):
    school = made.member()
    proposed(election, school)
    leaves(school)

    assert close(election).state == ElectionState.READY


def test_a_candidate_stands_for_the_school_that_carries_on_theirs(election):
    old, new = made.members(2, name="Oak School")
    head = made.head_of(old)
    standing = made.stand(election, old)
    becomes(old, new, head)

    close(election)

    standing.refresh_from_db()
    assert (standing.school, standing.school_name) == (new, new.name)


def test_a_nominee_accepts_for_the_school_that_carries_on_theirs(election):
    old, new = made.members(2)
    nomination = proposed(election, old)
    becomes(old, new, made.head_of(old))

    assert accept(nomination).school == new


def becomes(old, new, head):
    MembershipSuccession.objects.create(
        membership=new.memberships.get(), predecessor=old, successor=new, recorded_at=ON
    )
    leaves(old)
    new.affiliations.update(user=head)


def test_two_of_schools_that_became_one_do_not_both_stand(election):
    one, other, new = made.members(3)
    first, second = made.stand(election, one), made.stand(election, other)
    becomes(one, new, first.nominee)
    becomes(other, new, second.nominee)
    AffiliationFactory.create(school=new, role=SchoolRole.HEADTEACHER, user=first.nominee)

    with pytest.raises(nominating.CannotStand, match="a school holds at most one seat"):
        close(election)


def test_the_officer_withdraws_on_the_page_of_nominations(election, time_machine):
    time_machine.move_to(ON)
    standing = made.stand(election, made.member())
    officer = client_of(made.officer())
    page = reverse("board:nominations", args=[election.pk])
    button = reverse("board:withdraw_nomination", args=[standing.pk])
    assert button in officer.get(page).content.decode()

    officer.post(button)

    assert button not in officer.get(page).content.decode()
    standing.refresh_from_db()
    assert standing.state == NominationState.WITHDRAWN


def test_nothing_is_accepted_twice(election):
    nomination = accept(proposed(election, made.member()))

    with pytest.raises(WrongState):
        accept(nomination)


def test_who_stopped_being_head_after_the_count_is_left_to_declaring():
    election = made.counted()
    leaves(made.candidates(election)[0].school, made.after())

    declared = declaring.declare(
        election=election, by=made.officer(), now=made.after() + timedelta(days=2)
    )
    assert declared.state == ElectionState.DECLARED
