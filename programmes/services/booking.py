"""Booking: by oneself, by one's school, by whoever organises; who does not fit waits in line.

The event's row is the lock: of two who want the last place at once, the second reads of the first.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Lower

from hlp.kit import access, audit, clock
from hlp.kit.access import WrongPerson
from hlp.kit.refusal import Refusal
from members.models import School, User
from programmes import seating
from programmes.eligibility import schools_for
from programmes.emails import places as post
from programmes.models import Event, Place, WaitingGroup, WholeBooking
from programmes.querysets import works_in
from programmes.querysets.places import BOOKING
from programmes.seating import Room
from programmes.services import log, promoting
from programmes.states import BookedVia, PlaceState, PlaceStep

SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0, O, 1, I, L or U: read aloud at the door
DOOR_OPENS = timedelta(hours=2)


class NotNow(Refusal):
    """The event takes no bookings, or not at this moment."""


class NotForThem(Refusal):
    """The event is for other schools, or the person is not of this school."""


class AlreadyBooked(Refusal):
    """One person has one place."""


class TooMany(Refusal):
    """They can never all have a seat."""


@dataclass(frozen=True)
class Booking:
    """Whom a place is for: somebody with an account, or typed in."""

    person: User | None = None
    name: str = ""
    email: str = ""

    @property
    def who(self) -> str:
        return str(self.person) if self.person else self.name

    @property
    def address(self) -> str:
        return (self.person.email if self.person else self.email).casefold()


def book(
    *,
    event: Event,
    people: Sequence[Booking],
    school: School | None,
    by: User,
    now: datetime,
    together: bool = False,
) -> list[Place]:
    """Places in the order given: confirmed while seats last, else waiting.

    `together`: all of them or none, and then they wait as one group.
    """
    with transaction.atomic(), audit.acting(by):
        event = locked(event)
        wanted = [identified(one, school) for one in people]
        via = _may(event, wanted, school, by)
        check_whom(wanted, school)
        _check_open(event, by, now)
        _check_school(event, school)
        _check_people(event, wanted)
        if together:
            _check_group(event, len(wanted), school)
        made = seat_or_queue(event, wanted, school=school, via=via, by=by, now=now, one=together)
        post.booked(made, now=now)
    return made


def walk_in(
    *,
    event: Event,
    name: str,
    email: str,
    person: User | None,
    school: School | None,
    by: User,
    now: datetime,
) -> Place:
    """Who stands at the door is let in by whoever takes the register, seats or no seats."""
    access.require(by, "programmes.take_register", event)
    with transaction.atomic(), audit.acting(by):
        event = locked(event)
        if not event.is_published or now < event.starts_at - DOOR_OPENS:
            raise NotNow("People can come in from two hours before the event starts.")
        one = identified(Booking(person, name.strip(), email.strip()), school)
        for known in of_them(event, [one]):
            if known.is_confirmed:
                raise AlreadyBooked(f"{one.who} is on the register already.")
            promoting.leave_line(known, "Came to the door.", by=by, now=now)
        place = make_place(event, one, school, PlaceState.CONFIRMED, BookedVia.DOOR, by, now)
        log.note([place], PlaceStep.WALKED_IN, by=by, now=now)
    return place


def locked(event: Event) -> Event:
    """The row again, held until the transaction ends, with all that is asked of it."""
    rows = Event.objects.select_for_update(of=("self",)).select_related("period", "programme")
    return rows.get(pk=event.pk)


def identified(one: Booking, school: School | None) -> Booking:
    """Typed in, but with an account at this school: then the place is the account's."""
    if one.person is not None or not one.email or school is None:
        return one
    posts = school.affiliations.current(clock.today()).filter(user__is_active=True)
    known = posts.filter(user__email__iexact=one.email.strip()).select_related("user").first()
    return Booking(person=known.user) if known else one


def of_them(event: Event, people: Sequence[Booking]) -> list[Place]:
    """Places that these people hold already, by account or by address."""
    addresses = {one.address for one in people if one.address}
    theirs = Q(person__in=[one.person for one in people if one.person])
    rows = event.places.active().alias(mail=Lower("email"), own=Lower("person__email"))
    found = rows.filter(theirs | Q(mail__in=addresses) | Q(own__in=addresses))
    return list(found.select_related("person").order_by("pk"))


def seat_or_queue(
    event: Event,
    people: Sequence[Booking],
    *,
    school: School | None,
    via: BookedVia,
    by: User | None,
    now: datetime,
    one: bool = False,
    whole: WholeBooking | None = None,
) -> list[Place]:
    """Who waits longer goes first, so newcomers sit only where nobody waits for a seat."""
    line_is_held = promoting.move_up(event, now)
    room = seating.room(event, now)
    batches = [list(people)] if one else [[person] for person in people]
    made: list[Place] = []
    for batch in batches:
        state = _state(room, school, len(batch), line_is_held)
        group = _group(event, school, by, now) if _waits_together(state, batch) else None
        for person in batch:
            place = make_place(event, person, school, state, via, by, now, group, whole)
            made.append(place)
        line_is_held = line_is_held or not room.seats_allow(1)
    for place in made:
        step = PlaceStep.BOOKED if place.is_confirmed else PlaceStep.QUEUED
        log.note([place], step, by=by, now=now)
    return made


def make_place(
    event: Event,
    one: Booking,
    school: School | None,
    state: PlaceState,
    via: BookedVia,
    by: User | None,
    now: datetime,
    group: WaitingGroup | None = None,
    whole: WholeBooking | None = None,
    substitute_for: Place | None = None,
) -> Place:
    return Place.objects.create(
        event=event,
        person=one.person,
        name="" if one.person else one.name.strip(),
        email="" if one.person else one.email.strip(),
        school=school,
        state=state,
        via=via,
        booked_at=now,
        booked_by=by,
        group=group,
        whole_booking=whole,
        substitute_for=substitute_for,
        confirmed_at=now if state == PlaceState.CONFIRMED else None,
        code=new_code(),
    )


def new_code() -> str:
    """Twelve signs: three groups of four on paper, and nobody guesses one."""
    return "".join(secrets.choice(SIGNS) for _ in range(12))


def _may(event: Event, people: Sequence[Booking], school: School | None, by: User) -> BookedVia:
    """In whose name it is booked; refuses who may not book for these people."""
    if not people:
        raise TooMany("Name at least one person.")
    if len(people) == 1 and people[0].person == by and _belongs(by, school):
        return BookedVia.SELF
    if school is not None and by.has_perm("programmes.book_for_school", school):
        is_own = school.pk in by.schools_as(*BOOKING)
        return BookedVia.SCHOOL if is_own else BookedVia.OFFICE
    if by.has_perm("programmes.plan_event", event):
        return BookedVia.OFFICE
    raise WrongPerson(
        "You can book for yourself. For colleagues, the head, the CPD lead or the business manager"
        " of their school books."
    )


def _belongs(by: User, school: School | None) -> bool:
    """Staff for their school; who holds a role in the partnership, as its guest."""
    if not by.has_perm("programmes.book_self"):
        return False
    if school is not None:
        return school.pk in works_in(by)
    return any(held.school_id is None for held in by.current_roles())


def check_whom(people: Sequence[Booking], school: School | None) -> None:
    """Whoever books: each is named, and who has an account works at the school they come from."""
    accounts = [one.person for one in people if one.person]
    if any(one.person is None and not one.name.strip() for one in people):
        raise NotForThem("Type in the name of each person.")
    if school is None:
        return
    posts = school.affiliations.current(clock.today()).filter(user__in=accounts)
    staff = set(posts.values_list("user_id", flat=True))
    for one in people:
        if one.person and one.person.pk not in staff:
            raise NotForThem(f"{one.who} does not work at {school}. Type in their name instead.")


def _check_open(event: Event, by: User, now: datetime) -> None:
    if event.is_cancelled:
        raise NotNow("This event is cancelled.")
    if not event.is_published:
        raise NotNow("This event is not open for booking yet.")
    if event.has_started(now):
        raise NotNow("This event has started. Whoever takes the register can let people in.")
    if not event.takes_bookings(now) and not by.has_perm("programmes.plan_event", event):
        raise NotNow("Booking for this event has closed. Ask whoever organises it.")


def _check_school(event: Event, school: School | None) -> None:
    if school is not None and not schools_for(event).filter(pk=school.pk).exists():
        audience = event.get_audience_display().lower()
        raise NotForThem(f"This event is for {audience}, and {school} is not among them.")


def _check_people(event: Event, people: Sequence[Booking]) -> None:
    addresses = [one.address for one in people if one.address]
    if len(set(addresses)) < len(addresses):
        raise AlreadyBooked("You have named one person twice. Each has one place.")
    if known := of_them(event, people):
        names = ", ".join(place.who for place in known)
        raise AlreadyBooked(f"Already booked or on the waiting list: {names}.")


def _check_group(event: Event, people: int, school: School | None) -> None:
    """A group that can never sit down would wait for ever."""
    if event.capacity is not None and people > event.capacity:
        raise TooMany(f"There are only {event.capacity} places. Book fewer people together.")
    cap = event.per_school if school is not None and event.per_school_until_at is None else None
    if cap is not None and people > cap:
        raise TooMany(f"A school has {cap} of the places. Book fewer people together.")


def _state(room: Room, school: School | None, people: int, line_is_held: bool) -> PlaceState:
    urn = school.pk if school else None
    if line_is_held or not room.fits(urn, people):
        return PlaceState.WAITING
    room.take(urn, people)
    return PlaceState.CONFIRMED


def _waits_together(state: PlaceState, batch: Sequence[Booking]) -> bool:
    return state == PlaceState.WAITING and len(batch) > 1


def _group(
    event: Event, school: School | None, by: User | None, now: datetime
) -> WaitingGroup | None:
    if school is None:
        return None
    return WaitingGroup.objects.create(event=event, school=school, made_at=now, made_by=by)
