"""From marks to a ranking: pure functions over whole numbers and fractions, standard library only.

A mark that was not given is not a nought: it is left out of every mean, and `n` says how many were
given. Bids that are equal in everything stay equal until the chair has recorded a reason.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cmp_to_key
from statistics import median

HIGHEST = 5
OVERALL = "overall"  # the threshold that is no criterion's
TOTAL, CHAIR, LEVEL = "total", "chair", "none"  # steps of the tie rule that are no criterion


@dataclass(frozen=True)
class Criterion:
    """What a criterion of a call counts for. `tie_rank` 1 is asked first when totals are equal."""

    key: str
    weight: int = 1
    threshold: int | None = None
    tie_rank: int = 1


@dataclass(frozen=True)
class Individual:
    """What assessors gave one bid for one criterion, without those who gave nothing."""

    marks: tuple[int, ...]

    @property
    def n(self) -> int:
        return len(self.marks)

    @property
    def mean(self) -> Fraction | None:
        return Fraction(sum(self.marks), self.n) if self.marks else None

    @property
    def median(self) -> Fraction | None:
        return Fraction(median(self.marks)) if self.marks else None

    @property
    def lowest(self) -> int | None:
        return min(self.marks, default=None)

    @property
    def highest(self) -> int | None:
        return max(self.marks, default=None)

    @property
    def spread(self) -> int:
        return max(self.marks) - min(self.marks) if self.marks else 0

    def is_to_discuss(self, flag: int) -> bool:
        return self.spread >= flag


@dataclass(frozen=True)
class Entry:
    """One bid with its agreed marks; a criterion without one is missing from the mapping."""

    key: int
    agreed: Mapping[str, int]


@dataclass(frozen=True)
class Place:
    """Where a bid stands. `step` says what put it before the next one; the last has none.

    Bids that nothing tells apart share a place, and their step is LEVEL.
    """

    key: int
    place: int
    total: Fraction
    below: tuple[str, ...]
    step: str | None


def individual(marks: Iterable[int | None]) -> Individual:
    """None is an assessor who abstained, left, or has not marked."""
    return Individual(tuple(sorted(mark for mark in marks if mark is not None)))


def weighted(values: Mapping[str, Fraction | int], criteria: Iterable[Criterion]) -> Fraction:
    """In per cent of the highest that can be had."""
    rules = list(criteria)
    points = sum((Fraction(values[rule.key]) * rule.weight for rule in rules), Fraction(0))
    return points * 100 / (HIGHEST * sum(rule.weight for rule in rules))


def total(agreed: Mapping[str, int], criteria: Sequence[Criterion]) -> Fraction | None:
    """None as long as a criterion has no agreed mark: no total stands for what is not agreed."""
    return weighted(agreed, criteria) if is_complete(agreed, criteria) else None


def provisional(
    given: Mapping[str, Individual], criteria: Sequence[Criterion], *, by_median: bool = False
) -> Fraction | None:
    """The total that individual marks alone would give; None where a criterion has none."""
    found = {key: (row.median if by_median else row.mean) for key, row in given.items()}
    values = {key: value for key, value in found.items() if value is not None}
    if any(rule.key not in values for rule in criteria):
        return None
    return weighted(values, criteria)


def is_complete(agreed: Mapping[str, int], criteria: Sequence[Criterion]) -> bool:
    return bool(criteria) and all(rule.key in agreed for rule in criteria)


def below(
    agreed: Mapping[str, int], criteria: Sequence[Criterion], overall: int | None = None
) -> tuple[str, ...]:
    """Criteria under their line, and OVERALL where the total is; whatever the rest may be."""
    under = [
        rule.key
        for rule in criteria
        if rule.threshold is not None and rule.key in agreed and agreed[rule.key] < rule.threshold
    ]
    found = total(agreed, criteria)
    if overall is not None and found is not None and found < overall:
        under.append(OVERALL)
    return tuple(under)


def rank(
    entries: Iterable[Entry],
    criteria: Sequence[Criterion],
    *,
    overall: int | None = None,
    chair: Collection[tuple[int, int]] = (),
) -> list[Place]:
    """Bids with all marks agreed, best first, the same however the rows came in.

    `chair` holds the recorded pairs (before, after); they count only between bids that are equal
    in everything else. Among those that stay level the key decides the line, not the place.
    """
    steps = _steps(criteria)
    whole = [entry for entry in entries if is_complete(entry.agreed, criteria)]

    def compare(one: Entry, other: Entry) -> int:
        return _compare(one, other, steps, criteria)

    levels: list[list[Entry]] = []
    for entry in sorted(sorted(whole, key=lambda e: e.key), key=cmp_to_key(compare)):
        if levels and not _step_between(levels[-1][0], entry, steps, criteria):
            levels[-1].append(entry)
        else:
            levels.append([entry])
    parts = [part for level in levels for part in _by_the_chair(level, chair)]
    return _places(parts, steps, criteria, overall)


def _steps(criteria: Sequence[Criterion]) -> list[str]:
    """The published rule: the total, then criteria in their rank."""
    return [TOTAL, *(rule.key for rule in sorted(criteria, key=lambda rule: rule.tie_rank))]


def _value(entry: Entry, step: str, criteria: Sequence[Criterion]) -> Fraction:
    return weighted(entry.agreed, criteria) if step == TOTAL else Fraction(entry.agreed[step])


def _step_between(
    one: Entry, other: Entry, steps: Sequence[str], criteria: Sequence[Criterion]
) -> str | None:
    """The first step that tells the two apart."""
    for step in steps:
        if _value(one, step, criteria) != _value(other, step, criteria):
            return step
    return None


def _compare(one: Entry, other: Entry, steps: Sequence[str], criteria: Sequence[Criterion]) -> int:
    step = _step_between(one, other, steps, criteria)
    if step is None:
        return 0
    return -1 if _value(one, step, criteria) > _value(other, step, criteria) else 1


def _by_the_chair(level: list[Entry], chair: Collection[tuple[int, int]]) -> list[list[Entry]]:
    """Split a level where every bid above the cut was put before every one below it.

    What follows from two reasons is a reason as well; a circle of them decides nothing.
    """
    keys = {entry.key for entry in level}
    before = closure({pair for pair in chair if keys.issuperset(pair)})
    order = sorted(level, key=lambda e: (sum((k, e.key) in before for k in keys), e.key))
    parts: list[list[Entry]] = []
    for number, entry in enumerate(order):
        above, rest = order[:number], order[number:]
        is_cut = all(
            (a.key, b.key) in before and (b.key, a.key) not in before for a in above for b in rest
        )
        if is_cut:
            parts.append([entry])
        else:
            parts[-1].append(entry)
    return parts


def closure(pairs: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """All that follows from the pairs: a before b and b before c is a before c."""
    found = set(pairs)
    while True:
        more = {(a, d) for a, b in found for c, d in found if b == c} - found
        if not more:
            return found
        found |= more


def _places(
    parts: Sequence[Sequence[Entry]],
    steps: Sequence[str],
    criteria: Sequence[Criterion],
    overall: int | None,
) -> list[Place]:
    made: list[Place] = []
    for number, part in enumerate(parts):
        place = len(made) + 1
        following = parts[number + 1][0] if number + 1 < len(parts) else None
        for position, entry in enumerate(part, start=1):
            if position < len(part):
                step: str | None = LEVEL
            elif following is None:
                step = None
            else:
                step = _step_between(entry, following, steps, criteria) or CHAIR
            made.append(
                Place(
                    key=entry.key,
                    place=place,
                    total=weighted(entry.agreed, criteria),
                    below=below(entry.agreed, criteria, overall),
                    step=step,
                )
            )
    return made
