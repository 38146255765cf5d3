"""From text to rows: the headings found by name, bad rows refused one by one."""

import csv
import io
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Generic, TypeVar

from hlp.kit.refusal import Refusal
from members.gias.cells import CellRefused
from members.gias.files import Text, Unreadable

R = TypeVar("R")

# The register writes one line a school; more than this is a quotation mark left open.
MOST_LINES_A_ROW = 10
# A slip here and there is a slip; more than both of these is the wrong file.
MOST_REFUSED, MOST_REFUSED_SHARE = 5, 0.05
SHOWN = 20  # refused rows named in a report


class MissingColumn(Refusal):
    """A column the import needs is not in the file; nothing was changed."""


class TooManyRefused(Refusal):
    """So many rows are wrong that the file is; nothing was changed."""


@dataclass(frozen=True)
class Column:
    field: str
    headings: tuple[str, ...]  # as the register writes it, official heading first
    read: Callable[[str], Any]
    needed: bool = False


@dataclass(frozen=True)
class Refused:
    line: int
    why: str

    def __str__(self) -> str:
        return f"Line {self.line:,}: {self.why}"


@dataclass
class Reading(Generic[R]):
    """What a file says: its rows, those refused, and how many were of no concern."""

    rows: list[R] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    passed_over: int = 0
    absent: tuple[str, ...] = ()  # headings of optional columns the file does not carry


@dataclass(frozen=True)
class Table:
    """A file's body under headings that were found; cells are read only when asked for."""

    name: str
    columns: Sequence[tuple[int, Column]]
    absent: tuple[str, ...]
    width: int
    lines: Sequence[str]
    starts: int

    def rows(self) -> Iterator[tuple[int, list[str] | None]]:
        """Line number and cells; None where quotation marks or the number of cells are wrong."""
        at = self.starts
        while at < len(self.lines):
            cells, used = _record(self.lines, at)
            if cells == []:
                at += used
                continue
            if cells is None or len(cells) != self.width:
                # Whatever an open quotation mark swallowed is read again, line by line.
                yield at + 1, None
                at += 1
                continue
            yield at + 1, cells
            at += used

    def values(self, cells: Sequence[str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for index, column in self.columns:
            try:
                found[column.field] = column.read(cells[index])
            except CellRefused as error:
                raise CellRefused(
                    f"{column.headings[0]} “{_short(cells[index])}” {error}."
                ) from None
        return found

    def index_of(self, field: str) -> int | None:
        return next((index for index, column in self.columns if column.field == field), None)


def open_table(text: Text, columns: Sequence[Column], *, hints: Mapping[str, str]) -> Table:
    """Match the headings, or say which one is missing and what stands nearest to it.

    `hints` maps a heading that gives a mixed-up file away to the sentence that says so.
    """
    lines = list(io.StringIO(text.body, newline=""))
    headings, starts = _headings(text.name, lines)
    where = {_fold(heading): index for index, heading in reversed(list(enumerate(headings)))}
    found, absent = [], []
    for column in columns:
        index = next((where[_fold(h)] for h in column.headings if _fold(h) in where), None)
        if index is not None:
            found.append((index, column))
        elif column.needed:
            raise MissingColumn(_missing(text.name, column, columns, headings, hints))
        else:
            absent.append(column.headings[0])
    _refuse_twice(text.name, [headings[index] for index, _ in found], headings)
    return Table(text.name, found, tuple(absent), len(headings), lines, starts)


def check_share(name: str, refused: Collection[Refused], total: int, *, of: str) -> None:
    """Refuse the whole file where more than a few rows and more than a small share are wrong."""
    some_are_right = len(refused) < total
    if some_are_right and (
        len(refused) <= MOST_REFUSED or len(refused) <= total * MOST_REFUSED_SHARE
    ):
        return
    if not refused:
        return
    head = f"{len(refused):,} of {total:,} {of} in {name} cannot be read, so nothing was changed."
    raise TooManyRefused("\n".join([head, *first(refused)]))


def first(refused: Collection[Refused]) -> list[str]:
    """The first refused rows as sentences, and how many more there are."""
    shown = [str(row) for row in list(refused)[:SHOWN]]
    more = len(refused) - len(shown)
    return [*shown, f"… and {more:,} more."] if more else shown


def _record(lines: Sequence[str], at: int) -> tuple[list[str] | None, int]:
    reader = csv.reader(lines[at : at + MOST_LINES_A_ROW], strict=True)
    try:
        return next(reader), reader.line_num
    except (csv.Error, StopIteration):
        return None, 1


def _headings(name: str, lines: Sequence[str]) -> tuple[list[str], int]:
    at = 0
    while at < len(lines) and not lines[at].strip():
        at += 1
    cells, used = _record(lines, at)
    if not cells:
        raise Unreadable(f"The first line of {name} is not a line of headings.")
    return [cell.strip() for cell in cells], at + used


def _missing(
    name: str,
    column: Column,
    columns: Sequence[Column],
    headings: Sequence[str],
    hints: Mapping[str, str],
) -> str:
    for heading, sentence in hints.items():
        if heading in headings:
            return f"{name}: {sentence} Nothing was changed."
    wanted = column.headings[0]
    said = f"{name} has no column “{wanted}”."
    if len(headings) == 1 and (";" in headings[0] or "\t" in headings[0]):
        return f"{said} Its cells are not separated by commas. Nothing was changed."
    claimed = {_fold(heading) for column in columns for heading in column.headings}
    # A renamed heading is one we have no name for; only then might another column be meant.
    spare = [heading for heading in headings if _fold(heading) not in claimed]
    near = _nearest(wanted, spare) or _nearest(wanted, headings)
    if near:
        said += f" The nearest heading it has is “{_short(near)}”."
    else:
        said += f" Its headings begin {', '.join(f'“{_short(h)}”' for h in headings[:3])}."
    return f"{said} Nothing was changed: give the column its name back or download the file again."


def _nearest(wanted: str, headings: Sequence[str]) -> str | None:
    """The heading that shares most words, else most letters; none if they share little."""

    def likeness(heading: str) -> tuple[float, float]:
        ours, theirs = _words(wanted), _words(heading)
        letters = SequenceMatcher(None, wanted.casefold(), heading.casefold()).ratio()
        return len(ours & theirs) / len(ours | theirs), letters

    best = max(headings, key=likeness, default=None)
    return best if best is not None and max(likeness(best)) >= 0.3 else None


def _words(heading: str) -> set[str]:
    """`TypeOfEstablishment (name)` has the words type, of, establishment."""
    plain = re.sub(r"\((name|code)\)$", "", heading.strip())
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+", plain)} or {""}


def _refuse_twice(name: str, used: Sequence[str], headings: Sequence[str]) -> None:
    folded = [_fold(heading) for heading in headings]
    for heading in used:
        if folded.count(_fold(heading)) > 1:
            raise MissingColumn(
                f"{name} has two columns “{_short(heading)}”, so it is not clear which is meant. "
                "Nothing was changed."
            )


def _fold(heading: str) -> str:
    return " ".join(heading.casefold().split())


def _short(cell: str) -> str:
    cleaned = " ".join(cell.split())
    return cleaned if len(cleaned) <= 60 else f"{cleaned[:59]}…"
