"""The school calendar as others ask for it: which half-term, which bank holiday, what clashes."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise

from django.db.models import Q, QuerySet

from hlp.kit import clock
from hlp.kit.working_days import bank_holidays
from members.models import School
from programmes.models import ClosedDay, HalfTerm
from programmes.states import HalfTermNumber

SATURDAY = 5
DAY = timedelta(days=1)


def half_term_on(day: date, school: School | None = None) -> HalfTerm | None:
    """By the school's own dates where it has any for that year, else by the authority's."""
    found = HalfTerm.objects.with_day(day).select_related("year")
    if school is not None and HalfTerm.objects.of(school).filter(year__from_on__lte=day).filter(
        year__to_on__gte=day
    ):
        return found.of(school).first()
    return found.authority().first()


def half_terms_between(from_on: date, to_on: date) -> list[HalfTerm]:
    """The authority's half-terms that have a day in common with these days, in order."""
    found = HalfTerm.objects.authority().meeting(from_on, to_on)
    return list(found.select_related("year").in_order())


def bank_holiday(day: date) -> str:
    """Its name, or nothing; one-off ones too, such as 19 September 2022."""
    return bank_holidays(day.year).get(day, "")


def bank_holidays_between(from_on: date, to_on: date) -> list[tuple[date, str]]:
    years = range(from_on.year, to_on.year + 1)
    days = [day for year in years for day in sorted(bank_holidays(year).items())]
    return [(day, name) for day, name in days if from_on <= day <= to_on]


def closed_days(days: "list[date]", school: School | None = None) -> "QuerySet[ClosedDay]":
    """INSET and occasional days among these: the authority's, and the school's own."""
    whose = Q(school=None) if school is None else Q(school=None) | Q(school=school)
    return ClosedDay.objects.filter(whose, on__in=days).order_by("on", "pk")


def clashes(days: list[date]) -> list[str]:
    """What speaks against these days, in sentences: advice, never a refusal."""
    closed = [(day, f"a {day:%A}") for day in days if day.weekday() >= SATURDAY]
    closed += [(day, f"a bank holiday: {name}") for day in days if (name := bank_holiday(day))]
    closed += [(row.on, f"a day schools are closed: {row.name}") for row in closed_days(days)]
    said = [f"{_day(day)} is {what}." for day, what in closed]
    known = HalfTerm.objects.authority().meeting(days[0] - 200 * DAY, days[-1] + 200 * DAY)
    if known.exists() and half_term_on(days[0]) is None:
        said.append(f"{_day(days[0])} is in the school holidays by the authority's dates.")
    return said


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"


def label(number: int) -> str:
    return str(HalfTermNumber(number).label)


def clock_changes(from_on: date, to_on: date) -> list[tuple[date, str]]:
    """The Sundays on which clocks change, so that who reads the calendar expects it."""
    days = [from_on + n * DAY for n in range((to_on - from_on).days)]
    noons = [datetime.combine(day, time(12), tzinfo=clock.LONDON) for day in days]
    return [
        (after.date(), "forward" if after.utcoffset() else "back")
        for before, after in pairwise(noons)
        if before.utcoffset() != after.utcoffset()
    ]
