"""Quality notes as the page and the minutes show them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from hlp.kit import clock

if TYPE_CHECKING:
    from programmes import models


def for_page(notes: QuerySet[models.QualityNote]) -> QuerySet[models.QualityNote]:
    """The newest half-term first, with everything that is said of each."""
    loaded = notes.select_related("programme", "half_term__year", "written_by", "signed_off_by")
    return loaded.prefetch_related("actions").order_by("-half_term__from_on", "-written_at", "-pk")


def for_minutes(notes: QuerySet[models.QualityNote]) -> Iterator[list[str | date | None]]:
    for note in notes:
        head: list[str | date | None] = [
            *(note.programme.title, str(note.half_term), note.get_judgement_display(), note.text),
            clock.day_of(note.written_at),
            clock.day_of(note.signed_off_at) if note.signed_off_at else None,
        ]
        actions = sorted(note.actions.all(), key=lambda row: (row.due_on, row.pk))
        for action in actions:
            yield [*head, action.what, action.who, action.due_on, action.done_on]
        if not actions:
            yield [*head, "", "", None, None]
