"""Events and places, as services bring them about; the clock is handed in."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hlp.kit import clock
from members.models import School, User
from members.states import SchoolRole
from programmes.eligibility import schools_for
from programmes.models import Event, Place
from programmes.services import booking, events
from programmes.services.booking import Booking
from programmes.states import Audience, EventKind, EventState, Mode
from tests.factories import board, cast
from tests.factories import programmes as made

NOW = made.T0
STARTS = datetime(2022, 10, 20, 15, tzinfo=UTC)  # 16:00 in London
LONG = timedelta(minutes=90)
LINK = "https://meet.example.org/j/4711"


def fields(**more: Any) -> dict[str, Any]:
    starts_at = more.get("starts_at", STARTS)
    return {
        "kind": EventKind.CPD,
        "title": "Sequencing a curriculum",
        "summary": "How one school planned history from year 1 to year 6.",
        "audience": Audience.MEMBERS,
        "starts_at": starts_at,
        "ends_at": starts_at + LONG,
        "mode": Mode.IN_PERSON,
        "venue": "Oak Wood School",
        "address": "Sutton Court Road, Uxbridge, UB10 9HT",
        **more,
    }


def online(**more: Any) -> dict[str, Any]:
    return {"mode": Mode.ONLINE, "venue": "", "address": "", "join_link": LINK, **more}


def event(
    *,
    programme: Any = None,
    state: EventState = EventState.PUBLISHED,
    now: datetime = NOW,
    by: User | None = None,
    **more: Any,
) -> Event:
    """Open for booking, of a running programme, unless told otherwise."""
    programme = programme or made.programme()
    by = by or made.lead(programme)
    row = events.create(
        programme=programme, period=programme.period, fields=fields(**more), by=by, now=now
    )
    return events.publish(event=row, by=by, now=now) if state != EventState.DRAFT else row


def information(period: Any, *, now: datetime = NOW, **more: Any) -> Event:
    """The office's own, for every school of the borough."""
    given = {"kind": EventKind.INFORMATION, "audience": Audience.ALL_SCHOOLS, **more}
    row = events.create(
        programme=None, period=period, fields=fields(**given), by=made.office(), now=now
    )
    return events.publish(event=row, by=made.office(), now=now)


def school_for(of: Event) -> School:
    """A school whose staff may come, without leading the programme."""
    leads = of.programme.leads.values("school") if of.programme else ()
    known = schools_for(of).exclude(pk__in=leads).order_by("pk").first()
    return known or board.member(of.period)


def staff(school: School | None, name: str = "", role: SchoolRole = SchoolRole.STAFF) -> User:
    assert school is not None
    number = school.affiliations.count() + 1
    return cast.at_school(name or f"Tina Teacher {school.pk} {number}", school, role)


def cpd_lead(school: School | None) -> User:
    assert school is not None
    known = school.affiliations.filter(role=SchoolRole.CPD_LEAD).first()
    return known.user if known else staff(school, f"Carla Lead {school.pk}", SchoolRole.CPD_LEAD)


def booked(
    of: Event,
    person: User | None = None,
    school: School | None = None,
    now: datetime = NOW,
) -> Place:
    """By oneself; waiting where the event is full."""
    school = school or school_for(of)
    person = person or staff(school)
    one = Booking(person=person)
    return booking.book(event=of, people=[one], school=school, by=person, now=now)[0]


def booked_by_school(
    of: Event, names: list[str], school: School | None = None, now: datetime = NOW, **more: Any
) -> list[Place]:
    """Staff without accounts, by their CPD lead."""
    school = school or school_for(of)
    people = [
        Booking(name=name, email=f"{name.lower().replace(' ', '.')}@school.example.org")
        for name in names
    ]
    by = cpd_lead(school)
    return booking.book(event=of, people=people, school=school, by=by, now=now, **more)


def full(seats: int = 1, **more: Any) -> Event:
    """Every seat taken, each by another school."""
    made_ = event(capacity=seats, **more)
    for _ in range(seats):
        booked(made_, school=board.member(made_.period))
    return made_


def waiting(of: Event, school: School | None = None, now: datetime = NOW) -> Place:
    """Somebody on the waiting list of an event that is full."""
    place = booked(of, school=school or board.member(of.period), now=now)
    assert place.is_waiting, "the event still has seats"
    return place


def held(*, ago: timedelta = timedelta(days=2), people: int = 0, **more: Any) -> Event:
    """Over for `ago` today: planned and booked before it began."""
    starts_at = clock.now() - ago - LONG
    before = starts_at - timedelta(days=20)
    row = event(starts_at=starts_at, now=before, **more)
    for _ in range(people):
        booked(row, now=before)
    return row
