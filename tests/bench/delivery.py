"""Events with their registers over all schools, so that reach is measured at its full size."""

import secrets
from datetime import datetime, timedelta

from hlp.demo.programmes import school_year
from hlp.kit import clock
from members.models import Period, School
from members.states import PortalRole
from programmes.models import AcademicYear, Attendance, Event, Expected, Place, Register
from programmes.states import BookedVia, EventKind, EventState, Mark, MarkSource, PlaceState
from tests.factories import board

SEATS, BATCH, DAYS = 20, 500, 50


def hold_events(count: int = 5000) -> dict[str, str]:
    """Three schools of four take part; the fourth never has."""
    now = clock.now()
    period = Period.objects.get()
    if not AcademicYear.objects.exists():
        school_year.enter_half_terms(board.holding(PortalRole.OFFICE, "Olga Office"), now)
    urns = list(School.objects.eligible_for(period).order_by("urn").values_list("pk", flat=True))
    reached = [urn for number, urn in enumerate(urns) if number % 4]
    events = _events(period, count, now)
    registers = Register.objects.bulk_create(
        [
            Register(
                event=event,
                on=clock.day_of(event.starts_at),
                opened_at=event.starts_at,
                token=secrets.token_hex(12),
            )
            for event in events
        ],
        batch_size=BATCH,
    )
    places = Place.objects.bulk_create(
        [
            Place(
                event=event,
                name="Ada",
                school_id=reached[(number * SEATS + seat) % len(reached)],
                state=PlaceState.CONFIRMED,
                via=BookedVia.SCHOOL,
                booked_at=event.created_at,
                code=secrets.token_hex(6),
            )
            for number, event in enumerate(events)
            for seat in range(SEATS)
        ],
        batch_size=BATCH,
    )
    _see([(registers[number // SEATS], place) for number, place in enumerate(places)])
    return {"events held, with registers": str(len(events))}


def _events(period: Period, count: int, now: datetime) -> list[Event]:
    first = now - timedelta(days=DAYS + 1)
    return Event.objects.bulk_create(
        [
            Event(
                period=period,
                kind=EventKind.CPD,
                title=f"Session {number}",
                state=EventState.PUBLISHED,
                starts_at=first + timedelta(days=number % DAYS),
                ends_at=first + timedelta(days=number % DAYS, hours=2),
                changed_at=first,
                created_at=first,
            )
            for number in range(count)
        ],
        batch_size=BATCH,
    )


def _see(seen: list[tuple[Register, Place]]) -> None:
    lines = Expected.objects.bulk_create(
        [Expected(register=register, place=place) for register, place in seen], batch_size=BATCH
    )
    Attendance.objects.bulk_create(
        [
            Attendance(
                line=line,
                mark=Mark.PRESENT,
                source=MarkSource.REGISTER,
                seen_at=line.register.opened_at,
                recorded_at=line.register.opened_at,
            )
            for line in lines
        ],
        batch_size=BATCH,
    )
