"""What people are reminded of: each app declares its rules here, `reminding` says them.

A rule names what is due; when it is said follows from its days. Texts are written for the day
they are read on, so they count from `on`, never from the clock.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hlp.kit import working_days

# A stage that could not be said on its day (no worker, another mail that day, a weekend) is made
# up for within a week; older ones are passed over, so that nothing ever floods.
CATCH_UP = timedelta(days=7)
LONGEST_HOLIDAY = timedelta(days=6)  # how far brought_forward can reach, with room to spare


@dataclass(frozen=True)
class Line:
    """One thing in the mail: what it is about and where to go."""

    title: str
    url: str  # a path of the portal
    label: str  # what the link says
    detail: str = ""


@dataclass(frozen=True)
class Due:
    """One thing of which one address may have to hear; `on` is the day the rule counts from."""

    to: str
    key: str  # what it is about, "invoice:HLP22-0001": with the day, what is said only once
    on: date
    line: Line


@dataclass(frozen=True)
class Rule:
    """`due(today)` yields all that still waits; the engine chooses what is said today.

    `days` count from the day of each Due: -7 a week before, 0 on the day, 14 two weeks after.
    """

    name: str
    title: str
    purpose: str  # a sentence for the office: who is reminded of what
    days: tuple[int, ...]
    due: Callable[[date], Iterable[Due]]
    is_deadline: bool = False  # on the day itself it may come on a weekend, by itself
    at_most: int | None = None  # times about one thing, however often its day moves
    gather: Callable[[Sequence[Due], date], Line] | None = None  # several as one line

    def window(self, today: date) -> tuple[date, date]:
        """The first and last day a Due may count from to be said today: for `due`'s queries."""
        return (
            today - CATCH_UP - timedelta(days=max(self.days)),
            today + LONGEST_HOLIDAY - timedelta(days=min(self.days)),
        )

    def stage(self, on: date, today: date, since: date) -> int | None:
        """Which of `days` is to be said today for what counts from `on`: the last one reached.

        One that was reached before `since`, when the rule was switched on, stays unsaid.
        """
        if not working_days.is_working(today) and not (self.is_deadline and on == today):
            return None
        earliest = max(today - CATCH_UP, since)
        reached = [
            day
            for day in self.days
            if earliest <= working_days.brought_forward(on + timedelta(days=day)) <= today
        ]
        return max(reached, default=None)


RULES: dict[str, Rule] = {}


def register(rule: Rule) -> Rule:
    RULES[rule.name] = rule
    return rule


def in_words(day: date, today: date) -> str:
    """today, tomorrow, on Monday 4 April 2022."""
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get((day - today).days, "")
    written = f"{day:%A} {day.day} {day:%B %Y}"
    return f"{near}, {written}" if near else f"on {written}"
