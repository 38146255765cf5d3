"""Lists of participants as webinar services save them: which column is which, and how long.

They begin with lines about the meeting, name their columns differently, and write times as minutes,
as 1:05:00 or as 1h 5m 3s. What stands in the file is believed only as far as it is matched.
"""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from hlp.kit.refusal import Refusal

MOST = 2 * 1024 * 1024  # bytes
MOST_ROWS = 5000
EMAIL = {"email", "e-mail", "email address", "user email", "participant email", "mail", "upn"}
EMAIL |= {"user principal name", "e-mail address", "participant id (upn)"}
NAME = {"name", "full name", "participant", "participant name", "display name", "attendee"}
NAME |= {"name (original name)", "user name", "name (original)"}
FIRST, LAST = {"first name", "forename", "given name"}, {"last name", "surname", "family name"}
MINUTES = {"duration", "minutes", "duration (minutes)", "total duration (minutes)", "time"}
MINUTES |= {"time in session (minutes)", "in-meeting duration", "time in session", "attended"}
SEPARATORS = ",;\t"
_PARTS = re.compile(r"(\d+)\s*(h|m|s)", re.IGNORECASE)
_SECONDS = {"h": 3600, "m": 60, "s": 1}


class Unreadable(Refusal):
    """What to do about a file that is no list of participants."""


@dataclass(frozen=True)
class Seen:
    """One line of the file."""

    name: str
    email: str
    minutes: int | None = None


def read(data: bytes) -> list[Seen]:
    """The people in the file, or Unreadable with what to do."""
    if len(data) > MOST:
        raise Unreadable("The file must be smaller than 2 MB.")
    rows = _rows(_text(data))
    start, columns = _heading(rows)
    seen: list[Seen] = []
    for row in rows[start + 1 :]:
        if len(seen) == MOST_ROWS:
            raise Unreadable(f"The file has more than {MOST_ROWS} people in it.")
        if not any(cell.strip() for cell in row):
            if seen:
                break  # another table follows
            continue
        if one := _seen(row, columns):
            seen.append(one)
    if not seen:
        raise Unreadable("Nobody is in the file below its headings.")
    return seen


def minutes(text: str) -> int | None:
    """65, 1:05:00, 1h 5m 3s and 65 min are all 65."""
    text = text.strip()
    if parts := _PARTS.findall(text):
        return round(sum(int(number) * _SECONDS[unit.lower()] for number, unit in parts) / 60)
    if text.count(":") == 2 and all(part.isdecimal() for part in text.split(":")):
        hours, mins, seconds = (int(part) for part in text.split(":"))
        return round((hours * 3600 + mins * 60 + seconds) / 60)
    number = re.match(r"\d{1,4}(\.\d+)?", text)
    return round(float(number[0])) if number else None


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if b"\0" in data:
        raise Unreadable("This is no CSV file. Save the list of participants as CSV.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _rows(text: str) -> list[list[str]]:
    separator = max(SEPARATORS, key=text.count)
    try:
        return list(csv.reader(io.StringIO(text), delimiter=separator))
    except csv.Error as error:
        raise Unreadable("This is no CSV file. Save the list of participants as CSV.") from error


def _heading(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    """The first line that names a column of names or addresses, with more beside it."""
    for number, row in enumerate(rows[:100]):
        columns = _columns(row)
        if "email" in columns or "name" in columns or {"first", "last"} <= set(columns):
            return number, columns
    raise Unreadable(
        "No column is called Name or Email. Save the list of participants, not the summary."
    )


def _columns(row: Sequence[str]) -> dict[str, int]:
    kinds = (("email", EMAIL), ("name", NAME), ("first", FIRST), ("last", LAST))
    found: dict[str, int] = {}
    for number, cell in enumerate(row):
        heading = cell.strip().casefold()
        for kind, known in (*kinds, ("minutes", MINUTES)):
            if heading in known:
                found.setdefault(kind, number)
    return found if len([cell for cell in row if cell.strip()]) > 1 or len(row) == 1 else {}


def _seen(row: Sequence[str], columns: dict[str, int]) -> Seen | None:
    def cell(kind: str) -> str:
        number = columns.get(kind)
        return row[number].strip() if number is not None and number < len(row) else ""

    name = cell("name") or f"{cell('first')} {cell('last')}".strip()
    # Zoom adds the name somebody chose to the one of their account: Ada Byron (Ada B).
    name = re.sub(r"\s*\([^)]*\)$", "", name)[:150]
    email = cell("email")[:254]
    if not name and not email:
        return None
    return Seen(name=name, email=email, minutes=minutes(cell("minutes")))
