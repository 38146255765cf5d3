"""Who is elected: published counts, properties, and a definition without cleverness."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.counting import Count, count

NAMES = st.text("abcdefgh", min_size=1, max_size=3)
VOTES = st.dictionaries(NAMES, st.integers(0, 6), max_size=7)
SEATS = st.integers(0, 6)


def committees(votes, seats):
    """Brute force: the sets of people, as many as seats, than which none has more marks."""
    sets = list(combinations(sorted(votes), min(seats, len(votes))))
    best = max(sum(votes[name] for name in chosen) for chosen in sets)
    return [set(chosen) for chosen in sets if sum(votes[n] for n in chosen) == best]


# Monmouth Town Council, Drybridge ward, May 2012: three seats, the last one drawn by lot
# (monmouthshirebeacon.co.uk, "Lots drawn to decide town councillor").
DRYBRIDGE = {
    **{"Terry Christopher": 372, "Malcolm Jones": 221, "Stephen Davis": 217},
    **{"Graham Pritchard": 217, "Mark Williamson": 211, "Christopher Were": 182},
    **{"Ronald Sutton": 170, "Sian Damon": 144},
}


def test_a_tie_for_the_last_seat_stops_the_count():
    tied = frozenset({"Stephen Davis", "Graham Pritchard"})

    assert count(DRYBRIDGE, 3) == Count(("Terry Christopher", "Malcolm Jones"), tied, 1)


def test_the_lot_settles_it_and_a_recount_uses_the_same_lot():
    lot = ["Stephen Davis", "Graham Pritchard"]
    elected = Count(("Terry Christopher", "Malcolm Jones", "Stephen Davis"))

    assert count(DRYBRIDGE, 3, lot) == count(DRYBRIDGE, 3, lot) == elected


# Published counts of the Python steering council: five seats each, equal marks, and no tie.

JANUARY_2019 = {  # PEP 8100: 21 = 21 below the cut
    **{"Guido van Rossum": 45, "Brett Cannon": 44, "Carol Willing": 33, "Barry Warsaw": 31},
    **{"Alyssa Coghlan": 25, "Benjamin Peterson": 22, "Łukasz Langa": 21, "Victor Stinner": 21},
    **{"Mariatta": 20, "Emily Morehouse": 18, "Yury Selivanov": 15, "Donald Stufft": 11},
    **{"Peter Wang": 10, "Travis Oliphant": 8, "Kushal Das": 7, "Gregory P. Smith": 6},
    "David Mertz": 3,
}
DECEMBER_2019 = {  # PEP 8101: 54 = 54 above the cut, 37 = 37 below it
    **{"Brett Cannon": 54, "Carol Willing": 54, "Barry Warsaw": 50, "Thomas Wouters": 40},
    **{"Victor Stinner": 38, "Christian Heimes": 37, "Pablo Galindo Salgado": 37},
    **{"Gregory P. Smith": 32, "Kushal Das": 30},
}


@pytest.mark.parametrize("votes", [JANUARY_2019, DECEMBER_2019])
def test_equal_marks_above_or_below_the_cut_are_no_tie(votes):
    assert count(votes, 5) == Count(tuple(list(votes)[:5]))


# openSUSE board, October 2008: one paper, two groups, two seats each (news.opensuse.org).
NOT_OF_NOVELL = {
    **{"Bleser, Pascal": 148, "Yunashko, Bryen": 69, "Linnell, Peter": 42},
    **{"Rodriguez, Alex": 30, "Pasanen, Tuukka": 18, "Rusinek, Jakub": 15},
}
OF_NOVELL = {
    **{"Vogelsang, Henne": 126, "Mena-Quintero, Federico": 86},
    **{"Shaw, Stephen": 71, "Michna, Marco": 47},
}


def test_two_contests_of_one_published_election_give_both_pairs():
    assert count(NOT_OF_NOVELL, 2) == Count(("Bleser, Pascal", "Yunashko, Bryen"))
    assert count(OF_NOVELL, 2) == Count(("Vogelsang, Henne", "Mena-Quintero, Federico"))


def test_the_same_marks_are_a_tie_where_they_cross_the_cut():
    assert count(DECEMBER_2019, 1) == Count((), frozenset({"Brett Cannon", "Carol Willing"}), 1)
    assert count(JANUARY_2019, 7).tied == {"Łukasz Langa", "Victor Stinner"}


def test_equal_marks_at_the_cut_that_all_fit_are_no_tie():
    votes = {"a": 30, "b": 28, "c": 25, "d": 21, "e": 21, "f": 20}

    assert count(votes, 5).elected == ("a", "b", "c", "d", "e")


def test_too_few_nominees_leave_seats_empty():
    assert count({"a": 0, "b": 3}, 3) == Count(("b", "a"), unfilled=1)
    assert count({}, 2) == Count((), unfilled=2)


def test_nobody_has_a_mark():
    """All tied: the lot decides every seat."""
    assert count({"a": 0, "b": 0, "c": 0}, 1).tied == {"a", "b", "c"}


def test_a_lot_that_leaves_a_seat_open_settles_nothing():
    votes = {"a": 1, "b": 1, "c": 1}

    assert count(votes, 2, ["b"]) == count(votes, 2)
    assert count(votes, 2, ["b", "b"]) == count(votes, 2)
    assert count(votes, 2, ["c", "a"]).elected == ("c", "a")


@pytest.mark.parametrize(
    ("votes", "seats"), [({"a": -1}, 1), ({"a": 1.5}, 1), ({"a": True}, 1), ({"a": 1}, -1)]
)
def test_what_cannot_be_a_count_is_refused(votes, seats):
    with pytest.raises(ValueError, match=r"seats|Marks"):
        count(votes, seats)


@given(VOTES, SEATS)
def test_never_more_than_the_seats(votes, seats):
    found = count(votes, seats)

    assert len(found.elected) + found.unfilled == seats
    assert not found.tied & set(found.elected)
    assert {*found.elected, *found.tied} <= set(votes)


@given(VOTES, SEATS, st.randoms())
def test_the_order_of_input_does_not_matter(votes, seats, random):
    shuffled = list(votes.items())
    random.shuffle(shuffled)

    assert count(dict(shuffled), seats) == count(votes, seats)


@given(VOTES, SEATS)
def test_it_stops_exactly_when_the_best_committee_is_not_the_only_one(votes, seats):
    best = committees(votes, seats)

    found = count(votes, seats)

    assert bool(found.tied) == (len(best) > 1)
    assert set(found.elected) == set.intersection(*best)
    assert found.tied == set.union(*best) - set.intersection(*best)


@given(VOTES, SEATS, st.randoms())
def test_a_full_lot_always_settles(votes, seats, random):
    tied = sorted(count(votes, seats).tied)
    random.shuffle(tied)

    found = count(votes, seats, tied)

    assert not found.tied
    assert set(found.elected) in committees(votes, seats)
