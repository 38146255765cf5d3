"""A webinar's list of participants into a register: looked at first, read in once."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hlp.kit import access, audit
from hlp.kit.searching import normalise
from members.models import User
from programmes.models import Attendance, Place, Register, RegisterImport
from programmes.querysets.registers import begins_at, ends_at, people_on
from programmes.services import registering
from programmes.states import Mark, MarkSource
from programmes.webinars import Seen

ENOUGH = 0.75  # of the time: less is a part of it


@dataclass(frozen=True)
class Match:
    """Somebody of the file who is on the register, and what it makes of them."""

    place: Place
    seen: Seen
    mark: Mark
    changes: bool

    @property
    def was(self) -> str:
        latest = getattr(self.place, "latest", None)
        return str(Mark(latest).label) if latest else ""


@dataclass(frozen=True)
class Preview:
    matched: list[Match]
    unmatched: list[Seen]
    missing: list[Place]  # on the register, and not in the file
    is_known: bool  # this very file was read in before

    @property
    def changes(self) -> int:
        return sum(match.changes for match in self.matched)


def preview(*, register: Register, seen: Sequence[Seen], sha256: str, by: User) -> Preview:
    """By address, then by a name that only one person on the register has."""
    access.require(by, "programmes.take_register", register)
    people = list(people_on(register))
    found, unmatched = _match(people, seen)
    looked = _looked_at(register)
    matched = [
        _judge(register, place, found[place.pk], is_kept=place.latest_id in looked)
        for place in people
        if place.pk in found
    ]
    return Preview(
        matched=matched,
        unmatched=unmatched,
        missing=[place for place in people if place.pk not in found],
        is_known=register.imports.filter(sha256=sha256).exists(),
    )


def read_in(
    *,
    register: Register,
    seen: Sequence[Seen],
    file_name: str,
    sha256: str,
    by: User,
    now: datetime,
) -> RegisterImport:
    """Write what the preview showed. The same file again changes nothing."""
    access.require(by, "programmes.take_register", register)
    with transaction.atomic(), audit.acting(by):
        Register.objects.select_for_update().get(pk=register.pk)
        if known := register.imports.filter(sha256=sha256).first():
            return known
        shown = preview(register=register, seen=seen, sha256=sha256, by=by)
        for match in shown.matched:
            if match.changes:
                _write(register, match, by, now)
        return RegisterImport.objects.create(
            register=register,
            file_name=file_name[:255],
            sha256=sha256,
            read_at=now,
            read_by=by,
            report={
                "matched": len(shown.matched),
                "written": shown.changes,
                "unmatched": len(shown.unmatched),
                "missing": len(shown.missing),
            },
        )


def _match(
    people: Sequence[Place], seen: Sequence[Seen]
) -> tuple[dict[int, list[Seen]], list[Seen]]:
    """Place -> its lines of the file: who lost the connection stands there more than once."""
    addresses = {place.address.casefold(): place for place in people if place.address}
    counted = Counter(normalise(place.who) for place in people)
    names = {normalise(place.who): place for place in people if counted[normalise(place.who)] == 1}
    found: dict[int, list[Seen]] = defaultdict(list)
    unmatched = []
    for row in seen:
        place = addresses.get(row.email.casefold()) or names.get(normalise(row.name))
        if place is None:
            unmatched.append(row)
        else:
            found[place.pk].append(row)
    return found, unmatched


def _looked_at(register: Register) -> set[int]:
    """Rows of what somebody saw, or has corrected since: no file undoes them. Whoever was marked
    absent in finishing the register was looked for by nobody."""
    rows = Attendance.objects.filter(line__register=register).exclude(source=MarkSource.FILE)
    if register.closed_at is not None:
        rows = rows.exclude(recorded_at=register.closed_at)
    return set(rows.values_list("pk", flat=True))


def _judge(register: Register, place: Place, rows: Sequence[Seen], *, is_kept: bool) -> Match:
    minutes = [row.minutes for row in rows if row.minutes is not None]
    total = sum(minutes) if minutes else None
    seen = Seen(name=rows[0].name, email=rows[0].email, minutes=total)
    whole = (ends_at(register) - begins_at(register)).total_seconds() / 60
    mark = Mark.ONLINE if total is None or total >= whole * ENOUGH else Mark.PARTIAL
    was = (getattr(place, "latest", None), getattr(place, "minutes", None))
    return Match(place=place, seen=seen, mark=mark, changes=not is_kept and was != (mark, total))


def _write(register: Register, match: Match, by: User, now: datetime) -> None:
    line = registering.line_of(register, match.place.pk)
    registering.write(
        line,
        match.mark,
        MarkSource.FILE,
        by=by,
        now=now,
        seen_at=now,
        minutes=match.seen.minutes,
    )
