"""Acting and deputy chair: members of the board whom it names by decision (design 12)."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F

from board.models import Appointment, Chairing, Seat
from board.services import seat_roles
from board.states import ChairPost, SeatKind
from hlp.kit import access, audit, clock
from hlp.kit.refusal import Refusal
from members.models import User
from members.states import PortalRole

ROLES = {
    ChairPost.ACTING: PortalRole.ACTING_CHAIR,
    ChairPost.DEPUTY: PortalRole.DEPUTY_CHAIR,
}


class CannotChair(Refusal):
    """There is a chair or another one named already, or the person is not on the board."""


class NotChairing(Refusal):
    """It is over already."""


def name(
    *,
    appointment: Appointment,
    post: ChairPost,
    from_on: date,
    decided_on: date,
    minute_reference: str,
    by: User | None,
    now: datetime,
) -> Chairing:
    """The member is acting or deputy chair from that day, at most as long as they sit.

    An acting chair makes way for the independent chair on the day that one begins.
    """
    if by is not None:
        access.require(by, "board.name_chair")
        if by.pk == appointment.person_id:
            raise CannotChair("Nobody names themselves. Ask a colleague in the office.")
    with transaction.atomic(), audit.acting(by):
        # Whoever comes second waits at the chair's seat and then reads who was named.
        seat = Seat.objects.select_for_update().get(
            period=appointment.seat.period, kind=SeatKind.CHAIR
        )
        to_on = _last_day(seat, appointment, post, from_on)
        _check(seat, appointment, post, from_on, decided_on, clock.day_of(now))
        role = seat_roles.grant(
            appointment.person, ROLES[post], from_on, to_on, f"Named by the board: {post.label}"
        )
        return Chairing.objects.create(
            seat=seat,
            appointment=appointment,
            post=post,
            from_on=from_on,
            to_on=to_on,
            decided_on=decided_on,
            minute_reference=minute_reference.strip(),
            named_by=by,
            role=role,
        )


def end(*, chairing: Chairing, by: User, now: datetime) -> Chairing:
    """At once: from today they lead no more, and keep their seat."""
    access.require(by, "board.name_chair")
    today = clock.day_of(now)
    with transaction.atomic(), audit.acting(by):
        row = Chairing.objects.select_for_update().get(pk=chairing.pk)
        if row.to_on < today:
            raise NotChairing(f"This ended on {row.to_on:%-d %B %Y}.")
        _shorten(row, today - timedelta(days=1), by=by, now=now)
    return row


def make_way(seat: Seat, from_on: date, *, by: User | None, now: datetime) -> None:
    """The independent chair begins that day: no acting chair from then on."""
    acting = Chairing.objects.filter(seat=seat, post=ChairPost.ACTING, to_on__gte=from_on)
    for row in acting.select_for_update(of=("self",)).select_related("role__user"):
        _shorten(row, from_on - timedelta(days=1), by=by, now=now)


def end_with(appointment: Appointment, *, by: User | None, now: datetime) -> None:
    """Who leaves the board leads it no more."""
    last_day = appointment.to_on
    if last_day is None:
        return
    for row in Chairing.objects.filter(appointment=appointment, to_on__gt=last_day):
        _shorten(row, last_day, by=by, now=now)


def _shorten(row: Chairing, last_day: date, *, by: User | None, now: datetime) -> None:
    role = row.role
    row.to_on = max(last_day, row.from_on - timedelta(days=1))
    row.ended_at, row.ended_by = now, by
    row.save(update_fields=["to_on", "ended_at", "ended_by"])
    if role is not None:
        seat_roles.shorten(role, row.to_on)


def _last_day(seat: Seat, appointment: Appointment, post: ChairPost, from_on: date) -> date:
    last_day = appointment.to_on or seat.period.ends_on
    coming = seat.appointments.filter(from_on__gt=from_on, to_on__gte=F("from_on"))
    first = coming.order_by("from_on").values_list("from_on", flat=True).first()
    if post == ChairPost.ACTING and first is not None:
        return min(last_day, first - timedelta(days=1))
    return last_day


def _check(
    seat: Seat,
    appointment: Appointment,
    post: ChairPost,
    from_on: date,
    decided_on: date,
    today: date,
) -> None:
    person = appointment.person
    if decided_on > today:
        raise CannotChair("The decision must be of today or a day in the past.")
    if appointment.seat_id == seat.pk:
        raise CannotChair(f"{person} is the chair.")
    if not Appointment.objects.current(from_on).filter(pk=appointment.pk).exists():
        raise CannotChair(f"{person} is not on the board on {from_on:%-d %B %Y}.")
    if post == ChairPost.ACTING and seat.appointments.current(from_on).exists():
        raise CannotChair("There is a chair. An acting chair is named while there is none.")
    named = Chairing.objects.filter(seat=seat, post=post, to_on__gte=max(from_on, today))
    held = named.filter(to_on__gte=F("from_on")).select_related("appointment__person").first()
    if held is not None:
        raise CannotChair(
            f"{held.appointment.person} is {post.label.lower()} already. End that first."
        )
