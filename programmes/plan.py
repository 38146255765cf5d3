"""A programme laid out by half-term: what is in each, and what falls between."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from hlp.kit import clock
from programmes import calendar
from programmes.commitments import Row
from programmes.models import Event, HalfTerm, Programme
from programmes.states import CommitmentKind


@dataclass
class Part:
    """One half-term of the plan; `half_term` is empty for what lies outside of all."""

    half_term: HalfTerm | None
    today: date
    events: list[Event] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)  # what comes once and is due here
    engagement: Row | None = None

    @property
    def title(self) -> str:
        if self.half_term:
            return str(self.half_term)
        return "Over the whole programme" if self.rows else "In the holidays"

    @property
    def is_now(self) -> bool:
        row = self.half_term
        return row is not None and row.from_on <= self.today <= row.to_on

    @property
    def is_over(self) -> bool:
        return self.half_term is not None and self.half_term.to_on < self.today


def by_half_term(
    programme: Programme, events: Sequence[Event], now: datetime, rows: Sequence[Row] = ()
) -> list[Part]:
    """In order; an event in the holidays stands in a part of its own at the end."""
    today = clock.day_of(now)
    half_terms = calendar.half_terms_between(programme.from_on, programme.to_on)
    parts = [Part(half_term, today) for half_term in half_terms]
    outside = Part(None, today)
    for event in events:
        _part(parts, clock.day_of(event.starts_at), outside).events.append(event)
    for row in rows:
        _place(row, parts, outside)
    return [*parts, *([outside] if outside.events or outside.rows else [])]


def _part(parts: list[Part], day: date, outside: Part) -> Part:
    for part in parts:
        if part.half_term and part.half_term.from_on <= day <= part.half_term.to_on:
            return part
    return outside


def _place(row: Row, parts: list[Part], outside: Part) -> None:
    if row.commitment.kind != CommitmentKind.ENGAGEMENT:
        _part(parts, row.commitment.due_on, outside).rows.append(row)
        return
    for part in parts:
        if part.half_term and part.half_term.pk == row.commitment.half_term_id:
            part.engagement = row
