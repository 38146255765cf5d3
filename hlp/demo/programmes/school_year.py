"""Half-terms in their usual pattern, and clusters by town."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from hlp.kit import clock
from members.models import Period, School, User
from programmes import calendar, term_dates
from programmes.models import HalfTerm
from programmes.pasting import Read
from programmes.services import calendar as calendars
from programmes.services import clusters

SMALLEST, MOST = 3, 4  # schools of a cluster; clusters


def enter(period: Period, office: User, now: datetime) -> None:
    enter_half_terms(office, now)
    _cluster(period, office, now)


def enter_half_terms(office: User, now: datetime) -> None:
    """Last year's and this year's are confirmed, the next one's provisional."""
    first = first_of(clock.day_of(now))
    for year in (first - 1, first, first + 1):
        half_terms = term_dates.usual(year)
        inset = [(half_terms[0].from_on, "INSET day"), (half_terms[2].from_on, "INSET day")]
        calendars.save(
            first=year,
            read=Read(half_terms=half_terms, closed=inset),
            school=None,
            is_confirmed=year <= first,
            source="The council’s page of term dates",
            by=office,
            now=now,
        )


def first_of(today: date) -> int:
    """The year in which the school year of that day began."""
    return today.year if today.month >= 9 else today.year - 1


def last_two(now: datetime) -> tuple[HalfTerm, HalfTerm]:
    """The last two half-terms that are over."""
    today = clock.day_of(now)
    rows = calendar.half_terms_between(today - timedelta(days=400), today)
    before, last = [row for row in rows if row.to_on < today][-2:]
    return before, last


def _cluster(period: Period, office: User, now: datetime) -> None:
    """By post town: a stand-in, as for the real partnership until it says otherwise."""
    towns: dict[str, list[School]] = defaultdict(list)
    for school in School.objects.eligible_for(period).order_by("urn"):
        towns[school.town].append(school)
    large = sorted((town for town in towns if len(towns[town]) >= SMALLEST), key=str)
    for town in large[:MOST]:
        clusters.save(cluster=None, name=town, schools=towns[town], by=office, now=now)
