"""What changed between two versions of a bid, in words. Pure; templates escape what it finds."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from bids.states import SectionKind

SAME, ADDED, TAKEN = "same", "added", "taken"
WORDS = re.compile(r"\s+|\S+")


@dataclass(frozen=True)
class Piece:
    """A run of words that stayed, came or went."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One part of the bid that differs."""

    label: str
    pieces: tuple[Piece, ...]


def between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Only the parts that differ, in the bid's order."""
    old, new = dict(_parts(before)), dict(_parts(after))
    return [
        Change(label, tuple(of_texts(old.get(label, ""), new.get(label, ""))))
        for label in {**old, **new}
        if old.get(label, "") != new.get(label, "")
    ]


def of_texts(before: str, after: str) -> Iterator[Piece]:
    """First by lines, then by words inside the lines that differ: long texts stay quick."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece(SAME, "".join(old[a:b]))
        else:
            yield from _of_words("".join(old[a:b]), "".join(new[c:d]))


def _of_words(before: str, after: str) -> Iterator[Piece]:
    old, new = WORDS.findall(before), WORDS.findall(after)
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece(SAME, "".join(old[a:b]))
            continue
        if b > a:
            yield Piece(TAKEN, "".join(old[a:b]))
        if d > c:
            yield Piece(ADDED, "".join(new[c:d]))


def _parts(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "Title", str(content.get("title", ""))
    yield "Summary", str(content.get("summary", ""))
    yield "Cost", str(content.get("cost") or "")
    yield "What the money is for", str(content.get("cost_notes", ""))
    sections = content.get("sections", {})
    for kind in SectionKind:
        section = sections.get(kind.value) or {}
        yield str(kind.label), str(section.get("text", ""))
        yield f"{kind.label}: date", str(section.get("planned_on") or "")
    yield "Partner schools", "\n".join(_partners(content))
    yield "Files", "\n".join(str(row.get("title", "")) for row in content.get("files", ()))


def _partners(content: Mapping[str, Any]) -> Iterator[str]:
    for row in content.get("partners", ()):
        yield f"{row.get('name', '')}: {row.get('part', '')}"
