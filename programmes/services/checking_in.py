"""Coming in: by one's own code or account, or scanned by whoever stands at the door.

Coming twice is coming once: what says that somebody is there is never made worse by a scan.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from hlp.kit import access
from hlp.kit.refusal import Refusal
from members.models import User
from programmes.models import Attendance, Expected, Place, Register
from programmes.querysets.registers import begins_at, ends_at, people_on
from programmes.services import registering
from programmes.services.registering import LINGERS, NotOnRegister
from programmes.states import ATTENDED, Mark, MarkSource


class NotOpen(Refusal):
    """People check themselves in while the event is on."""


class UnknownCode(Refusal):
    """Nobody on this register has the code."""


def is_open(register: Register, now: datetime) -> bool:
    return why_closed(register, now) == ""


def why_closed(register: Register, now: datetime) -> str:
    """A sentence for who stands before the poster at the wrong time."""
    if register.event.is_cancelled:
        return "This event is cancelled."
    if now < begins_at(register) - registering.DOOR_OPENS:
        return "You can check in from two hours before the event begins."
    if register.closed_at is not None or now > ends_at(register) + LINGERS:
        return "The register is finished. Ask whoever organised the event if you are not on it."
    return ""


def by_code(*, register: Register, code: str, now: datetime) -> Attendance:
    """Whoever holds the code is there; no account is needed."""
    _check_open(register, now)
    place = registering.find(register, code)
    if place is None:
        raise UnknownCode("Nobody on this register has that code. Look at it again, or ask.")
    return _arrived(register, place, MarkSource.OWN_CODE, by=None, now=now, seen_at=now)


def by_person(*, register: Register, person: User, now: datetime) -> Attendance:
    """Signed in, one press."""
    _check_open(register, now)
    place = people_on(register).filter(person=person).first()
    if place is None:
        raise NotOnRegister("You are not on this register. Ask whoever takes it to let you in.")
    return _arrived(register, place, MarkSource.OWN_CODE, by=person, now=now, seen_at=now)


def scanned(
    *, register: Register, code: str, by: User, now: datetime, nonce: UUID, seen_at: datetime
) -> Attendance:
    """Read at the door, perhaps hours ago without a network; sent again, it is the same row."""
    access.require(by, "programmes.take_register", register)
    if known := Attendance.objects.filter(nonce=nonce).select_related("line__place").first():
        return known
    place = registering.find(register, code)
    if place is None:
        raise UnknownCode(f"Nobody on this register has the code {registering.tidy(code)[:20]}.")
    source = MarkSource.SCANNED
    return _arrived(register, place, source, by=by, now=now, seen_at=seen_at, nonce=nonce)


def _check_open(register: Register, now: datetime) -> None:
    if why := why_closed(register, now):
        raise NotOpen(why)


def _arrived(
    register: Register,
    place: Place,
    source: MarkSource,
    *,
    by: User | None,
    now: datetime,
    seen_at: datetime,
    nonce: UUID | None = None,
) -> Attendance:
    seen_at = min(seen_at, now)
    with transaction.atomic():
        line = registering.line_of(register, place.pk)
        Expected.objects.select_for_update(of=("self",)).get(pk=line.pk)
        latest = line.marks.order_by("-pk").first()
        if latest and _holds(latest, register, seen_at):
            return latest
        mark = registering.arrival(register, seen_at)
        return registering.write(line, mark, source, by=by, now=now, seen_at=seen_at, nonce=nonce)


def _holds(latest: Attendance, register: Register, seen_at: datetime) -> bool:
    """They were seen already, or somebody has looked since this scan and says otherwise."""
    if Mark(latest.mark) in ATTENDED:
        return True
    if latest.recorded_at == register.closed_at:
        return False  # finishing marked them absent for want of a mark: nobody had looked
    return latest.seen_at > seen_at and latest.source != MarkSource.FILE
