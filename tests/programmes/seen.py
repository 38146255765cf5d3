"""Events that took place and who was seen there, as rows: how they were booked is no matter."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from members.models import Period, School
from programmes.models import (
    Attendance,
    Event,
    Expected,
    Place,
    Presence,
    Programme,
    Register,
)
from programmes.states import BookedVia, EventKind, EventState, Mark, MarkSource, PlaceState


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 15, tzinfo=UTC)


def event(
    programme: Programme | None,
    day: date,
    kind: EventKind = EventKind.CPD,
    *,
    period: Period | None = None,
    state: EventState = EventState.PUBLISHED,
    **more: Any,
) -> Event:
    """Two hours in the afternoon."""
    starts_at = at(day)
    fields = {"title": f"{EventKind(kind).label} of {day:%-d %B}", "venue": "Oak Hall", **more}
    return Event.objects.create(
        period=period or programme.period,
        programme=programme,
        kind=kind,
        state=state,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        changed_at=starts_at,
        created_at=starts_at - timedelta(days=30),
        cancelled_at=starts_at if state == EventState.CANCELLED else None,
        **fields,
    )


def recorded(programme: Programme, day: date, kind: EventKind = EventKind.CPD) -> Event:
    """What took place elsewhere, with its evidence."""
    return event(programme, day, kind, is_recorded_afterwards=True, evidence="Notes of the day.")


def attend(of: Event, *schools: School, mark: Mark = Mark.PRESENT) -> None:
    """One person of each school, with this mark in the register."""
    day = of.starts_at.date()
    register, _ = Register.objects.get_or_create(
        event=of, on=day, defaults={"opened_at": of.starts_at, "token": uuid4().hex}
    )
    for school in schools:
        place = Place.objects.create(
            event=of,
            name=f"Teacher of {school.pk}",
            school=school,
            state=PlaceState.CONFIRMED,
            via=BookedVia.OFFICE,
            booked_at=of.created_at,
            code=uuid4().hex[:12],
        )
        line = Expected.objects.create(register=register, place=place)
        see(line, mark)


def see(line: Expected, mark: Mark) -> Attendance:
    """A further line of the log; the latest holds."""
    moment = line.register.event.starts_at
    return Attendance.objects.create(
        line=line, mark=mark, source=MarkSource.REGISTER, seen_at=moment, recorded_at=moment
    )


def present(of: Event, *schools: School) -> None:
    """Named as present at an event recorded afterwards."""
    for school in schools:
        Presence.objects.create(event=of, school=school, people=2)
