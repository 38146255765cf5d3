"""Ending an appointment: now, on a day to come, or because its holder is no longer what it asks."""

from datetime import date, datetime, timedelta

from django.db import transaction

from board.emails import seats as post
from board.models import Appointment
from board.services import chairing, holding, seat_roles
from board.states import EndedBecause
from hlp.kit import access, audit, clock
from hlp.kit.refusal import Refusal
from members.models import School, User


class WrongDay(Refusal):
    """The appointment is over by then, or had not begun."""


def end(
    *,
    appointment: Appointment,
    because: EndedBecause,
    by: User,
    now: datetime,
    last_day: date | None = None,
    note: str = "",
) -> Appointment:
    """Without `last_day` it ends now, seat and role at once; else both hold until that day."""
    access.require(by, "board.end_appointment", appointment)
    today = clock.day_of(now)
    with transaction.atomic(), audit.acting(by):
        row = _locked(appointment.pk)
        if row.to_on is not None and row.to_on < today:
            raise WrongDay(f"This appointment ended on {row.to_on:%-d %B %Y}.")
        if last_day is None:
            last_day = today - timedelta(days=1)
        elif last_day < row.from_on:
            raise WrongDay(
                f"The last day must be {row.from_on:%-d %B %Y}, when the appointment begins, or"
                " later. If they never sat, end it now."
            )
        elif row.to_on is not None and last_day >= row.to_on:
            raise WrongDay(f"The appointment ends on {row.to_on:%-d %B %Y} anyway.")
        cut_short(row, last_day, because, note, by=by, now=now)
        post.ended(row, now=now)
    return row


def cut_short(
    row: Appointment,
    last_day: date,
    because: EndedBecause,
    note: str,
    *,
    by: User | None,
    now: datetime,
) -> None:
    """Seat, role and what the person chairs have no day after this one. Inside a transaction."""
    row.to_on = max(last_day, row.from_on - timedelta(days=1))
    row.ended_at, row.ended_by = now, by
    row.ended_because, row.end_note = because, note.strip()
    row.save(update_fields=["to_on", "ended_at", "ended_by", "ended_because", "end_note"])
    seat_roles.take(row, row.to_on)
    chairing.end_with(row, by=by, now=now)


def end_those_who_no_longer(*, now: datetime) -> int:
    """End appointments whose holder is not what the seat asks for any more, and tell the office.

    Runs every night for the days before; twice a night it does nothing more. A head who goes on at
    another school that fits keeps the seat, which then is that school's.
    """
    today = clock.day_of(now)
    in_office = Appointment.objects.not_over(today).order_by("pk")
    return sum(_look_at(pk, today, now) for pk in list(in_office.values_list("pk", flat=True)))


def _look_at(pk: int, today: date, now: datetime) -> bool:
    """Whether it ended. Each in a transaction of its own, so that one failure stops no other."""
    with transaction.atomic():
        row = _locked(pk)
        last_day = holding.last_day_as_asked(row, today)
        if last_day is None:
            _follow(row, today, now)
            return False
        note = holding.why_no_longer(row)
        cut_short(row, last_day, EndedBecause.NO_LONGER, note, by=None, now=now)
        audit.record(row, what="ended: no longer what the seat asks for", by=None)
        post.no_longer(row, now=now)
    return True


def _follow(row: Appointment, today: date, now: datetime) -> None:
    """The seat is of the school that the holder heads now."""
    if row.school_id is None:
        return
    school: School | None = holding.school_now(row, max(today, row.from_on))
    if school is None or school.pk == row.school_id:
        return
    before, row.school = row.school, school
    row.save(update_fields=["school"])
    post.follows(row, before, now=now)


def _locked(pk: int) -> Appointment:
    rows = Appointment.objects.select_for_update(of=("self",))
    return rows.select_related("seat__period", "person", "school").get(pk=pk)
