"""Schools that become one or close while voting is open: never a vote more than there are schools.

The roll stays as it was frozen; who votes with a line of it follows the memberships.
"""

from datetime import timedelta

import pytest

from board import roll
from board.models import SealedBallot
from board.services import casting, publishing
from hlp.kit.states import WrongPerson
from members.models import MembershipSuccession
from members.states import EstablishmentStatus
from tests.factories import board as made

pytestmark = pytest.mark.django_db
ON = made.opens_at() + timedelta(days=2)
LATER = ON + timedelta(days=1)


@pytest.fixture
def poll():
    return made.voting(candidates=6)


def goes_on_as(old, new):
    """The membership of `old` is carried on by `new`, whose own membership it joins."""
    MembershipSuccession.objects.create(
        membership=new.memberships.get(), predecessor=old, successor=new, recorded_at=ON
    )
    head = made.head_of(old)
    old.affiliations.update(to_on=ON.date(), from_on=made.T0.date())
    head.forget_standing()
    return head


def test_a_successor_on_the_roll_has_its_own_vote_and_no_second(poll):
    old, new, *_ = made.roll(poll)
    goes_on_as(old, new)

    made.vote(poll, new, now=LATER)

    assert (poll.roll.get(school=new).has_voted, poll.roll.get(school=old).has_voted) == (1, 0)
    with pytest.raises(casting.AlreadyVoted):
        made.vote(poll, new, now=LATER)
    assert roll.voters(poll)[new] is True
    assert old not in roll.voters(poll)
    assert publishing.turnout(poll) == SealedBallot.objects.count() == 1


def test_what_the_old_school_cast_before_takes_nothing_from_its_successor_on_the_roll(poll):
    """Two members were on the roll, and each had one vote that day."""
    old, new, *_ = made.roll(poll)
    made.vote(poll, old)
    former = goes_on_as(old, new)

    made.vote(poll, new, now=LATER)

    assert SealedBallot.objects.count() == 2
    with pytest.raises(WrongPerson):
        made.vote(poll, old, by=former, now=LATER)


def test_two_that_became_one_have_one_vote(poll):
    one, two, *_ = made.roll(poll)
    new = made.member(poll.period)
    goes_on_as(one, new)
    goes_on_as(two, new)

    made.vote(poll, new, now=LATER)

    assert poll.roll.filter(has_voted=True).count() == SealedBallot.objects.count() == 1
    with pytest.raises(casting.AlreadyVoted):
        made.vote(poll, new, now=LATER)
    assert roll.voters(poll)[new] is True
    assert len(roll.voters(poll)) == len(made.roll(poll)) - 1


@pytest.mark.parametrize("which", [0, 1])
def test_where_one_of_two_had_voted_the_school_they_became_has_voted(poll, which):
    pair = made.roll(poll)[:2]
    made.vote(poll, pair[which])
    new = made.member(poll.period)
    for old in pair:
        goes_on_as(old, new)

    with pytest.raises(casting.AlreadyVoted):
        made.vote(poll, new, now=LATER)
    [line] = roll.lines_for([poll], [new])[poll.pk]
    assert (line.has_voted, line.school) == (True, new)


def test_a_chain_of_successors_ends_at_the_one_of_today(poll):
    old = made.roll(poll)[0]
    between, last = made.members(2, poll.period)
    goes_on_as(old, between)
    goes_on_as(between, last)

    made.vote(poll, last, now=LATER)

    assert poll.roll.get(has_voted=True).school == old
    assert roll.voters(poll)[last] is True


def test_a_school_that_closes_keeps_its_line_and_whoever_heads_it_may_vote(poll):
    """Its membership has a last day; until then it is on the roll like any other."""
    closing = made.roll(poll)[0]
    closing.status, closing.close_on = EstablishmentStatus.CLOSED, ON.date()
    closing.save()

    made.vote(poll, closing, now=LATER)

    assert poll.roll.count() == poll.roll_size
    assert SealedBallot.objects.count() == 1


def test_a_school_that_closed_and_has_no_head_casts_nothing_and_holds_nothing_up(poll):
    closing, other, *_ = made.roll(poll)
    former = made.head_of(closing)
    closing.affiliations.update(to_on=ON.date(), from_on=made.T0.date())
    former.forget_standing()

    with pytest.raises(WrongPerson):
        made.vote(poll, closing, by=former, now=LATER)
    made.vote(poll, other, now=LATER)
    counted = made.opened(poll)

    assert (counted.votes_cast, counted.roll_size) == (1, 6)
    assert publishing.reconcile(counted).agrees


def test_lines_are_the_same_one_by_one_and_for_many(poll, django_assert_num_queries):
    one, two, three, *_ = made.roll(poll)
    new, stranger = made.members(2, poll.period)
    goes_on_as(one, new)
    goes_on_as(two, new)
    schools = [one, three, new, stranger]

    with django_assert_num_queries(2):
        found = roll.lines_for([poll], schools)

    singly = [roll.line_of(poll, school.pk) for school in schools]
    assert [line.pk for line in found[poll.pk]] == [line.pk for line in singly if line]
    assert [line.school for line in found[poll.pk]] == [one, three, new]
    assert roll.lines_for([], schools) == {}
