"""Codes, marks and roll lie each in an order of their own: the one does not lead to the other."""

from itertools import combinations

import pytest

from board.states import SeatKind
from tests.board.elections import forensics
from tests.factories import board as made

pytestmark = pytest.mark.django_db
NEAR = 0.7  # rank correlation of 53: five standard deviations


def lying(table, column, in_turn):
    """Whose turn each row was that says one of these, in the order in which they lie."""
    turns = {said: turn for turn, said in enumerate(in_turn)}
    return [turns[x] for x in forensics.in_hidden_order(table, column) if x in turns]


def as_stored(*chosen):
    return str([nomination.pk for nomination in chosen])


def test_no_list_lies_in_the_order_of_another():
    """Each vote is one of a kind, so that a shared order would tie code, marks and school."""
    election = made.voting(candidates=50, secondary=1)
    names, schools = made.candidates(election), made.roll(election)
    heads = made.candidates(election, SeatKind.SECONDARY_HEAD)
    threes = list(combinations(names, 3))[: len(schools)]
    third = [heads[n * 3 // len(schools)] for n in range(len(schools))]
    codes = [
        made.vote(election, school, *three, head)
        for school, three, head in zip(schools, threes, third, strict=True)
    ]

    made.opened(election)

    places = {
        "roll": ("board_voterroll", "school_id", [school.pk for school in schools]),
        "codes": ("board_boardcode", "code", codes),
        "marks": ("board_boardmarks", "marks", [as_stored(*three) for three in threes]),
        "the other marks": ("board_boardmarks", "marks", [as_stored(head) for head in heads]),
    }
    lists = {what: lying(*place) for what, place in places.items()}
    for (one, first), (other, second) in combinations(lists.items(), 2):
        assert len(first) == len(second) == len(schools)
        beside = [b for _, b in sorted(zip(first, second, strict=True))]
        assert abs(forensics.correlation(beside)) < NEAR, f"{one} and {other}"
