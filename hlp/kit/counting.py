"""Several counts in one query: pages that ask many small questions stay quick."""

from typing import Any

from django.db.models import Count, Model, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce


def at_once(row: Model, **questions: QuerySet[Any]) -> dict[str, int]:
    """How many rows each question finds: `at_once(user, claims=…, enquiries=…)`.

    `row` is any stored row, since SQL wants something to select from; a lazy one too.
    """
    # Numbered, so that no name of a question meets a field of the row.
    counts = {f"count_{n}": _count(rows) for n, rows in enumerate(questions.values())}
    found = row.__class__._base_manager.filter(pk=row.pk).annotate(**counts)
    return dict(zip(questions, found.values_list(*counts).get(), strict=True))


def _count(rows: QuerySet[Any]) -> Coalesce:
    # Grouped by a constant, since a subquery must not be an aggregate by itself.
    grouped = rows.order_by().annotate(counted_as=Value(1)).values("counted_as")
    return Coalesce(Subquery(grouped.annotate(n=Count("pk", distinct=True)).values("n")), 0)
