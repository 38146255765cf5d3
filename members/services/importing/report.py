"""What an import did, in rows for the machine and in plain words for the office."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from members import gias
from members.gias.tables import first
from members.models import School
from members.services.succeeding.report import Succession

LABELS = {**gias.LABELS, "trust": "Trust", "is_stub": "Known only by a link"}
NAMED = 20  # rows of one kind written out for a person
KEPT = 1000  # rows of one kind kept with the import; the audit log has them all

Changes = Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True)
class Touched:
    """A school the import added, changed or closed, and what was different."""

    urn: int
    name: str
    changes: Changes = field(default_factory=dict)

    @classmethod
    def of(cls, school: School, changes: Changes | None = None) -> "Touched":
        return cls(school.urn, school.name, changes or {})

    def as_json(self) -> dict[str, Any]:
        changes = {
            LABELS.get(name, name): [_said(old), _said(new)]
            for name, (old, new) in self.changes.items()
        }
        return {"urn": self.urn, "name": self.name} | ({"changes": changes} if changes else {})

    def lines(self) -> Iterator[str]:
        yield f"  {self.urn} {self.name}"
        for name, (old, new) in self.changes.items():
            yield f"    {LABELS.get(name, name)}: {_said(old)} → {_said(new)}"


@dataclass
class Links:
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    stubs: list[Touched] = field(default_factory=list)
    passed_over: int = 0
    refused: list[gias.Refused] = field(default_factory=list)

    @property
    def is_as_it_was(self) -> bool:
        return not (self.added or self.changed or self.stubs)


@dataclass
class Report:
    file_name: str
    dry_run: bool = False
    absent: tuple[str, ...] = ()  # columns the file does not carry
    passed_over: int = 0  # rows of other local authorities
    added: list[Touched] = field(default_factory=list)
    changed: list[Touched] = field(default_factory=list)
    closed: list[Touched] = field(default_factory=list)
    unchanged: int = 0
    refused: list[gias.Refused] = field(default_factory=list)
    links: Links | None = None
    succession: Succession = field(default_factory=Succession)

    @classmethod
    def of(
        cls, file_name: str, reading: gias.Reading[gias.SchoolRow], *, dry_run: bool
    ) -> "Report":
        return cls(
            file_name,
            dry_run=dry_run,
            absent=reading.absent,
            passed_over=reading.passed_over,
            refused=reading.refused,
        )

    @property
    def nothing_changed(self) -> bool:
        touched = self.added or self.changed or self.closed or self.succession.did_something
        return not touched and (self.links is None or self.links.is_as_it_was)

    def lines(self) -> list[str]:
        """The report as a person reads it, the most important first."""
        return [
            *(["This was a trial: nothing of it was kept."] if self.dry_run else []),
            *self._what_happened(),
            *_listed("Refused: {} of {}", self.refused, "row", self.file_name),
            *self._about_links(),
            *self.succession.lines(),
            *self._notes(),
        ]

    def as_json(self) -> dict[str, Any]:
        links = self.links
        return {
            "counts": {
                "added": len(self.added),
                "changed": len(self.changed),
                "closed": len(self.closed),
                "unchanged": self.unchanged,
                "refused": len(self.refused),
                "passed_over": self.passed_over,
            },
            **{
                kind: [row.as_json() for row in getattr(self, kind)[:KEPT]]
                for kind in ("added", "changed", "closed")
            },
            "refused": [[row.line, row.why] for row in self.refused[:KEPT]],
            "links": links
            and {
                "added": links.added,
                "changed": links.changed,
                "unchanged": links.unchanged,
                "stubs": [row.as_json() for row in links.stubs[:KEPT]],
                "refused": [[row.line, row.why] for row in links.refused[:KEPT]],
            },
            **self.succession.as_json(),
            "lines": self.lines(),
        }

    def _what_happened(self) -> Iterator[str]:
        if self.nothing_changed:
            links = f" and {_many(self.links.unchanged, 'link')}" if self.links else ""
            yield f"Nothing changed: {_many(self.unchanged, 'school')}{links} are as they were."
            return
        yield (
            f"{self.file_name}: {len(self.added):,} added, {len(self.changed):,} changed, "
            f"{len(self.closed):,} closed, {self.unchanged:,} as they were."
        )
        yield from _schools("Added", self.added)
        yield from _schools("Changed", self.changed)
        yield from _schools("Closed", self.closed)

    def _about_links(self) -> Iterator[str]:
        links = self.links
        if links is None:
            return
        if not (self.nothing_changed or links.is_as_it_was):
            yield (
                f"Links: {links.added:,} added, {links.changed:,} changed, "
                f"{links.unchanged:,} as they were."
            )
        yield from _schools("Known only by a link, so kept as closed", links.stubs)
        yield from _listed("Refused: {} of {}", links.refused, "row", "the links")

    def _notes(self) -> Iterator[str]:
        if self.passed_over:
            yield f"Rows of other local authorities passed over: {self.passed_over:,}."
        if self.links and self.links.passed_over:
            yield (
                f"Links passed over: {self.links.passed_over:,} (other kinds, or about schools "
                "with no tie to the roster)."
            )
        if self.absent:
            yield (f"Not in the file, so left as it was: {', '.join(self.absent)}.")


def _schools(title: str, rows: Sequence[Touched]) -> Iterator[str]:
    if not rows:
        return
    yield f"{title}: {_many(len(rows), 'school')}"
    for row in rows[:NAMED]:
        yield from row.lines()
    if len(rows) > NAMED:
        yield f"  … and {len(rows) - NAMED:,} more."


def _listed(title: str, rows: Sequence[gias.Refused], noun: str, file_name: str) -> Iterable[str]:
    if not rows:
        return []
    return [title.format(_many(len(rows), noun), file_name), *(f"  {row}" for row in first(rows))]


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return f"{value:%-d %B %Y}"
    return "(empty)" if value in ("", None) else str(value)
