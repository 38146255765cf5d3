"""Small numbers are not shown, nor left to be found by subtraction. Pure functions, no database."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

K = TypeVar("K", bound=Hashable)

FEWEST = 5  # responses: fewer than this in a part would show who said what


def hide_small(counts: Mapping[K, int], fewest: int = FEWEST) -> dict[K, int | None]:
    """The counts of the parts of a whole that is shown beside them; None where one is hidden.

    A part with one to `fewest - 1` is hidden. What the whole then gives away by subtraction is
    the sum of all hidden parts: as long as one stands alone, or together they are fewer than
    `fewest`, the smallest part still shown is hidden too. An empty part says of nobody what they
    said, so it is shown. Nothing depends on the order of the parts but ties, which go by it.
    """
    hidden = {key for key, count in counts.items() if 0 < count < fewest}
    shown = sorted((k for k in counts if counts[k] >= fewest), key=lambda k: counts[k])
    while hidden and shown and _gives_away([counts[key] for key in hidden], fewest):
        hidden.add(shown.pop(0))
    return {key: None if key in hidden else count for key, count in counts.items()}


def to_add_up(counts: Mapping[K, int], fewest: int = FEWEST) -> set[K]:
    """The parts whose sum may be shown where each part of `fewest` or more is shown elsewhere.

    Without the small ones that subtracting the others would give away.
    """
    small = {key for key, count in counts.items() if 0 < count < fewest}
    if small and small != set(counts) and _gives_away([counts[key] for key in small], fewest):
        return set(counts) - small
    return set(counts)


def may_show_whole(counts: Mapping[K, int], fewest: int = FEWEST) -> bool:
    """Whether the whole may stand above its parts: it is not small itself, or there is nobody."""
    whole = sum(counts.values())
    return whole == 0 or whole >= fewest


def _gives_away(hidden: list[int], fewest: int) -> bool:
    return len(hidden) == 1 or sum(hidden) < fewest
