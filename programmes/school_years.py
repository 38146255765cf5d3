"""School years as their page shows them: half-terms, closed days, bank holidays, clocks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from members.models import School
from programmes import calendar
from programmes.models import AcademicYear, ClosedDay, HalfTerm


@dataclass(frozen=True)
class Shown:
    """One year; `own` are the school's half-terms by number, where it has any."""

    year: AcademicYear
    half_terms: list[HalfTerm]
    own: dict[int, HalfTerm]
    closed: list[ClosedDay]
    holidays: list[tuple[date, str]]
    clocks: list[tuple[date, str]]

    @property
    def is_provisional(self) -> bool:
        return any(not row.is_confirmed for row in self.half_terms)

    @property
    def is_own_provisional(self) -> bool:
        return any(not row.is_confirmed for row in self.own.values())

    @property
    def rows(self) -> list[tuple[str, HalfTerm | None, HalfTerm | None]]:
        """Name, the authority's, the school's own."""
        known = {row.number: row for row in self.half_terms}
        numbers = sorted(known.keys() | self.own.keys())
        return [(calendar.label(n), known.get(n), self.own.get(n)) for n in numbers]


def shown(years: Sequence[AcademicYear], school: School | None) -> list[Shown]:
    """The same queries for one year and for many."""
    rows = HalfTerm.objects.filter(year__in=years).filter(Q(school=None) | Q(school=school))
    half_terms = list(rows.in_order())
    days = ClosedDay.objects.filter(Q(school=None) | Q(school=school)).order_by("on", "pk")
    closed = list(days)
    return [_one(year, half_terms, closed) for year in years]


def next_without_dates(today: date) -> int:
    """The first school year from the current one on that has no half-term of the authority."""
    first = today.year if today.month >= 8 else today.year - 1
    names = set(
        HalfTerm.objects.authority().values_list("year__name", flat=True).distinct().order_by()
    )
    while any(name.startswith(f"{first}/") for name in names):
        first += 1
    return first


def _one(year: AcademicYear, half_terms: list[HalfTerm], closed: list[ClosedDay]) -> Shown:
    rows = [row for row in half_terms if row.year_id == year.pk]
    return Shown(
        year=year,
        half_terms=[row for row in rows if row.school_id is None],
        own={row.number: row for row in rows if row.school_id is not None},
        closed=[row for row in closed if year.from_on <= row.on <= year.to_on],
        holidays=calendar.bank_holidays_between(year.from_on, year.to_on),
        clocks=calendar.clock_changes(year.from_on, year.to_on),
    )
