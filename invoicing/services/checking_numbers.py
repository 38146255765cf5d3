"""Whether the numbers given run without a gap and none stands twice: computed, never believed."""

from collections import Counter
from dataclasses import dataclass, field

from invoicing.models import CreditNote, Invoice, NumberSeries
from invoicing.states import SeriesKind

MODELS = {SeriesKind.INVOICE: Invoice, SeriesKind.CREDIT_NOTE: CreditNote}


@dataclass(frozen=True)
class Report:
    """One series: how many numbers were given, and every one that is not as it should be."""

    series: NumberSeries
    given: int
    found: int
    missing: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)  # above the counter, or written otherwise

    @property
    def is_sound(self) -> bool:
        return not (self.missing or self.twice or self.strange)


def check_all() -> list[Report]:
    return [check(series) for series in NumberSeries.objects.order_by("starts_in", "kind")]


def check(series: NumberSeries) -> Report:
    """Holds what is there against the counter; a row that was removed behind our back shows."""
    rows = MODELS[SeriesKind(series.kind)]._default_manager.filter(series=series)
    return compare(series, list(rows.values_list("sequence", "number")))


def compare(series: NumberSeries, numbers: list[tuple[int, str]]) -> Report:
    times = Counter(sequence for sequence, _ in numbers)
    given = series.next_number - 1
    strange = [
        str(number)
        for sequence, number in numbers
        if not 1 <= sequence <= given or number != series.number(sequence)
    ]
    return Report(
        series=series,
        given=given,
        found=len(numbers),
        missing=[series.number(n) for n in range(1, given + 1) if n not in times],
        twice=sorted(series.number(n) for n, count in times.items() if count > 1),
        strange=sorted(strange),
    )
