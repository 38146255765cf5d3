"""Marks, weights, missing marks and ties: what the ranking promises (checks 15, 25, 27, 28)."""

from fractions import Fraction
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bids import ranking
from bids.ranking import CHAIR, LEVEL, OVERALL, TOTAL, Criterion, Entry

# Design 12: expertise, then approach, then quality assurance, then capacity.
EQUAL = (
    Criterion("expertise", tie_rank=1),
    Criterion("capacity", tie_rank=4),
    Criterion("approach", tie_rank=2),
    Criterion("quality", tie_rank=3),
)
KEYS = tuple(rule.key for rule in EQUAL)

marks = st.integers(0, 5)
agreed = st.fixed_dictionaries(dict.fromkeys(KEYS, marks))
weights = st.tuples(*[st.integers(1, 9)] * 4)


@st.composite
def scales(draw):
    chosen = draw(weights)
    return tuple(
        Criterion(
            rule.key, weight=weight, threshold=draw(st.none() | marks), tie_rank=rule.tie_rank
        )
        for rule, weight in zip(EQUAL, chosen, strict=True)
    )


@st.composite
def fields(draw):
    """Some bids, with few marks to choose from so that ties are common, and pairs of the chair."""
    few = st.fixed_dictionaries(dict.fromkeys(KEYS, st.sampled_from((2, 3))))
    found = draw(st.lists(few | agreed, min_size=1, max_size=6))
    entries = [Entry(key, marks) for key, marks in enumerate(found, start=1)]
    pairs = [(a.key, b.key) for a in entries for b in entries if a.key != b.key]
    chair = draw(st.sets(st.sampled_from(pairs), max_size=5)) if pairs else set()
    return entries, chair


def bid(key, expertise, capacity, approach, quality):
    return Entry(
        key,
        {"expertise": expertise, "capacity": capacity, "approach": approach, "quality": quality},
    )


# Missing is not zero


def test_25_an_abstention_leaves_the_mean_and_takes_one_from_n():
    with_two = ranking.individual([4, 2, None])
    marked_nought = ranking.individual([4, 2, 0])

    assert (with_two.mean, with_two.n) == (3, 2)
    assert (marked_nought.mean, marked_nought.n) == (2, 3)


@given(st.lists(marks, min_size=1), st.integers(0, 5))
def test_25_a_missing_mark_never_lowers_a_mean_or_a_median(given_marks, missing):
    before = ranking.individual(given_marks)
    after = ranking.individual([*given_marks, *[None] * missing])

    assert after == before
    assert (after.mean, after.median, after.spread) == (before.mean, before.median, before.spread)


@given(st.lists(marks, min_size=1))
def test_a_mean_lies_between_the_marks(given_marks):
    found = ranking.individual(given_marks)

    assert min(given_marks) <= found.mean <= max(given_marks)
    assert min(given_marks) <= found.median <= max(given_marks)


def test_nobody_marked_is_no_mean_and_no_total():
    nobody = ranking.individual([None, None])

    assert (nobody.n, nobody.mean, nobody.median, nobody.spread) == (0, None, None, 0)
    assert ranking.provisional(dict.fromkeys(KEYS, nobody), EQUAL) is None


def test_15_a_range_of_two_marks_is_to_be_discussed():
    assert ranking.individual([1, 3]).is_to_discuss(2)
    assert not ranking.individual([2, 3, 3]).is_to_discuss(2)
    assert not ranking.individual([5, None]).is_to_discuss(2)


# Totals and thresholds


def test_a_total_is_in_per_cent_of_the_highest():
    assert ranking.total(bid(1, 5, 5, 5, 5).agreed, EQUAL) == 100
    assert ranking.total(bid(1, 0, 0, 0, 0).agreed, EQUAL) == 0
    assert ranking.total(bid(1, 3, 4, 2, 4).agreed, EQUAL) == 65


def test_weights_count():
    double = (Criterion("expertise", weight=2, tie_rank=1), *EQUAL[1:])

    assert ranking.total(bid(1, 5, 0, 0, 0).agreed, double) == 40
    assert ranking.total(bid(1, 5, 0, 0, 0).agreed, EQUAL) == 25


@given(agreed, scales(), st.integers(1, 5))
def test_only_the_proportion_of_weights_matters(found, scale, times):
    grown = tuple(Criterion(r.key, r.weight * times, r.threshold, r.tie_rank) for r in scale)

    assert ranking.total(found, scale) == ranking.total(found, grown)
    assert 0 <= ranking.total(found, scale) <= 100


def test_what_is_not_agreed_has_no_total_and_no_place():
    half = Entry(2, {"expertise": 5, "capacity": 5})

    assert ranking.total(half.agreed, EQUAL) is None
    assert [place.key for place in ranking.rank([half, bid(1, 0, 0, 0, 0)], EQUAL)] == [1]


def test_27_under_one_line_is_below_minimum_whatever_the_total():
    scale = (Criterion("expertise", threshold=3, tie_rank=1), *EQUAL[1:])
    best_but = bid(1, 2, 5, 5, 5)

    [first, second] = ranking.rank([best_but, bid(2, 3, 3, 3, 3)], scale, overall=60)

    assert (first.key, first.below) == (1, ("expertise",))
    assert (second.key, second.below) == (2, ())


def test_27_the_overall_line_is_asked_as_well():
    [only] = ranking.rank([bid(1, 2, 2, 2, 2)], EQUAL, overall=60)

    assert only.below == (OVERALL,)


# The tie rule, executed


@pytest.mark.parametrize(
    ("winner", "other", "step"),
    [
        ((5, 4, 4, 4), (4, 4, 4, 4), TOTAL),
        ((4, 3, 3, 2), (3, 3, 3, 3), "expertise"),
        ((3, 2, 4, 3), (3, 4, 3, 2), "approach"),
        ((3, 2, 3, 4), (3, 4, 3, 2), "quality"),
    ],
)
def test_28_equal_totals_go_by_the_published_steps_and_the_step_is_named(winner, other, step):
    first, second = ranking.rank([bid(1, *other), bid(2, *winner)], EQUAL)

    assert (first.key, first.step) == (2, step)
    assert (second.key, second.step) == (1, None)


def test_28_bids_equal_in_everything_share_a_place_until_the_chair_gives_a_reason():
    level = [bid(1, 3, 3, 3, 3), bid(2, 3, 3, 3, 3), bid(3, 1, 1, 1, 1)]

    open_, decided = ranking.rank(level, EQUAL), ranking.rank(level, EQUAL, chair={(2, 1)})

    assert [(p.key, p.place, p.step) for p in open_] == [
        (1, 1, LEVEL),
        (2, 1, TOTAL),
        (3, 3, None),
    ]
    assert [(p.key, p.place, p.step) for p in decided] == [
        (2, 1, CHAIR),
        (1, 2, TOTAL),
        (3, 3, None),
    ]


def test_two_reasons_of_the_chair_make_a_third():
    level = [bid(n, 3, 3, 3, 3) for n in (1, 2, 3)]

    found = ranking.rank(level, EQUAL, chair={(3, 1), (1, 2)})

    assert [place.key for place in found] == [3, 1, 2]
    assert [place.step for place in found] == [CHAIR, CHAIR, None]


def test_a_circle_of_reasons_decides_nothing():
    level = [bid(n, 3, 3, 3, 3) for n in (1, 2, 3)]

    found = ranking.rank(level, EQUAL, chair={(1, 2), (2, 3), (3, 1)})

    assert {place.place for place in found} == {1}


def test_the_chair_cannot_put_a_lower_total_first():
    found = ranking.rank([bid(1, 5, 5, 5, 5), bid(2, 4, 5, 5, 5)], EQUAL, chair={(2, 1)})

    assert [place.key for place in found] == [1, 2]


@given(fields(), scales(), st.randoms(use_true_random=False))
def test_28_the_ranking_is_the_same_however_rows_are_ordered(field, scale, random):
    entries, chair = field
    shuffled = random.sample(entries, len(entries))

    assert ranking.rank(shuffled, scale, chair=chair) == ranking.rank(entries, scale, chair=chair)


@given(fields(), scales())
def test_places_are_a_total_order_with_the_chairs_reasons(field, scale):
    entries, chair = field
    found = ranking.rank(entries, scale, chair=chair)
    place = {row.key: row.place for row in found}

    assert sorted(place) == sorted(entry.key for entry in entries)
    for one, other in combinations(entries, 2):
        two = ranking.rank([one, other], scale, chair=ranking.closure(chair))
        if two[0].step not in (LEVEL, CHAIR):  # whoever else is in the field changes nothing
            assert place[two[0].key] < place[two[1].key]
    for row, following in pairwise(found):
        assert row.total >= following.total
        assert (row.place == following.place) == (row.step == LEVEL)


@given(st.permutations(range(1, 6)), scales())
def test_a_full_row_of_reasons_puts_level_bids_in_that_row(order, scale):
    level = [bid(key, 2, 2, 2, 2) for key in range(1, 6)]
    chair = set(pairwise(order))

    assert [row.key for row in ranking.rank(level, scale, chair=chair)] == list(order)


@given(st.lists(st.none() | marks, max_size=10), agreed, scales())
def test_21_an_agreed_mark_never_changes_what_individuals_gave(given_marks, found, scale):
    before = ranking.individual(given_marks)
    ranking.rank([Entry(1, found)], scale)

    assert ranking.individual(given_marks) == before
    assert Fraction(sum(before.marks)) == sum(m for m in given_marks if m is not None)


@given(agreed, scales(), st.sampled_from(KEYS))
def test_a_higher_mark_never_lowers_a_total(found, scale, key):
    higher = {**found, key: min(found[key] + 1, 5)}

    assert ranking.total(higher, scale) >= ranking.total(found, scale)
