"""What of an election each person finds on the start page."""

import pytest

from board import home
from board.services import keys, nominating
from board.states import SeatKind
from hlp.kit import waiting
from tests.factories import board as made

pytestmark = pytest.mark.django_db


def titles(user, now):
    return [row.title for row in waiting.for_person(user, now, home.OF_ELECTIONS)]


def test_a_vote_waits_until_it_is_cast_or_over():
    election = made.voting()
    school = made.roll(election)[0]
    head = made.head_of(school)

    assert titles(head, made.opens_at()) == [f"Vote for {school}"]
    assert titles(head, made.after()) == []
    made.vote(election, school)
    assert titles(head, made.opens_at()) == []


def test_a_nomination_waits_for_its_answer():
    election = made.announced()
    one, other = made.members(2)
    nominating.nominate(
        contest=election.contests.get(kind=SeatKind.PRIMARY_HEAD),
        nominee=made.head_of(other),
        school=other,
        by=made.head_of(one),
        by_school=one,
        now=made.T0,
    )

    assert titles(made.head_of(other), made.T0) == ["You have been nominated: accept or decline"]
    assert titles(made.head_of(one), made.T0) == []


def test_a_key_waits_for_its_holder():
    election = made.ready()
    keys.name_second(election=election, holder=made.second(), by=made.officer())

    assert titles(made.second(), made.opens_at()) == ["Set your passphrase for the box"]


@pytest.mark.parametrize(
    ("state", "move"),
    [(made.voting, "open the box"), (made.counted, "declare result")],
)
def test_the_returning_officer_hears_what_comes_next(state, move):
    state()

    assert titles(made.officer(), made.after()) == [f"Election of heads to the board: {move}"]
