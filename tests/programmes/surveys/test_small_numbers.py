"""Check 20: any breakdown with fewer than five responses is hidden, also by subtraction."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.suppression import hide_small, may_show_whole

COUNTS = st.dictionaries(st.integers(0, 30), st.integers(0, 40), max_size=8)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"a": 9, "b": 12}, {"a": 9, "b": 12}),
        ({"a": 9, "b": 0}, {"a": 9, "b": 0}),
        ({"a": 2, "b": 3, "c": 9}, {"a": None, "b": None, "c": 9}),
        # Alone it would be the whole less the others, so the smallest of these goes with it.
        ({"a": 4, "b": 9, "c": 8}, {"a": None, "b": 9, "c": None}),
        # One each: together they are two, and the whole would say so.
        ({"a": 1, "b": 1, "c": 7, "d": 8}, {"a": None, "b": None, "c": None, "d": 8}),
        ({"a": 3}, {"a": None}),
        ({}, {}),
    ],
)
def test_small_parts_are_hidden_and_cannot_be_worked_out(counts, shown):
    assert hide_small(counts) == shown


@given(COUNTS)
def test_no_small_part_is_ever_shown(counts):
    assert all(n is None or n == 0 or n >= 5 for n in hide_small(counts).values())


@given(COUNTS)
def test_subtraction_finds_no_single_part_and_no_small_sum(counts):
    hidden = [counts[key] for key, n in hide_small(counts).items() if n is None]
    others_shown = [n for n in hide_small(counts).values() if n]

    assert len(hidden) != 1 or not others_shown
    assert not hidden or sum(hidden) >= 5 or not others_shown


@given(COUNTS)
def test_what_is_shown_is_true_and_nothing_is_hidden_without_need(counts):
    found = hide_small(counts)

    assert {k: n for k, n in found.items() if n is not None}.items() <= counts.items()
    if all(n == 0 or n >= 5 for n in counts.values()):
        assert found == counts


@given(COUNTS)
def test_the_whole_stands_above_only_when_it_is_not_small_itself(counts):
    whole = sum(counts.values())

    assert may_show_whole(counts) == (whole == 0 or whole >= 5)
