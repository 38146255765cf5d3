"""Taking the register of one date of an event; a correction is a further row of what was seen.

The line is the lock: two tablets that mark one person at once write one after the other.
"""

import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from hlp.kit import access, audit, work
from hlp.kit.refusal import Refusal
from members.models import School, User
from programmes.models import Attendance, Event, Expected, Place, Register
from programmes.querysets.registers import begins_at, people_on
from programmes.services import booking, certifying
from programmes.services.booking import DOOR_OPENS
from programmes.states import Mark, MarkSource, Mode

LATE_AFTER = timedelta(minutes=15)
SENT_LATE = timedelta(minutes=5)  # more than two tablets' clocks differ by
LINGERS = timedelta(hours=1)  # after the end, for those who forgot to say that they are there


class NoRegister(Refusal):
    """The event has no register on that day."""


class TooEarly(Refusal):
    """Nobody can have been seen yet."""


class NotOnRegister(Refusal):
    """Whoever came without booking is let in first."""


class AlreadyFinished(Refusal):
    """Somebody was first."""


def open_register(*, event: Event, on: date, by: User, now: datetime) -> Register:
    """With everybody who is expected at this moment; opened again, it takes up who booked since."""
    access.require(by, "programmes.take_register", event)
    with transaction.atomic(), audit.acting(by):
        event = booking.locked(event)
        if not event.is_published or event.is_recorded_afterwards:
            raise NoRegister("Only an event that is published here has a register.")
        if on not in event.days:
            raise NoRegister("The event does not take place on that day.")
        given = {"opened_at": now, "opened_by": by, "token": secrets.token_urlsafe(16)}
        register, _ = Register.objects.get_or_create(event=event, on=on, defaults=given)
        take_up(register)
    return register


def take_up(register: Register) -> None:
    """A line for each who is expected and has none."""
    people = people_on(register).filter(line_id=None).values_list("pk", flat=True)
    lines = [Expected(register=register, place_id=place) for place in people]
    Expected.objects.bulk_create(lines, ignore_conflicts=True)


def line_of(register: Register, place_id: int) -> Expected:
    """The line of somebody on the register, or who booked after it was opened."""
    place = people_on(register).filter(pk=place_id).first()
    if place is None:
        raise NotOnRegister("This person is not on the register. Add them first.")
    return _line(register, place)


def mark(
    *,
    line: Expected,
    mark: Mark,
    source: MarkSource,
    by: User,
    now: datetime,
    nonce: UUID | None = None,
    minutes: int | None = None,
    seen_at: datetime | None = None,
) -> Attendance:
    """What was seen of one person. Sent again with its nonce, or seen the same again: one row."""
    access.require(by, "programmes.take_register", line.register)
    seen_at = seen_at or now
    with transaction.atomic():
        if newer := _seen_since(line, seen_at, now, nonce):
            return newer
        return write(
            line,
            mark,
            source,
            by=by,
            now=now,
            nonce=nonce,
            minutes=minutes,
            seen_at=seen_at,
        )


def _seen_since(
    line: Expected, seen_at: datetime, now: datetime, nonce: UUID | None
) -> Attendance | None:
    """What was tapped without a network does not undo what somebody has seen since."""
    if now - seen_at < SENT_LATE:
        return None
    if nonce and (known := Attendance.objects.filter(nonce=nonce).first()):
        return known
    Expected.objects.select_for_update(of=("self",)).get(pk=line.pk)
    latest = line.marks.order_by("-pk").first()
    if latest is None or latest.recorded_at == line.register.closed_at:
        return None  # finishing marks who has no mark: nobody had looked
    return latest if latest.seen_at > seen_at else None


def mark_many(
    *,
    register: Register,
    marks: Mapping[int, tuple[Mark, int]],
    by: User,
    now: datetime,
) -> int:
    """The whole list at once: place -> mark and the row that the sender saw last (0 for none).

    What was as it is now stays; what another tablet marked meanwhile stays too, unless this
    sender changed it. How many rows were written.
    """
    access.require(by, "programmes.take_register", register)
    with transaction.atomic():
        shown = {place.pk: place for place in people_on(register)}
        sent = _as_sent(register, [row for _, row in marks.values()])
        written = 0
        for place_id, (chosen, row) in sorted(marks.items()):
            place = shown.get(place_id)
            if place is None or sent.get((place_id, row)) == chosen:
                continue
            made = write(
                _line(register, place), chosen, MarkSource.REGISTER, by=by, now=now, seen_at=now
            )
            written += made.pk != place.latest_id
    return written


def walk_in(
    *,
    register: Register,
    name: str,
    email: str,
    school: School | None,
    by: User,
    now: datetime,
    person: User | None = None,
) -> Attendance:
    """Somebody who came without booking: a place, a line, and that they are there."""
    with transaction.atomic(), audit.acting(by):
        place = booking.walk_in(
            event=register.event,
            name=name,
            email=email,
            person=person,
            school=school,
            by=by,
            now=now,
        )
        line = Expected.objects.create(register=register, place=place, is_walk_in=True)
        return write(line, arrival(register, now), MarkSource.REGISTER, by=by, now=now, seen_at=now)


def finish(*, register: Register, by: User, now: datetime) -> int:
    """Whoever has no mark was absent; how many. What is corrected afterwards says so."""
    access.require(by, "programmes.take_register", register)
    with transaction.atomic(), audit.acting(by):
        row = Register.objects.select_for_update(of=("self",)).for_page().get(pk=register.pk)
        if row.closed_at is not None:
            raise AlreadyFinished("This register is finished already.")
        if now < begins_at(row):
            raise TooEarly("The register can be finished once the event has begun.")
        take_up(row)
        missing = row.lines.unmarked()
        absent = [line for line in missing.select_related("place") if line.place.is_confirmed]
        for line in absent:
            line.register = row
            write(line, Mark.ABSENT, MarkSource.REGISTER, by=by, now=now, seen_at=now)
        row.closed_at, row.closed_by = now, by
        row.save(update_fields=["closed_at", "closed_by"])
        # Whoever took part in full has a certificate once the event is over.
        work.enqueue(
            kind="programmes.certify",
            key=f"register:{row.pk}",
            subject_id=str(row.event_id),
            now=now,
        )
    return len(absent)


def arrival(register: Register, seen_at: datetime) -> Mark:
    """What coming at this moment is worth."""
    if register.event.mode == Mode.ONLINE:
        return Mark.ONLINE
    return Mark.LATE if seen_at > begins_at(register) + LATE_AFTER else Mark.PRESENT


def check_moment(register: Register, seen_at: datetime) -> None:
    if seen_at < begins_at(register) - DOOR_OPENS:
        raise TooEarly("The register is taken from two hours before the event begins.")


def write(
    line: Expected,
    mark: Mark,
    source: MarkSource,
    *,
    by: User | None,
    now: datetime,
    seen_at: datetime,
    nonce: UUID | None = None,
    minutes: int | None = None,
) -> Attendance:
    """Inside a transaction, whoever may do it having been asked. The newest row holds."""
    register = line.register
    seen_at = min(seen_at, now)  # a tablet's clock may be fast
    check_moment(register, seen_at)
    Expected.objects.select_for_update(of=("self",)).get(pk=line.pk)
    if nonce and (known := Attendance.objects.filter(nonce=nonce).first()):
        return known
    latest = line.marks.order_by("-pk").first()
    if latest and (latest.mark, latest.minutes) == (mark, minutes):
        return latest
    if source == MarkSource.REGISTER and register.closed_at is not None:
        source = MarkSource.AFTERWARDS
    made = Attendance.objects.create(
        line=line,
        mark=mark,
        source=source,
        minutes=minutes,
        seen_at=seen_at,
        recorded_at=now,
        recorded_by=by,
        nonce=nonce or uuid4(),
    )
    if latest:
        certifying.follow_register(place=line.place, by=by, now=now)
    return made


def _line(register: Register, place: Place) -> Expected:
    line, _ = Expected.objects.get_or_create(register=register, place=place)
    line.register = register  # with its event, which is loaded
    return line


def _as_sent(register: Register, rows: list[int]) -> dict[tuple[int, int], str]:
    """The marks that stood in the form when it was sent out."""
    marks = Attendance.objects.filter(pk__in=[row for row in rows if row], line__register=register)
    return {(place, pk): mark for place, pk, mark in marks.values_list("line__place", "pk", "mark")}


def find(register: Register, code: str) -> Place | None:
    """Whose code it is, typed with or without dashes, or read from the address in their QR."""
    sought = tidy(code)
    return people_on(register).filter(code__iexact=sought).first() if sought else None


def tidy(code: str) -> str:
    """`https://…/ab2c-d3ef-gh4j/` is AB2CD3EFGH4J."""
    last = code.strip().rstrip("/").rpartition("/")[2]
    return "".join(sign for sign in last.upper() if sign.isalnum())
