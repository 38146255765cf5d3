"""Reading the office's list of addresses, since the register of schools carries none.

All or nothing: a file with one broken line changes nothing and every broken line is named.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from hlp.kit import access, audit
from hlp.kit.refusal import Refusal
from hlp.kit.searching import normalise
from members.models import Contact, School, User
from members.states import SchoolRole

COLUMNS = {"urn": "URN", "name": "name", "role": "role", "email": "email"}
ALSO_CALLED = {"e mail": "email", "email address": "email", "full name": "name"}
ROLES = {
    **{normalise(role.label): role for role in SchoolRole},
    **{normalise(role.value): role for role in SchoolRole},
    "head": SchoolRole.HEADTEACHER,
    "head teacher": SchoolRole.HEADTEACHER,
    "principal": SchoolRole.HEADTEACHER,
    "executive head": SchoolRole.HEADTEACHER,
    "executive headteacher": SchoolRole.HEADTEACHER,
    "school business manager": SchoolRole.BUSINESS_MANAGER,
    "sbm": SchoolRole.BUSINESS_MANAGER,
}
SHOWN = 20  # broken lines named one by one


class CannotRead(Refusal):
    """The file is not what the importer needs; nothing was changed."""


@dataclass(frozen=True)
class Line:
    number: int
    urn: int
    role: SchoolRole
    name: str
    email: str


@dataclass
class Report:
    """What the import did, in numbers and one sentence."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    same: int = 0
    removed_names: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        if not (self.added or self.changed or self.removed):
            return f"Nothing to change: all {self.same} contacts are on file as they are."
        return (
            f"{self.added} added, {self.changed} changed, {self.removed} removed,"
            f" {self.same} already on file."
        )


def import_contacts(*, data: bytes, now: datetime, by: User | None = None) -> Report:
    """Take the file's contacts over. Who is no longer named for a school and role is removed."""
    if by is not None:
        access.require(by, "members.import_roster")
    lines = read(data)
    report = Report()
    with transaction.atomic(), audit.acting(by):
        on_file = _on_file(lines)
        for line in lines:
            _take_over(line, on_file.pop((line.urn, line.role, line.email), None), report, now)
        for contact in on_file.values():
            report.removed += 1
            report.removed_names.append(str(contact))
            contact.delete()
    return report


def read(data: bytes) -> list[Line]:
    """The lines of the file; raises CannotRead with every reason a person can act on."""
    rows = csv.reader(io.StringIO(_decoded(data), newline=""))
    header = [_column(cell) for cell in next(rows, [])]
    missing = [name for key, name in COLUMNS.items() if key not in header]
    if missing:
        raise CannotRead(
            f"The first line must name the columns {', '.join(COLUMNS.values())}."
            f" Missing: {', '.join(missing)}. Nothing was changed."
        )
    lines, problems = _lines(header, rows)
    problems += _unknown_schools(lines)
    if problems:
        raise CannotRead(_told(problems))
    return list({(line.urn, line.role, line.email): line for line in lines}.values())


def _decoded(data: bytes) -> str:
    if b"\0" in data:
        raise CannotRead("This is not a CSV file. Save it as “CSV UTF-8”. Nothing was changed.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")  # what Excel in Britain writes


def _column(cell: str) -> str:
    name = normalise(cell)
    return ALSO_CALLED.get(name, name)


def _lines(header: list[str], rows: Iterable[list[str]]) -> tuple[list[Line], list[str]]:
    lines: list[Line] = []
    problems: list[str] = []
    for number, cells in enumerate(rows, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        row = dict(zip(header, (cell.strip() for cell in cells), strict=False))
        try:
            lines.append(_line(number, row))
        except ValueError as why:
            problems.append(f"Line {number}: {why}")
    return lines, problems


def _line(number: int, row: dict[str, str]) -> Line:
    urn, name, email = row.get("urn", ""), row.get("name", ""), row.get("email", "").lower()
    role = ROLES.get(normalise(row.get("role", "")))
    if not (urn.isascii() and urn.isdigit() and len(urn) <= 6):
        raise ValueError(f"“{urn[:20]}” is not a URN.")
    if not name or len(name) > 150:
        raise ValueError("the name is missing or longer than 150 characters.")
    if role is None:
        known = ", ".join(role.label for role in SchoolRole)
        raise ValueError(f"“{row.get('role', '')[:30]}” is not a role. Use one of: {known}.")
    try:
        validate_email(email)
    except ValidationError:
        raise ValueError(f"“{email[:60]}” is not an email address.") from None
    return Line(number, int(urn), role, " ".join(name.split()), email)


def _unknown_schools(lines: list[Line]) -> list[str]:
    urns = {line.urn for line in lines}
    known = set(School.objects.filter(pk__in=urns).values_list("pk", flat=True))
    return [
        f"Line {line.number}: no school with URN {line.urn} is on file. Import the schools first."
        for line in lines
        if line.urn not in known
    ]


def _told(problems: list[str]) -> str:
    shown = problems[:SHOWN]
    if len(problems) > SHOWN:
        shown.append(f"and {len(problems) - SHOWN} more.")
    count = "1 line" if len(problems) == 1 else f"{len(problems)} lines"
    return "\n".join([f"Nothing was changed: {count} cannot be used.", *shown])


def _on_file(lines: list[Line]) -> dict[tuple[int, str, str], Contact]:
    """What the file is about: the contacts of every school and role it names."""
    named = {(line.urn, line.role) for line in lines}
    rows = Contact.objects.filter(school__in={urn for urn, _ in named}).select_for_update()
    return {
        (contact.school_id, contact.role, contact.email.lower()): contact
        for contact in rows
        if (contact.school_id, contact.role) in named
    }


def _take_over(line: Line, known: Contact | None, report: Report, now: datetime) -> None:
    if known is None:
        Contact.objects.create(
            school_id=line.urn, role=line.role, name=line.name, email=line.email, imported_at=now
        )
        report.added += 1
    elif known.name != line.name:
        known.name, known.imported_at = line.name, now
        known.save(update_fields=["name", "imported_at"])
        report.changed += 1
    else:
        report.same += 1
