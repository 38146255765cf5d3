"""On which days people at schools and in the office read their post: no weekends, no holidays."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

DAY = timedelta(days=1)
SATURDAY = 5


def is_working(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year)


def brought_forward(day: date) -> date:
    """The day itself, or the last working day before it: a Monday's bank holiday, Friday."""
    while not is_working(day):
        day -= DAY
    return day


def after(day: date, count: int) -> date:
    """The working day `count` working days after `day`."""
    while count:
        day += DAY
        count -= is_working(day)
    return day


@lru_cache(maxsize=16)
def bank_holidays(year: int) -> Mapping[date, str]:
    """England's, with their names; one-off ones too, such as 19 September 2022."""
    from holidays import country_holidays  # noqa: PLC0415 - slow library

    return MappingProxyType(dict(country_holidays("GB", subdiv="ENG", years=year)))
