"""Counting a contest: most marks win, one mark as good as any other (plurality, several seats).

Pure functions over whole numbers, standard library only, so that anybody can run and read them.
A tie matters only where it crosses the last seat; then the count stops until a lot is drawn.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Count:
    """What the marks say: who has a seat, who is tied for the last ones, how many stay empty."""

    elected: tuple[str, ...]  # most marks first; where equal and all elected, by name
    tied: frozenset[str] = field(default_factory=frozenset)
    unfilled: int = 0  # seats without a nominee, or waiting for the lot


def count(votes: Mapping[str, int], seats: int, lot: Sequence[str] = ()) -> Count:
    """Give the seats to those with most marks; `lot` is the drawn order of those tied at the cut.

    Who is not tied at the cut is passed over in it, so a recount can use the lot of the first
    count; a lot that leaves one of the seats open settles nothing.
    """
    _check(votes, seats)
    ranked = sorted(votes, key=lambda name: (-votes[name], name))
    if len(ranked) <= seats:
        return Count(tuple(ranked), unfilled=seats - len(ranked))
    if seats == 0 or votes[ranked[seats - 1]] > votes[ranked[seats]]:
        return Count(tuple(ranked[:seats]))
    at_the_cut = votes[ranked[seats]]
    sure = [name for name in ranked if votes[name] > at_the_cut]
    tied = [name for name in ranked if votes[name] == at_the_cut]
    left = seats - len(sure)
    drawn = [name for name in dict.fromkeys(lot) if name in tied]
    if len(drawn) >= left:
        return Count((*sure, *drawn[:left]))
    return Count(tuple(sure), frozenset(tied), left)


def _check(votes: Mapping[str, int], seats: int) -> None:
    if seats < 0:
        raise ValueError("There cannot be fewer than no seats.")
    if strange := [n for n, marks in votes.items() if type(marks) is not int or marks < 0]:
        raise ValueError(f"Marks are whole numbers from 0: {', '.join(sorted(strange))}")
