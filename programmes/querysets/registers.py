"""Registers: who is on one, what was seen of each last, and what an event adds up to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Lower, NullIf

from hlp.kit import clock
from programmes.states import ATTENDED, ATTENDED_IN_FULL, Mark, PlaceState

if TYPE_CHECKING:
    from programmes import models


class ExpectedQuerySet(QuerySet["models.Expected"]):
    def with_latest_mark(self) -> ExpectedQuerySet:
        """`latest`: what was seen last, which holds; None where nothing was."""
        return self.annotate(latest=Subquery(self._newest().values("mark")[:1]))

    def unmarked(self) -> ExpectedQuerySet:
        """Nobody has said yet whether they were there."""
        return self.annotate(latest=Subquery(self._newest().values("mark")[:1])).filter(latest=None)

    def _newest(self) -> QuerySet:
        marks = self.model._meta.get_field("marks").related_model._default_manager  # type: ignore[union-attr]
        return marks.filter(line=OuterRef("pk")).order_by("-pk")


class RegisterQuerySet(QuerySet["models.Register"]):
    def for_page(self) -> RegisterQuerySet:
        return self.select_related("event__programme", "event__period")

    def with_counts(self) -> RegisterQuerySet:
        """How many are on it and how many of them have been seen or missed."""
        lines = Count("lines", distinct=True)
        marked = Count("lines", filter=Q(lines__marks__isnull=False), distinct=True)
        return self.annotate(line_count=lines, marked_count=marked)


def begins_at(register: models.Register) -> datetime:
    """An event of several days begins at the same hour on each."""
    hour = clock.london(register.event.starts_at).time()
    return datetime.combine(register.on, hour, tzinfo=clock.LONDON)


def ends_at(register: models.Register) -> datetime:
    hour = clock.london(register.event.ends_at).time()
    end = datetime.combine(register.on, hour, tzinfo=clock.LONDON)
    return end if end > begins_at(register) else end + timedelta(days=1)


def people_on(register: models.Register) -> QuerySet[Any]:
    """Places of who is expected, and who was seen, by name. Each has `line_id`, `latest`,
    `latest_id`, `minutes` and `is_walk_in`.

    Until the event starts the bookings may still change, and the list with them; from then on it
    is the snapshot. Who cancelled before anybody was seen is not expected any more.
    """
    lines = register.lines.filter(place=OuterRef("pk"))
    marks = register.lines.model._meta.get_field("marks").related_model._default_manager  # type: ignore[union-attr]
    newest = marks.filter(line__register=register, line__place=OuterRef("pk")).order_by("-pk")
    start = max(register.event.starts_at, clock.start_of_day(register.on))
    booked = Q(line_id__isnull=False) | Q(since__lt=start)
    places = register.event.places.annotate(
        line_id=Subquery(lines.values("pk")[:1]),
        is_walk_in=Exists(lines.filter(is_walk_in=True)),
        latest=Subquery(newest.values("mark")[:1]),
        latest_id=Subquery(newest.values("pk")[:1]),
        minutes=Subquery(newest.values("minutes")[:1]),
        since=Coalesce("confirmed_at", "booked_at"),
        by_name=Lower(Coalesce(NullIf("person__name", Value("")), "name")),
    )
    shown = places.filter(Q(latest__isnull=False) | Q(state=PlaceState.CONFIRMED) & booked)
    return shown.select_related("person", "school").order_by("by_name", "pk")


def latest_marks(event: models.Event) -> dict[int, Mark]:
    """Place -> how it stands over all dates of the event; who was never marked is left out.

    A register that was opened before the event moved to another day says nothing of it.
    """
    lines: Any = event.registers.model._meta.get_field("lines").related_model._default_manager  # type: ignore[union-attr]
    taken = lines.filter(register__event=event, register__on__in=event.days)
    rows = taken.with_latest_mark().order_by("register__on")
    seen: dict[int, list[str | None]] = defaultdict(list)
    for place_id, mark in rows.values_list("place_id", "latest"):
        seen[place_id].append(mark)
    return {place: over_all(marks) for place, marks in seen.items() if any(marks)}


def over_all(marks: Iterable[str | None]) -> Mark:
    """Of several dates: whoever missed one, or was not marked on it, took part in part."""
    found = [Mark(mark) if mark else None for mark in marks]
    if all(mark in ATTENDED_IN_FULL for mark in found):
        return next(mark for mark in reversed(found) if mark)
    return Mark.PARTIAL if any(mark in ATTENDED for mark in found) else Mark.ABSENT
