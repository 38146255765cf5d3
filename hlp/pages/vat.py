"""Whether VAT comes on top of the fee, in words, for every kind of school that may join."""

from dataclasses import dataclass
from datetime import date

from invoicing.services import treating
from invoicing.states import VatCategory
from members.models import Period


@dataclass(frozen=True)
class VatOfKind:
    words: str
    kinds: tuple[str, ...]


def words_by_kind(period: Period | None, today: date) -> list[VatOfKind]:
    """Kinds of school that are treated alike stand together; one query."""
    treatments = treating.on(today)
    found: dict[str, list[str]] = {}
    for kind in sorted(period.eligible_types) if period else ():
        try:
            treatment = treatments.of(kind)
        except treating.NoTreatment:
            continue
        label = str(VatCategory(treatment.category).label)
        words = (
            f"VAT at {treatment.rate.normalize():f}% is added to the fee"
            if treatment.rate
            else f"No VAT is added: {label[0].lower()}{label[1:]}"
        )
        found.setdefault(words, []).append(kind)
    return [VatOfKind(words, tuple(kinds)) for words, kinds in found.items()]
