"""The seats of a board: there from day one, filled by appointment, more of them by decision."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max

from board.emails import seats as post
from board.models import Appointment, Seat
from board.seat_table import ROWS, TABLE, who_may_hold
from board.services import chairing, holding, seat_roles, vacating
from board.states import EndedBecause, How, SeatKind
from hlp.kit import access, audit, clock
from hlp.kit.refusal import Refusal
from members.models import Period, School, User

__all__ = [
    "CannotClose",
    "MayNotHold",
    "NotSaid",
    "SeatTaken",
    "add_coopted",
    "close",
    "fill",
    "set_up",
    "set_up_missing",
    "who_may_hold",
]


class SeatTaken(Refusal):
    """Somebody sits there, or the person or the school has a seat already."""


class MayNotHold(Refusal):
    """The person is not what the seat asks for."""


class NotSaid(Refusal):
    """A day, a minute or a declaration is missing, or the days are the wrong way round."""


class CannotClose(Refusal):
    """Only a vacant seat that the board added can be taken away."""


def set_up(*, period: Period, by: User | None, now: datetime) -> list[Seat]:
    """The ten seats of the prospectus, all vacant; run twice it adds nothing. None: the system."""
    if by is not None:
        access.require(by, "board.manage_seats")
    with transaction.atomic():
        Period.objects.select_for_update().get(pk=period.pk)
        known = set(Seat.objects.filter(period=period).values_list("kind", "number"))
        wanted = [(row.kind, n) for row in TABLE for n in range(1, row.seats + 1)]
        missing = [
            Seat(period=period, kind=kind, number=number)
            for kind, number in wanted
            if (kind, number) not in known
        ]
        Seat.objects.bulk_create(missing)
        audit.bulk(missing, what="set up", by=by)
    return list(Seat.objects.of(period))


def set_up_missing(*, now: datetime) -> int:
    """Periods that were published before the portal had a board. Returns how many it set up."""
    bare = Period.objects.filter(is_published=True, seats=None)
    for period in bare:
        set_up(period=period, by=None, now=now)
    return len(bare)


def add_coopted(
    *,
    period: Period,
    skill: str,
    has_vote: bool,
    decided_on: date,
    minute_reference: str,
    by: User,
    now: datetime,
) -> Seat:
    """A seat more, by decision of the board, for a skill it lacks. It is vacant at first."""
    access.require(by, "board.manage_seats")
    if decided_on > clock.day_of(now):
        raise NotSaid("The decision must be of today or a day in the past.")
    with transaction.atomic(), audit.acting(by):
        Period.objects.select_for_update().get(pk=period.pk)
        coopted = Seat.objects.filter(period=period, kind=SeatKind.COOPTED)
        last = coopted.aggregate(last=Max("number"))["last"] or 0
        return Seat.objects.create(
            period=period,
            kind=SeatKind.COOPTED,
            number=last + 1,
            skill=skill.strip(),
            has_vote=has_vote,
            added_on=decided_on,
            minute_reference=minute_reference.strip(),
        )


def close(*, seat: Seat, by: User, now: datetime) -> Seat:
    """Take a co-opted seat away again, when it is vacant and the board wants nobody for it."""
    access.require(by, "board.manage_seats")
    today = clock.day_of(now)
    with transaction.atomic(), audit.acting(by):
        seat = Seat.objects.select_for_update().get(pk=seat.pk)
        if seat.kind != SeatKind.COOPTED or seat.closed_on is not None:
            raise CannotClose("Only a seat that the board added can be taken away, once.")
        if seat.appointments.not_over(today).exists():
            raise CannotClose("Somebody holds this seat. End the appointment first.")
        seat.closed_on = today
        seat.save(update_fields=["closed_on"])
    return seat


def fill(
    *,
    seat: Seat,
    person: User,
    school: School | None,
    from_on: date,
    to_on: date | None = None,
    how: How | None = None,
    reference: str = "",
    is_declared: bool = False,
    by: User | None,
    now: datetime,
) -> Appointment:
    """Appoint a person to a vacant seat; it gives them the role for the days of the appointment.

    Without `to_on` the term lasts until the period ends. `is_declared`: a chair has declared to be
    neither employed by nor governing a member school or the LA. `by` None: the demo and commands.
    """
    if by is not None:
        access.require(by, "board.fill_seat", seat)
        if by.pk == person.pk and how != How.ELECTED:
            raise MayNotHold("Nobody appoints themselves. Ask a colleague in the office.")
    try:
        with transaction.atomic(), audit.acting(by):
            # Whoever comes second waits here and then reads that the seat is taken.
            seat = (
                Seat.objects.select_for_update(of=("self",))
                .select_related("period")
                .get(pk=seat.pk)
            )
            to_on = to_on or seat.period.ends_on
            how = how or ROWS[SeatKind(seat.kind)].how
            _check_words(seat, how, from_on, to_on, reference, is_declared)
            _check_person(seat, person, school, max(from_on, clock.day_of(now)))
            _check_free(seat, person, school, from_on, to_on, by, now)
            made = Appointment.objects.create(
                seat=seat,
                person=person,
                school=school,
                from_on=from_on,
                to_on=to_on,
                how=how,
                reference=reference.strip(),
                declared_on=clock.day_of(now) if is_declared else None,
                appointed_at=now,
                appointed_by=by,
            )
            seat_roles.give(made)
            if seat.kind == SeatKind.CHAIR:
                chairing.make_way(seat, made.from_on, by=by, now=now)
            post.appointed(made, now=now)
    except IntegrityError:
        # Two seats at one moment for one person or school: the database's own word.
        raise SeatTaken("This person or this school has just been given another seat.") from None
    return made


def _check_words(
    seat: Seat, how: How, from_on: date, to_on: date, reference: str, is_declared: bool
) -> None:
    if to_on < from_on:
        raise NotSaid("The last day must be the first day or later.")
    if seat.closed_on is not None:
        raise NotSaid("The board has taken this seat away.")
    if how in {How.APPOINTED, How.COOPTED} and not reference.strip():
        raise NotSaid("Say which minute holds the decision of the board.")
    if seat.kind == SeatKind.CHAIR and not is_declared:
        raise NotSaid(
            "The chair must have declared to be neither employed by nor governing a member school"
            " or the local authority."
        )


def _check_person(seat: Seat, person: User, school: School | None, on: date) -> None:
    if not person.is_active:
        raise MayNotHold(f"The account of {person} is closed.")
    if why_not := holding.why_may_not(seat, person, school, on):
        raise MayNotHold(why_not)


def _check_free(
    seat: Seat,
    person: User,
    school: School | None,
    from_on: date,
    to_on: date,
    by: User | None,
    now: datetime,
) -> None:
    _go_on_in_the_next_board(seat, person, from_on, by, now)
    meeting = Appointment.objects.meeting(from_on, to_on).select_related("person", "seat")
    if held := meeting.filter(seat=seat).first():
        raise SeatTaken(f"{held.person} holds this seat until {held.to_on:%-d %B %Y}.")
    if held := meeting.filter(person=person).first():
        raise SeatTaken(f"{person} has a seat already: {held.seat}.")
    if school and (held := meeting.filter(school=school).first()):
        raise SeatTaken(
            f"A school holds at most one seat, and {held.person} of {school} has one: {held.seat}."
        )


def _go_on_in_the_next_board(
    seat: Seat, person: User, from_on: date, by: User | None, now: datetime
) -> None:
    """Boards of two periods may overlap by days; who sits in both changes over on the first."""
    earlier = Appointment.objects.meeting(from_on, None).filter(
        person=person, from_on__lt=from_on, seat__period__starts_on__lt=seat.period.starts_on
    )
    for appointment in earlier.select_related("seat", "person"):
        vacating.cut_short(
            appointment, from_on - timedelta(days=1), EndedBecause.NEXT_BOARD, "", by=by, now=now
        )
