"""Bar charts as the server draws them: the table is its own chart, so every chart has a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

PLAIN = ("part",)


@dataclass(frozen=True)
class Piece:
    """One piece of a bar: its colour by name, where it begins and how wide it is, in per cent."""

    colour: str
    start: float
    width: float


@dataclass(frozen=True)
class Bar:
    label: str
    pieces: list[Piece]
    figures: list[str]


def bars(rows: Iterable[tuple[str, int, int]]) -> list[Bar]:
    """(label, value, total) each: one bar of the part and the whole, figures value and share."""
    return [
        Bar(label, _pieces([value], total, PLAIN), [f"{value:,}", _share(value, total)])
        for label, value, total in rows
    ]


def stacked(rows: Iterable[tuple[str, Sequence[int]]], colours: Sequence[str]) -> list[Bar]:
    """(label, counts) each: a bar of as many pieces, all of it the whole; the figures are counts.

    Colours: done, some, none (see _charts.scss).
    """
    return [
        Bar(label, _pieces(counts, sum(counts), colours), [f"{count:,}" for count in counts])
        for label, counts in rows
    ]


def _pieces(counts: Sequence[int], total: int, colours: Sequence[str]) -> list[Piece]:
    made, start = [], 0.0
    for colour, count in zip(colours, counts, strict=True):
        width = min(100 * count / total, 100) if total else 0.0
        if width:
            made.append(Piece(colour, round(start, 2), round(width, 2)))
        start += width
    return made


def _share(value: int, total: int) -> str:
    return f"{round(100 * value / total)}%" if total else "–"
