"""Mails of seats: to who is appointed or leaves, and to the office where a seat ends by itself."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from board.models import Appointment
from hlp.kit import clock, mail, outbox
from members.commitment import day
from members.models import School


def appointed(appointment: Appointment, *, now: datetime) -> None:
    seat, person = appointment.seat, appointment.person
    lines = [
        f"You are on the Partnership Board of {seat.period} as {_as(appointment)}, from"
        f" {day(appointment.from_on)} to {_last_day(appointment)}.",
        "Your name, your seat and these dates are on the board’s public page.",
    ]
    if not person.has_usable_password():
        lines.append(
            f"To sign in for the first time, ask for a link to choose a password at"
            f" {settings.SITE_URL}{reverse('account_reset_password')} with this address,"
            f" {person.email}."
        )
    subject = "Your seat on the Partnership Board"
    _tell([person.email], subject, lines, key=f"seat:{appointment.pk}:appointed", now=now)


def ended(appointment: Appointment, *, now: datetime) -> None:
    over = appointment.to_on is not None and appointment.to_on < clock.day_of(now)
    when = "has ended" if over else f"ends on {_last_day(appointment)}"
    lines = [
        f"Your appointment to the Partnership Board as {_as(appointment)} {when}.",
        "What you could see and do as a member of the board ends with it. Thank you for your work.",
    ]
    subject = "Your seat on the Partnership Board ends"
    key = f"seat:{appointment.pk}:ended:{appointment.to_on}"
    _tell([appointment.person.email], subject, lines, key=key, now=now)


def no_longer(appointment: Appointment, *, now: datetime) -> None:
    """To the person and the office: nobody decided this, so both must hear of it."""
    ended(appointment, now=now)
    lines = [
        f"The appointment of {appointment.person} as {_as(appointment)} has ended. Its last day"
        f" was {_last_day(appointment)}.",
        appointment.end_note,
        f"The seat is vacant. It is {appointment.seat.filled_by}.",
    ]
    subject = f"Vacant seat on the board: {appointment.seat}"
    key = f"seat:{appointment.pk}:no-longer:{appointment.to_on}"
    _tell([settings.OFFICE_EMAIL], subject, lines, key=key, now=now, to_office=True)


def follows(appointment: Appointment, before: School | None, *, now: datetime) -> None:
    lines = [
        f"{appointment.person} is no longer the head of {before}, and is the head of"
        f" {appointment.school}.",
        f"That still is what the seat asks for, so they keep it: {appointment.seat}. If it should"
        " end, end the appointment.",
    ]
    subject = f"{appointment.person} sits on the board for another school"
    key = f"seat:{appointment.pk}:follows:{appointment.school_id}"
    _tell([settings.OFFICE_EMAIL], subject, lines, key=key, now=now, to_office=True)


def _as(appointment: Appointment) -> str:
    school = f" ({appointment.school})" if appointment.school else ""
    return f"{appointment.seat}{school}"


def _last_day(appointment: Appointment) -> str:
    return day(appointment.to_on) if appointment.to_on else "the end of the period"


def _tell(
    to: Sequence[str],
    subject: str,
    lines: Sequence[str],
    *,
    key: str,
    now: datetime,
    to_office: bool = False,
) -> None:
    page = "board:seat_list" if to_office else "board:board"
    made = mail.compose(
        "members/told",
        {
            "title": subject,
            "lines": lines,
            "url": settings.SITE_URL + reverse(page),
            "label": "The seats of the board" if to_office else "The Partnership Board",
        },
    )
    for address in to:
        outbox.queue(
            key=key, to=address, subject=made.subject, text=made.text, html=made.html, now=now
        )
