"""Marks outstanding: to exactly those who owe a declaration or marks, and to nobody else."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from bids.models import Call
from bids.states import CallState
from hlp.kit import clock
from hlp.kit.reminders import Due, Line, Rule, in_words, register


def marks_outstanding(today: date) -> Iterator[Due]:
    """Not who is out of the call, was released, or waits for the chair. No bid is named."""
    first, last = MARKS_OUTSTANDING.window(today)
    calls = Call.objects.filter(
        state=CallState.MARKING,
        marks_due_at__gte=clock.start_of_day(first),
        marks_due_at__lte=clock.end_of_day(last),
    )
    for call in calls.order_by("marks_due_at", "pk"):
        due_on = clock.day_of(call.marks_due_at)
        for row in call.assessors.owing(call).select_related("user").order_by("pk"):
            yield Due(row.user.email, f"marks:{call.pk}:{row.user_id}", due_on, _line(call, today))


MARKS_OUTSTANDING = register(
    Rule(
        name="bids.marks_outstanding",
        title="Marks outstanding",
        purpose="Assessors who have interests to declare or bids to mark hear a week and two days"
        " before the marks are due, and twice after.",
        days=(-7, -2, 1, 4),
        due=marks_outstanding,
    )
)


def _line(call: Call, today: date) -> Line:
    due_on = clock.day_of(call.marks_due_at)
    were = "were" if due_on < today else "are"
    return Line(
        title=f"Your marks {were} due {in_words(due_on, today)}",
        detail=f"{call}: you have interests to declare or bids to mark.",
        url=reverse("bids:marking_progress", args=[call.slug]),
        label="Your marking",
    )
