"""Term dates: read, looked at beside what is booked already, and only then saved."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from hlp.kit import access, audit, clock
from hlp.kit.refusal import Refusal
from hlp.kit.working_days import bank_holidays
from members.models import School, User
from programmes import calendar
from programmes.models import AUTHORITY, AcademicYear, ClosedDay, Event, HalfTerm, Programme
from programmes.pasting import Read
from programmes.services.planning import renew
from programmes.states import EventState, ProgrammeState
from programmes.term_dates import Dates, year_name

DAY = timedelta(days=1)
SATURDAY = 5


class WrongHalfTerms(Refusal):
    """The dates make no school year."""


@dataclass
class Preview:
    """What would be saved, and what speaks against it or ought to be known."""

    half_terms: list[Dates]
    closed: list[tuple[date, str]]
    unread: list[str]
    bookings: list[str] = field(default_factory=list)  # events that would be hit
    holidays: list[str] = field(default_factory=list)  # bank holidays inside half-terms
    oddities: list[str] = field(default_factory=list)  # weekends, INSET in the holidays


def preview(*, first: int, read: Read, school: School | None) -> Preview:
    """Raises WrongHalfTerms where saving would; writes nothing."""
    check(first, read)
    made = Preview(read.half_terms, sorted(read.closed), read.unread)
    made.bookings = [*_leaving(first, read, school), *_on_closed_days(read, school)]
    made.holidays = _bank_holidays(read.half_terms)
    made.oddities = _oddities(read)
    return made


def check(first: int, read: Read) -> None:
    """In order, within the year, none twice."""
    if not read.half_terms and not read.closed:
        raise WrongHalfTerms("No dates were found in the text. Type one half-term a line.")
    begins, ends = _bounds(first)
    last = begins - DAY
    for row in read.half_terms:
        if row.from_on > row.to_on:
            raise WrongHalfTerms(f"{row.number.label} ends before it starts.")
        if row.from_on <= last:
            raise WrongHalfTerms(f"{row.number.label} starts before the one before it has ended.")
        if row.to_on > ends:
            raise WrongHalfTerms(
                f"{row.number.label} is not in the school year {year_name(first)}."
            )
        last = row.to_on
    if strange := [day for day, _ in read.closed if not begins <= day <= ends]:
        raise WrongHalfTerms(f"{_day(strange[0])} is not in the school year {year_name(first)}.")


def save(
    *,
    first: int,
    read: Read,
    school: School | None,
    is_confirmed: bool,
    source: str,
    by: User,
    now: datetime,
) -> AcademicYear:
    """Half-terms named in the text take its dates, others stay; commitments follow."""
    access.require(by, "programmes.manage_calendar")
    check(first, read)
    begins, ends = _bounds(first)
    with transaction.atomic(), audit.acting(by):
        year, _ = AcademicYear.objects.get_or_create(
            name=year_name(first), defaults={"from_on": begins, "to_on": ends}
        )
        AcademicYear.objects.select_for_update().get(pk=year.pk)
        _save_half_terms(year, read.half_terms, school, is_confirmed, source.strip())
        for day, name in read.closed:
            ClosedDay.objects.update_or_create(on=day, school=school, defaults={"name": name})
        if school is None:
            _renew_programmes(year)
    return year


def forget_closed_day(*, closed: ClosedDay, by: User, now: datetime) -> None:
    access.require(by, "programmes.manage_calendar")
    with transaction.atomic(), audit.acting(by):
        closed.delete()


def confirm(*, year: AcademicYear, school: School | None, by: User, now: datetime) -> None:
    """All half-terms of that calendar have been agreed."""
    access.require(by, "programmes.manage_calendar")
    with transaction.atomic(), audit.acting(by):
        for row in year.half_terms.filter(school=school, is_confirmed=False):
            row.is_confirmed = True
            row.save(update_fields=["is_confirmed"])


def _bounds(first: int) -> tuple[date, date]:
    return date(first, 9, 1) - 14 * DAY, date(first + 1, 8, 31)


def _save_half_terms(
    year: AcademicYear,
    rows: Sequence[Dates],
    school: School | None,
    is_confirmed: bool,
    source: str,
) -> None:
    """One by one in an order in which no two of them ever overlap: the database looks each time."""
    whose = school.pk if school else AUTHORITY
    stored = {row.number: row for row in year.half_terms.filter(calendar=whose)}
    before = {number: (row.from_on, row.to_on) for number, row in stored.items()}
    waiting = list(rows)
    while waiting:
        free = [row for row in waiting if not _meets_another(row, before)]
        if not free:
            raise WrongHalfTerms("The dates overlap with half-terms that stay as they are.")
        for row in free[:1]:
            half_term = stored.get(row.number) or HalfTerm(
                year=year, school=school, calendar=whose, number=row.number
            )
            half_term.from_on, half_term.to_on = row.from_on, row.to_on
            half_term.is_confirmed, half_term.source = is_confirmed, source
            half_term.save()
            before[row.number] = (row.from_on, row.to_on)
            waiting.remove(row)


def _meets_another(row: Dates, others: "dict[int, tuple[date, date]]") -> bool:
    return any(
        number != row.number and row.from_on <= to_on and from_on <= row.to_on
        for number, (from_on, to_on) in others.items()
    )


def _renew_programmes(year: AcademicYear) -> None:
    meeting = Programme.objects.filter(from_on__lte=year.to_on, to_on__gte=year.from_on)
    unfinished = meeting.exclude(state=ProgrammeState.CLOSED)
    for programme in unfinished.select_for_update().order_by("pk"):
        renew(programme, {})


# What the preview says


def _events(from_on: date, to_on: date, school: School | None) -> list[Event]:
    """Published ones on these days; of a school, those it leads or comes to."""
    found = Event.objects.filter(
        state=EventState.PUBLISHED,
        starts_at__gte=clock.start_of_day(from_on),
        starts_at__lte=clock.end_of_day(to_on),
    )
    if school is not None:
        own = Q(programme__leads__school=school) | Q(places__school=school)
        found = Event.objects.filter(pk__in=found.filter(own).values("pk"))
    return list(found.soonest_first())


def _leaving(first: int, read: Read, school: School | None) -> list[str]:
    """Events that were in a half-term and would be in another, or in none."""
    if not read.half_terms:
        return []
    named: dict[int, tuple[date, date]] = {
        int(row.number): (row.from_on, row.to_on) for row in read.half_terms
    }
    whose = school.pk if school else AUTHORITY
    stored = HalfTerm.objects.filter(year__name=year_name(first), calendar=whose)
    kept = {row.number: (row.from_on, row.to_on) for row in stored}
    planned: dict[int, tuple[date, date]] = {**kept, **named}
    touched = [day for n in named for row in (kept.get(n), named[n]) if row for day in row]
    said = []
    for event in _events(min(touched), max(touched), school):
        day = clock.day_of(event.starts_at)
        before, after = _number(kept, day), _number(planned, day)
        if after is None:
            said.append(f"“{event}” on {_day(day)} would be outside every half-term.")
        elif before is not None and before != after:
            said.append(
                f"“{event}” on {_day(day)} would be in {calendar.label(after)} instead of"
                f" {calendar.label(before)}."
            )
    return said


def _number(rows: "dict[int, tuple[date, date]]", day: date) -> int | None:
    return next((n for n, (from_on, to_on) in rows.items() if from_on <= day <= to_on), None)


def _on_closed_days(read: Read, school: School | None) -> list[str]:
    said = []
    for day, name in sorted(read.closed):
        said += [f"“{event}” is on {_day(day)}: {name}." for event in _events(day, day, school)]
    return said


def _bank_holidays(rows: Sequence[Dates]) -> list[str]:
    return [
        f"{_day(day)} in {row.number.label}: {name}."
        for row in rows
        for year in sorted({row.from_on.year, row.to_on.year})
        for day, name in sorted(bank_holidays(year).items())
        if row.from_on <= day <= row.to_on
    ]


def _oddities(read: Read) -> list[str]:
    ends = [(row.number.label, day) for row in read.half_terms for day in (row.from_on, row.to_on)]
    said = [
        f"{label} starts or ends on a {day:%A}, {_day(day)}."
        for label, day in ends
        if day.weekday() >= SATURDAY
    ]
    for day, name in sorted(read.closed):
        if day.weekday() >= SATURDAY:
            said.append(f"{name} is on a {day:%A}, {_day(day)}.")
        elif holiday := bank_holidays(day.year).get(day):
            said.append(f"{name} is on a bank holiday, {_day(day)}: {holiday}.")
    return said


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
