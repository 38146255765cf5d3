"""The day on which a stage is said: brought forward, made up for in a week, never in a flood."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hlp.kit import working_days
from hlp.kit.reminders import in_words
from hlp.kit.reminding import EVER
from tests.factories.reminders import a_rule

FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2022, 3, day) for day in (18, 19, 20, 21))
DAYS = st.dates(date(2022, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("day", "said_on"),
    [
        (date(2022, 3, 17), date(2022, 3, 17)),
        (SATURDAY, FRIDAY),
        (SUNDAY, FRIDAY),
        (MONDAY, MONDAY),
        (date(2022, 4, 18), date(2022, 4, 14)),  # Easter Monday: before Good Friday
        (date(2022, 9, 19), date(2022, 9, 16)),  # the Queen's funeral
        (date(2023, 5, 8), date(2023, 5, 5)),  # the Coronation
        (date(2022, 12, 27), date(2022, 12, 23)),  # Christmas Day made up for
    ],
)
def test_what_falls_on_no_working_day_comes_on_the_one_before(day, said_on):
    assert working_days.brought_forward(day) == said_on


@pytest.mark.parametrize(
    ("day", "count", "then"),
    [
        (date(2022, 3, 14), 2, date(2022, 3, 16)),
        (FRIDAY, 1, MONDAY),
        (SATURDAY, 2, date(2022, 3, 22)),
        (date(2022, 4, 14), 1, date(2022, 4, 19)),  # over Easter
    ],
)
def test_working_days_are_counted_without_weekends_and_bank_holidays(day, count, then):
    assert working_days.after(day, count) == then


@pytest.mark.parametrize(
    ("today", "stage"),
    [
        (date(2022, 3, 3), None),  # nothing reached
        (date(2022, 3, 4), -14),
        (date(2022, 3, 10), -14),  # the worker was away: said late rather than never
        (date(2022, 3, 11), -7),
        (date(2022, 3, 13), None),  # Sunday
        (date(2022, 3, 17), -1),
        (FRIDAY, -1),
        (date(2022, 3, 24), -1),
        (date(2022, 3, 25), None),  # a week late says nothing any more
    ],
)
def test_the_last_stage_reached_is_said(today, stage):
    rule = a_rule(days=(-14, -7, -1))

    assert rule.stage(FRIDAY, today, EVER) == stage


def test_the_day_before_a_monday_is_said_on_the_friday():
    rule = a_rule(days=(-1,))

    assert [day for day in range(15, 22) if rule.stage(MONDAY, date(2022, 3, day), EVER)] == [
        18,
        21,
    ]


@pytest.mark.parametrize(
    ("is_deadline", "today", "stage"),
    [
        (False, FRIDAY, 0),
        (False, SATURDAY, None),
        (False, SUNDAY, None),
        (True, FRIDAY, 0),
        (True, SATURDAY, 0),  # the deadline of this very day, where Friday's run was missed
        (True, SUNDAY, None),
    ],
)
def test_only_a_deadline_of_the_same_day_comes_on_a_weekend(is_deadline, today, stage):
    rule = a_rule(days=(0,), is_deadline=is_deadline)

    assert rule.stage(SATURDAY, today, EVER) == stage


def test_what_was_reached_before_the_rule_was_switched_on_stays_unsaid():
    rule = a_rule(days=(-14, -7, -1))

    assert rule.stage(FRIDAY, date(2022, 3, 14), since=date(2022, 3, 12)) is None
    assert rule.stage(FRIDAY, date(2022, 3, 17), since=date(2022, 3, 12)) == -1


@given(on=DAYS, days=st.sets(st.integers(-30, 60), min_size=1, max_size=4))
def test_each_stage_has_one_working_day_and_the_window_holds_them_all(on, days):
    rule = a_rule(days=sorted(days))
    said: list[int] = []
    for offset in range(-45, 80):
        today = on + timedelta(days=offset)
        stage = rule.stage(on, today, EVER)
        if stage is None:
            continue
        first, last = rule.window(today)
        assert first <= on <= last
        assert working_days.is_working(today)
        if stage not in said:
            said.append(stage)

    assert said == sorted(said)
    assert max(days) in said


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (FRIDAY, "today, Friday 18 March 2022"),
        (SATURDAY, "tomorrow, Saturday 19 March 2022"),
        (date(2022, 3, 17), "yesterday, Thursday 17 March 2022"),
        (date(2022, 4, 1), "on Friday 1 April 2022"),
    ],
)
def test_a_day_in_words(day, words):
    assert in_words(day, FRIDAY) == words
