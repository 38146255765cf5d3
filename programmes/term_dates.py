"""The usual shape of a school year in London: a first guess, for the office to correct.

No register publishes Hillingdon's dates, so what is made here is always provisional.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from hlp.kit.working_days import bank_holidays
from programmes.states import HalfTermNumber

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
LATE_EASTER = 13  # in April; after it the holidays end with Easter Monday


@dataclass(frozen=True)
class Dates:
    """One half-term as typed, pasted or guessed."""

    number: HalfTermNumber
    from_on: date
    to_on: date


def year_name(first: int) -> str:
    """2022/23"""
    return f"{first}/{(first + 1) % 100:02}"


def usual(first: int) -> list[Dates]:
    """The six half-terms of the year that begins in September of `first`."""
    autumn_break = _monday_from(date(first, 10, 23))
    spring_break = _monday_from(date(first + 1, 2, 12))
    summer_break = _monday_from(date(first + 1, 5, 25))
    easter_from, easter_to = _easter_holidays(first + 1)
    bounds = [
        (_working_from(date(first, 9, 1)), autumn_break),
        (autumn_break + WEEK, _working_to(date(first, 12, 21)) + DAY),
        (_working_from(date(first + 1, 1, 3)), spring_break),
        (spring_break + WEEK, easter_from),
        (easter_to + DAY, summer_break),
        (summer_break + WEEK, _working_to(date(first + 1, 7, 22)) + DAY),
    ]
    return [
        Dates(HalfTermNumber(n), _working_from(start), _working_to(stop - DAY))
        for n, (start, stop) in enumerate(bounds, start=1)
    ]


def _easter_holidays(year: int) -> tuple[date, date]:
    """First and last day of the two weeks around Easter."""
    good_friday = next(day for day, name in bank_holidays(year).items() if name == "Good Friday")
    sunday = good_friday + 2 * DAY
    if sunday.month == 3:
        return sunday - 2 * DAY, sunday + 12 * DAY
    if sunday.day > LATE_EASTER:
        return sunday - 13 * DAY, sunday + DAY
    return sunday - 6 * DAY, sunday + 5 * DAY


def _monday_from(day: date) -> date:
    return day + DAY * (-day.weekday() % 7)


def _working_from(day: date) -> date:
    while day.weekday() > 4:
        day += DAY
    return day


def _working_to(day: date) -> date:
    while day.weekday() > 4:
        day -= DAY
    return day
