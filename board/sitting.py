"""Who sits on the board, as its pages show it: seat by seat, vacancies among them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When

from board.models import Appointment, Chairing, Seat
from board.seat_table import TABLE
from members.models import Period

A_YEAR = timedelta(days=365)  # for how long the public page names who has left


@dataclass(frozen=True)
class Place:
    """One seat, who holds it today, who is appointed to it from a later day, and what they lead."""

    seat: Seat
    held: Appointment | None = None
    coming: Appointment | None = None
    leads: str = ""  # "Acting chair"

    @property
    def colour(self) -> str:
        return {"appointed": "open", "elected": "elected"}.get(self.seat.row.how, "named")


def board_of(today: date) -> Period | None:
    """The board in office: of the newest period somebody sits for today.

    Before anybody sits, that of the period whose sign-up opened last.
    """
    return only_board_of(today).first()


def only_board_of(today: date) -> "QuerySet[Period]":
    """The same as a question, for use inside another."""
    held = Appointment.objects.current(today).filter(seat__period=OuterRef("pk"))
    has_begun = Case(When(signup_opens_on__lte=today, then=1), default=0)
    found = Period.objects.filter(is_published=True)
    found = found.annotate(in_office=Exists(held), has_begun=has_begun)
    return found.order_by("-in_office", "-has_begun", "-starts_on")[:1]


def places(period: Period, today: date, *, say_who_leads: bool = True) -> list[Place]:
    """Every seat in the order of the prospectus. Before they are set up, the ten as planned."""
    seats = list(Seat.objects.of(period).with_holders(today))
    if not seats:
        return planned()
    rows = leading(period, today) if say_who_leads else ()
    leads = {row.appointment_id: row.get_post_display() for row in rows}
    return [_place(seat, leads, today) for seat in seats]


def planned() -> list[Place]:
    """The ten seats of the prospectus, before there is a board."""
    return [
        Place(Seat(kind=row.kind, number=number))
        for row in TABLE
        for number in range(1, row.seats + 1)
    ]


def leading(period: Period, today: date) -> "QuerySet[Chairing]":
    """Acting and deputy chair of the day."""
    rows = Chairing.objects.filter(seat__period=period, from_on__lte=today, to_on__gte=today)
    return rows.select_related("appointment__person").order_by("post")


def left_since(period: Period, today: date) -> "QuerySet[Appointment]":
    """Who has left in the last twelve months; whoever sat on no day is left out."""
    over = Q(to_on__lt=today, to_on__gte=today - A_YEAR) & Q(to_on__gte=F("from_on"))
    rows = Appointment.objects.filter(over, seat__period__starts_on__lte=period.ends_on)
    return rows.select_related("seat", "person", "school").order_by("-to_on", "-pk")


def vacant(found: Sequence[Place]) -> list[Place]:
    return [place for place in found if place.held is None]


def _place(seat: Seat, leads: dict[int, str], today: date) -> Place:
    sitting: list[Appointment] = seat.sitting  # type: ignore[attr-defined]  # with_holders
    held = next((row for row in sitting if row.from_on <= today), None)
    coming = next((row for row in sitting if row.from_on > today), None)
    return Place(seat, held, coming, leads.get(held.pk, "") if held else "")
