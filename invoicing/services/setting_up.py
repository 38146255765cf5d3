"""What must exist before the first run: one VAT treatment for everybody, one series of numbers."""

from datetime import date
from typing import Any

from invoicing.models import NumberSeries, VatTreatment
from invoicing.states import SeriesKind, VatCategory
from members.models import MembershipYear

SINCE = date(2000, 1, 1)


def after_migrate(using: str, **kwargs: Any) -> None:
    """Design 12: outside the scope of VAT until the authority's VAT officer says otherwise."""
    VatTreatment.objects.using(using).get_or_create(
        establishment_type="",
        from_on=SINCE,
        defaults={
            "category": VatCategory.OUTSIDE_SCOPE,
            "words": "Outside the scope of VAT",
        },
    )


def series_for(year: MembershipYear, kind: SeriesKind = SeriesKind.INVOICE) -> NumberSeries:
    """One per year; unless the office named it before, after that year: HLP22-, HLPC22-."""
    series, _ = NumberSeries.objects.get_or_create(
        kind=kind,
        starts_in=year.starts_on.year,
        defaults={"prefix": f"{kind.letters}{year.starts_on:%y}-"},
    )
    return series
