"""Appointing somebody of whom office and clerk know the e-mail address."""

from datetime import date, datetime

from django.db import transaction

from board.models import Appointment, Seat
from board.seat_table import asks_for_head
from board.services import seats
from board.states import SeatKind
from hlp.kit import access, clock
from members.models import Affiliation, School, User
from members.services import people


def appoint(
    *,
    seat: Seat,
    email: str,
    name: str = "",
    urn: int | None = None,
    from_on: date,
    to_on: date,
    reference: str,
    is_declared: bool = False,
    by: User,
    now: datetime,
) -> Appointment:
    """A head is known already; who comes from elsewhere gets an account with the seat."""
    access.require(by, "board.fill_seat", seat)
    with transaction.atomic():
        if asks_for_head(SeatKind(seat.kind)):
            person = _known(email)
            school: School | None = _headed_by(person, urn, max(from_on, clock.day_of(now)))
        else:
            person, _ = people.find_or_create(email=email, name=name)
            school = _school(urn)
        return seats.fill(
            seat=seat,
            person=person,
            school=school,
            from_on=from_on,
            to_on=to_on,
            reference=reference,
            is_declared=is_declared,
            by=by,
            now=now,
        )


def _known(email: str) -> User:
    person = User.objects.filter(email=email.strip().lower()).first()
    if person is None:
        raise seats.MayNotHold(
            "Nobody uses the portal with this address. Invite the head of the school first."
        )
    return person


def _headed_by(person: User, urn: int | None, on: date) -> School:
    """The school the person heads; where they head several, the one that was named."""
    posts = Affiliation.objects.heads().current(on).filter(user=person).select_related("school")
    schools = {post.school_id: post.school for post in posts.order_by("school__name")}
    if urn is not None and urn in schools:
        return schools[urn]
    if urn is not None or not schools:
        where = f"the school with URN {urn}" if urn else "any school"
        raise seats.MayNotHold(f"{person} is not the headteacher of {where}.")
    if len(schools) > 1:
        listed = " and ".join(f"{school} ({urn})" for urn, school in schools.items())
        raise seats.MayNotHold(f"{person} heads {listed}. Enter the URN of the one it is for.")
    return next(iter(schools.values()))


def _school(urn: int | None) -> School | None:
    if urn is None:
        return None
    school = School.objects.filter(pk=urn).first()
    if school is None:
        raise seats.MayNotHold(f"No school has the URN {urn}.")
    return school
