"""Programmes and their calendar, as services bring them about."""

from datetime import UTC, date, datetime
from typing import Any

from members.models import Period, School, User
from members.states import PortalRole, SchoolRole
from programmes import term_dates
from programmes.models import AcademicYear, HalfTerm, Programme
from programmes.services import opening
from programmes.states import ProgrammeState
from tests.factories import board, cast
from tests.factories.members import AffiliationFactory, PeriodFactory

T0 = datetime(2022, 9, 1, 9, tzinfo=UTC)
ABOUT = "Subject leaders plan one sequence of lessons and teach it together."


def year(name: str = "2022/23") -> AcademicYear:
    """With its six half-terms of the authority, confirmed."""
    first = int(name[:4])
    made, is_new = AcademicYear.objects.get_or_create(
        name=name, defaults={"from_on": date(first, 9, 1), "to_on": date(first + 1, 8, 31)}
    )
    for dates in term_dates.usual(first) if is_new else ():
        made.half_terms.create(
            number=dates.number, from_on=dates.from_on, to_on=dates.to_on, is_confirmed=True
        )
    return made


def half_terms(of: AcademicYear | None = None) -> list[HalfTerm]:
    return list((of or year()).half_terms.filter(school=None).in_order())


def office() -> User:
    return board.holding(PortalRole.OFFICE, "Olga Office")


def programme(
    *,
    school: School | None = None,
    partners: tuple[School, ...] = (),
    period: Period | None = None,
    state: ProgrammeState = ProgrammeState.OPEN,
    now: datetime = T0,
    **more: Any,
) -> Programme:
    """Shown to all unless told otherwise; led by one member school over the year 2022/23."""
    year()
    period = period or PeriodFactory.create()
    given = {
        "title": f"Curriculum and subject leadership {Programme.objects.count() + 1}",
        "about": ABOUT,
        "outcome": "Pupils know more and remember more.",
        "from_on": date(2022, 9, 1),
        "to_on": date(2023, 8, 31),
        **more,
    }
    leads = [school or board.member(period), *partners]
    made = opening.open_programme(period=period, lead_schools=leads, by=office(), now=now, **given)
    return brought_to(made, state, now)


def brought_to(made: Programme, state: ProgrammeState, now: datetime) -> Programme:
    if state != ProgrammeState.DRAFT:
        opening.show_programme(programme=made, by=office(), now=now)
    if state == ProgrammeState.CLOSED:
        opening.close_programme(programme=made, by=office(), now=now)
    return made


def lead_school(of: Programme | None) -> School:
    return of.leads.get(is_coordinator=True).school


def lead(of: Programme | None) -> User:
    """A CPD lead of the coordinating school."""
    school = lead_school(of)
    if known := school.affiliations.filter(role=SchoolRole.CPD_LEAD).first():
        return known.user
    return cast.at_school(f"Petra Planner {school.pk}", school, SchoolRole.CPD_LEAD)


def head(of: School) -> User:
    if known := of.affiliations.heads().first():
        return known.user
    return AffiliationFactory.create(
        school=of, role=SchoolRole.HEADTEACHER, user__name=f"Head {of.pk}"
    ).user
