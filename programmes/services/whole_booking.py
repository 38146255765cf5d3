"""Booking a whole programme: places in all that is to come, those announced later too."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from hlp.kit import access, audit, clock
from hlp.kit.refusal import Refusal
from members.models import Affiliation, School, User
from programmes.eligibility import schools_for
from programmes.emails import places as post
from programmes.models import Event, OptOut, Place, Programme, WholeBooking
from programmes.querysets import works_in
from programmes.services import booking, cancelling
from programmes.services.booking import AlreadyBooked, Booking
from programmes.states import BookedVia, ProgrammeState


class NotRunning(Refusal):
    """Only a programme that runs is booked."""


class NotBooked(Refusal):
    """They are not booked for the whole programme, or not any more."""


def book_all(
    *, programme: Programme, people: Sequence[Booking], school: School, by: User, now: datetime
) -> list[WholeBooking]:
    """What somebody has booked already stays as it is."""
    _may(people, school, by)
    booking.check_whom(people, school)
    if programme.state != ProgrammeState.OPEN:
        raise NotRunning("This programme takes no bookings now.")
    with transaction.atomic(), audit.acting(by):
        Programme.objects.select_for_update().get(pk=programme.pk)
        made = [_book_one(programme, one, school, by, now) for one in people]
        for event in Event.objects.filter(programme=programme).bookable(now).soonest_first():
            post.booked(fill(event, now=now, only=made), now=now)
    return made


def opt_out(*, booking: WholeBooking, event: Event, by: User, now: datetime) -> None:
    """Not this one event; also of one that is still a draft, so that nothing books it."""
    place = booking.places.active().filter(event=event).select_related("person", "event").first()
    if place is not None:
        cancelling.cancel_place(place=place, by=by, now=now)
        return
    _may_end(booking, by)
    with transaction.atomic(), audit.acting(by):
        OptOut.objects.get_or_create(
            booking=booking, event=event, defaults={"made_at": now, "made_by": by}
        )


def end(*, booking: WholeBooking, by: User, now: datetime) -> WholeBooking:
    """No further event is booked; places that are booked are cancelled one by one, if at all."""
    _may_end(booking, by)
    with transaction.atomic(), audit.acting(by):
        row = WholeBooking.objects.select_for_update().get(pk=booking.pk)
        if row.ended_at is not None:
            raise NotBooked("This booking of the whole programme has ended already.")
        row.ended_at, row.ended_by = now, by
        row.save(update_fields=["ended_at", "ended_by"])
    return row


def fill(event: Event, *, now: datetime, only: Sequence[WholeBooking] | None = None) -> list[Place]:
    """Inside a transaction: a place for whoever is booked for all and not for this one yet."""
    if event.programme_id is None:
        return []
    rows = WholeBooking.objects.filter(programme=event.programme_id, ended_at=None)
    if only is not None:
        rows = rows.filter(pk__in=[row.pk for row in only])
    rows = rows.exclude(opt_outs__event=event).select_related("person", "school", "booked_by")
    event = booking.locked(event)
    schools = set(schools_for(event).filter(pk__in=rows.values("school")))
    made: list[Place] = []
    staff = _staff_of(rows, now)
    for row in rows.order_by("booked_at", "pk"):
        one = Booking(row.person, row.name, row.email)
        has_left = row.person_id is not None and (row.person_id, row.school_id) not in staff
        if has_left or row.school not in schools or booking.of_them(event, [one]):
            continue
        made += booking.seat_or_queue(
            event,
            [one],
            school=row.school,
            via=BookedVia.PROGRAMME,
            by=row.booked_by,
            now=now,
            whole=row,
        )
    return made


def _staff_of(rows: QuerySet[WholeBooking], now: datetime) -> set[tuple[int, int]]:
    """Who still works at the school they were booked for: who has left is booked no further."""
    posts = Affiliation.objects.current(clock.day_of(now)).filter(user__is_active=True)
    posts = posts.filter(user__in=rows.values("person"), school__in=rows.values("school"))
    return set(posts.values_list("user_id", "school_id"))


def _book_one(
    programme: Programme, one: Booking, school: School, by: User, now: datetime
) -> WholeBooking:
    one = booking.identified(one, school)
    known = WholeBooking.objects.filter(programme=programme, ended_at=None)
    same = known.alias(mail=Lower("email"), own=Lower("person__email"))
    theirs = (
        Q(mail=one.address) | Q(own=one.address) if one.address else Q(name=one.name, school=school)
    )
    if same.filter(theirs).exists():
        raise AlreadyBooked(f"{one.who} is booked for the whole programme already.")
    return WholeBooking.objects.create(
        programme=programme,
        person=one.person,
        name="" if one.person else one.name.strip(),
        email="" if one.person else one.email.strip(),
        school=school,
        booked_at=now,
        booked_by=by,
    )


def _may(people: Sequence[Booking], school: School, by: User) -> None:
    own = len(people) == 1 and people[0].person == by and school.pk in works_in(by)
    if not own:
        access.require(by, "programmes.book_for_school", school)


def _may_end(booked: WholeBooking, by: User) -> None:
    if booked.person_id != by.pk:
        access.require(by, "programmes.book_for_school", booked.school)
