"""A board: its ten seats, and people in them as the services put them there."""

from datetime import UTC, date, datetime
from typing import Any

from board.models import Appointment, Seat
from board.services import seats
from board.states import SeatKind
from members.models import Period, School, User
from members.states import EstablishmentType, Phase, SchoolRole
from tests.factories import cast, invoicing
from tests.factories.members import PeriodFactory, SchoolFactory, UserFactory

NOW = datetime(2022, 5, 2, 9, tzinfo=UTC)
TODAY = date(2022, 5, 2)
KINDS_OF_HEADS: dict[SeatKind, dict[str, Any]] = {
    SeatKind.PRIMARY_FORUM: {},
    SeatKind.HASH: {"phase": Phase.SECONDARY},
    SeatKind.PRIMARY_HEAD: {},
    SeatKind.SECONDARY_HEAD: {"phase": Phase.SECONDARY},
    SeatKind.SPECIAL: {
        "phase": Phase.NOT_APPLICABLE,
        "type": EstablishmentType.COMMUNITY_SPECIAL,
    },
}


def board(period: Period | None = None) -> list[Seat]:
    """The ten seats, all vacant."""
    return seats.set_up(period=period or PeriodFactory.create(), by=None, now=NOW)


def seat(kind: SeatKind, period: Period | None = None) -> Seat:
    """The first vacant one of its kind."""
    period = period or PeriodFactory.create()
    board(period)
    return Seat.objects.filter(kind=kind, period=period, appointments=None).order_by("number")[0]


def member(period: Period | None = None, **school: Any) -> School:
    """A school that is a member of the period."""
    made = SchoolFactory.create(**school)
    invoicing.member(made, period=period or PeriodFactory.create())
    return made


def head(school: School, name: str = "") -> User:
    return cast.at_school(name or f"Head of {school}", school, SchoolRole.HEADTEACHER)


def appoint(kind: SeatKind, **fields: Any) -> Appointment:
    """Somebody whom the seat asks for, in the first vacant seat of that kind, from today."""
    fields.setdefault("seat", None)
    where = fields.pop("seat") or seat(kind)
    if kind in KINDS_OF_HEADS and "school" not in fields:
        fields["school"] = member(where.period, **KINDS_OF_HEADS[kind])
    if "person" not in fields:
        school = fields.get("school")
        fields["person"] = head(school) if school else UserFactory.create()
    wanted: dict[str, Any] = {
        "school": None,
        "from_on": TODAY,
        "reference": "minute 3",
        "is_declared": kind == SeatKind.CHAIR,
        "by": None,
        "now": NOW,
    }
    return seats.fill(seat=where, **{**wanted, **fields})
