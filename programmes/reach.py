"""Reach: which schools have taken part, in a year and ever, and which never have.

A school is reached when somebody of it was seen at an event, or it is named among those present at
one that was recorded afterwards. What a closed school did counts for the one school that carries it
on, once, however many schools went into it. The cost is the same handful of queries for ten schools
and for the nation, because the sets are joined here and not in the database.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, Max, OuterRef

from hlp.kit import clock
from members.models import Membership, Period, School, SchoolLink
from members.states import OPEN_STATUSES, phase_in_words
from programmes.models import AcademicYear, Attendance, Presence
from programmes.states import ATTENDED, EventState, PlaceState

NO_CLUSTER = "In no cluster"


@dataclass(frozen=True)
class Line:
    """One school that may join, with the day on which it took part last, as far as the year goes:
    so it took part in the year where that day is in it."""

    urn: int
    phase: str
    cluster_id: int | None
    cluster: str
    is_member: bool
    is_in_year: bool
    last_ever: date | None

    @property
    def phase_in_words(self) -> str:
        return phase_in_words(self.phase)


@dataclass(frozen=True)
class Sum:
    """Of some schools: engaged in the year, earlier only, never."""

    label: str
    in_year: int
    earlier: int
    never: int

    @property
    def total(self) -> int:
        return self.in_year + self.earlier + self.never

    @property
    def ever(self) -> int:
        return self.in_year + self.earlier


def lines(*, period: Period, year: AcademicYear) -> list[Line]:
    """Every school that may join, by name."""
    last = last_days(to_on=year.to_on)
    members = Membership.objects.members().filter(period=period)
    joined = set(members.values_list("school_id", flat=True))
    fields = ("urn", "phase", "cluster_line__cluster_id", "cluster_line__cluster__name")
    schools = School.objects.eligible_for(period).order_by("name", "urn").values_list(*fields)
    return [
        Line(
            urn=urn,
            phase=phase,
            cluster_id=cluster_id,
            cluster=cluster or NO_CLUSTER,
            is_member=urn in joined,
            is_in_year=urn in last and last[urn] >= year.from_on,
            last_ever=last.get(urn),
        )
        for urn, phase, cluster_id, cluster in schools
    ]


def summed(label: str, rows: Iterable[Line]) -> Sum:
    counted = list(rows)
    in_year = sum(row.is_in_year for row in counted)
    ever = sum(row.last_ever is not None for row in counted)
    return Sum(label, in_year, ever - in_year, len(counted) - ever)


def by(rows: Iterable[Line], name: str) -> list[Sum]:
    """By phase_in_words or by cluster, each with its sums."""
    groups: dict[str, list[Line]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, name)].append(row)
    order = sorted(groups, key=lambda label: (label == NO_CLUSTER, label))
    return [summed(label, groups[label]) for label in order]


def last_days(*, to_on: date) -> dict[int, date]:
    """URN -> the last day on which the school, or one it carries on, took part."""
    seen: dict[int, date] = {}
    for urn, day in [*_seen_at_registers(to_on), *_recorded_afterwards(to_on)]:
        seen[urn] = max(day, seen.get(urn, day))
    return carried_on(seen)


def carried_on(days: dict[int, date]) -> dict[int, date]:
    """What closed schools did, credited to their one successor; who is open keeps its own."""
    found: dict[int, date] = {}
    for urn, heir in heirs(days).items():
        found[heir] = max(days[urn], found.get(heir, days[urn]))
    return found


def heirs(urns: Iterable[int]) -> dict[int, int]:
    """URN -> the one that carries it on: of an open school, or where there are several, itself."""
    links: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    rows = SchoolLink.objects.exclude(predecessor__status__in=OPEN_STATUSES).order_by("pk")
    for old, new, status in rows.values_list("predecessor_id", "successor_id", "successor__status"):
        links[old].append((new, status in OPEN_STATUSES))
    return {urn: _heir(urn, links) for urn in urns}


def _heir(urn: int, links: "dict[int, list[tuple[int, bool]]]") -> int:
    """The one open school at the end of the links; else, also of several, the school itself."""
    ends, ahead, seen = set[int](), [urn], {urn}
    while ahead:
        for successor, is_open in links.get(ahead.pop(), []):
            if is_open:
                ends.add(successor)
            elif successor not in seen:
                ahead.append(successor)
            seen.add(successor)
    return ends.pop() if len(ends) == 1 else urn


def _seen_at_registers(to_on: date) -> list[tuple[int, date]]:
    """The latest mark of a line holds (design 9). Asked as one that none follows, the database
    compares all marks at once instead of looking each line's up."""
    later = Attendance.objects.filter(line=OuterRef("line"), pk__gt=OuterRef("pk"))
    marks = Attendance.objects.filter(
        ~Exists(later),
        mark__in=ATTENDED,
        line__place__state=PlaceState.CONFIRMED,
        line__place__school__isnull=False,
        line__register__event__state=EventState.PUBLISHED,
        line__register__on__lte=to_on,
    )
    rows = marks.values_list("line__place__school").annotate(Max("line__register__on")).order_by()
    return [(urn, day) for urn, day in rows]


def _recorded_afterwards(to_on: date) -> list[tuple[int, date]]:
    rows = Presence.objects.filter(
        event__state=EventState.PUBLISHED, event__starts_at__lte=clock.end_of_day(to_on)
    )
    found = rows.values_list("school").annotate(Max("event__starts_at")).order_by()
    return [(urn, clock.day_of(at)) for urn, at in found]
