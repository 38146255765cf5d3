"""Term dates as they stand on a page or in a sheet: read line by line, nothing guessed in silence.

Understood are half-terms ("Autumn 1: 1 September 2022 to 21 October"), whole terms with their
half-term break, and days without pupils. What is not understood is handed back to be looked at.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from programmes.states import HalfTermNumber
from programmes.term_dates import Dates

DAY = timedelta(days=1)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NAMES = "|".join(f"{name}[a-z]*" for name in MONTHS)
SEASONS = ("autumn", "spring", "summer")

DATE = re.compile(
    r"(?P<iso>\d{4}-\d{2}-\d{2})"
    r"|(?P<d1>\d{1,2})[/.](?P<m1>\d{1,2})[/.](?P<y1>\d{4})"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m2>{NAMES})\b\.?(?:\s+(?P<y2>\d{{4}}))?",
    re.IGNORECASE,
)
SEASON = re.compile("|".join(SEASONS), re.IGNORECASE)
HALF = re.compile(
    r"(?:autumn|spring|summer)(?:\s+term)?\s*(?P<n>[12])\b|(?P<word>first|1st|second|2nd)\s+half",
    re.IGNORECASE,
)
CLOSED = re.compile(r"inset|training|occasional|non[- ]pupil|closed", re.IGNORECASE)
BREAK = re.compile(r"half[- ]?term", re.IGNORECASE)
STARTS = re.compile(r"\b(start|begin|open|first day)", re.IGNORECASE)
ENDS = re.compile(r"\b(end|finish|close|last day)", re.IGNORECASE)


@dataclass
class Read:
    """What was understood of a text, and what was not."""

    half_terms: list[Dates] = field(default_factory=list)
    closed: list[tuple[date, str]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


@dataclass
class Term:
    """A whole term, put together from several lines."""

    starts: date | None = None
    ends: date | None = None
    pause: tuple[date, date] | None = None

    def halves(self, season: int) -> Iterator[Dates]:
        if not (self.starts and self.ends and self.pause):
            return
        numbers = HalfTermNumber(2 * season + 1), HalfTermNumber(2 * season + 2)
        yield Dates(numbers[0], self.starts, _working(self.pause[0] - DAY, -DAY))
        yield Dates(numbers[1], _working(self.pause[1] + DAY, DAY), self.ends)


def read(text: str, first: int) -> Read:
    """`first` is the year in which the school year begins; dates without a year are in it."""
    found, terms, season = Read(), [Term() for _ in SEASONS], None
    for line in filter(None, (raw.strip() for raw in text.splitlines())):
        if match := SEASON.search(line):
            season = SEASONS.index(match.group().lower())
        try:
            days = [_date(match, first) for match in DATE.finditer(line)]
        except ValueError:
            found.unread.append(line)
            continue
        if not _take(line, days, season, found, terms):
            found.unread.append(line)
    for number, term in enumerate(terms):
        found.half_terms += term.halves(number)
    found.half_terms.sort(key=lambda row: row.number)
    return found


def write(rows: list[Dates]) -> str:
    """The same rows as a text that `read` understands."""
    return "\n".join(
        f"{row.number.label}: {row.from_on:%-d %B %Y} to {row.to_on:%-d %B %Y}" for row in rows
    )


def _take(line: str, days: list[date], season: int | None, found: Read, terms: list[Term]) -> bool:
    """Whether the line was understood; a heading without dates is."""
    words = DATE.sub(" ", line)
    if not days:
        return bool(SEASON.search(line))
    if CLOSED.search(words):
        found.closed += [(day, _name(words)) for day in days]
        return True
    if season is None:
        return False
    half = HALF.search(words)
    if half and len(days) == 2:
        later = (half["n"] or half["word"]).lower() in {"2", "second", "2nd"}
        number = HalfTermNumber(2 * season + 1 + later)
        found.half_terms.append(Dates(number, days[0], days[1]))
        return True
    return _part(terms[season], words, days)


def _part(term: Term, words: str, days: list[date]) -> bool:
    if BREAK.search(words) and len(days) <= 2:
        term.pause = days[0], days[-1]
    elif len(days) == 2:
        term.starts, term.ends = days
    elif STARTS.search(words):
        term.starts = days[0]
    elif ENDS.search(words):
        term.ends = days[0]
    else:
        return False
    return True


def _date(match: "re.Match[str]", first: int) -> date:
    if match["iso"]:
        return date.fromisoformat(match["iso"])
    if match["y1"]:
        return date(int(match["y1"]), int(match["m1"]), int(match["d1"]))
    month = MONTHS.index(match["m2"][:3].lower()) + 1
    year = int(match["y2"] or 0) or (first if month >= 9 else first + 1)
    return date(year, month, int(match["d2"]))


def _name(words: str) -> str:
    """What remains of a line without its dates: "INSET day"."""
    kept = re.sub(r"\b(mon|tues|wednes|thurs|fri|satur|sun)day\b", " ", words, flags=re.IGNORECASE)
    kept = re.sub(r"\band\b|[^\w\s()-]", " ", kept, flags=re.IGNORECASE)
    return re.sub(r"\s+", " ", kept).strip(" -")[:100] or "Closed"


def _working(day: date, step: timedelta) -> date:
    while day.weekday() > 4:
        day += step
    return day
