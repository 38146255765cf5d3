"""Which VAT treatment holds for a type of school on a day."""

from dataclasses import dataclass
from datetime import date

from hlp.kit.refusal import Refusal
from invoicing.models import VatTreatment
from invoicing.states import VatCategory
from members.models import School


class NoTreatment(Refusal):
    """No row says how VAT is treated on that day."""


@dataclass(frozen=True)
class Treatments:
    """All rows in force on one day, read once for a whole run."""

    by_type: dict[str, VatTreatment]

    def of(self, establishment_type: str) -> VatTreatment:
        """The type's own row, else the one for all others."""
        found = self.by_type.get(establishment_type) or self.by_type.get("")
        if found is None:
            raise NoTreatment(
                f"No VAT treatment is set for the type “{establishment_type}”. "
                "Add one in the back room."
            )
        return found


def words_before_signing(school: School, day: date) -> str:
    """Whether VAT comes on top of the fee, for whoever is about to commit the school."""
    treatment = on(day).of(school.type)
    if treatment.rate:
        return f"VAT at {treatment.rate.normalize():f}% is added."
    return f"No VAT is added: for your type of school the fee is {_in_a_sentence(treatment)}."


def on(day: date) -> Treatments:
    newest: dict[str, VatTreatment] = {}
    for row in VatTreatment.objects.in_force(day):
        newest.setdefault(row.establishment_type, row)
    return Treatments(newest)


def _in_a_sentence(treatment: VatTreatment) -> str:
    label = str(VatCategory(treatment.category).label)
    return label[0].lower() + label[1:]
