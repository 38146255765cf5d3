"""What finance may ask of the list, and which year the office invoices."""

from django import forms
from django.db.models import QuerySet, TextChoices

from hlp.kit.forms import PoundsField, Question, helper
from invoicing.states import ExportKind, Status
from members.models import MembershipYear
from members.states import Phase, TypeGroup

MOST_ROWS = 50  # on one page of the list


class Pdf(TextChoices):
    READY = "ready", "Ready"
    MISSING = "missing", "Not made yet"


def years() -> QuerySet[MembershipYear]:
    return MembershipYear.objects.select_related("period").order_by("-starts_on")


def choices(enum: type[TextChoices], everything: str) -> list[tuple[str, str]]:
    return [("", everything), *enum.choices]


class InvoiceFilter(forms.Form):
    """Everything is optional; what is not understood is said and left aside."""

    q = forms.CharField(label="Number, school, URN or order", required=False, max_length=100)
    year: "forms.ModelChoiceField[MembershipYear]" = forms.ModelChoiceField(
        label="Membership year", queryset=None, required=False, empty_label="All years"
    )
    status = forms.ChoiceField(choices=choices(Status, "All but drafts"), required=False)
    phase = forms.ChoiceField(choices=choices(Phase, "All phases"), required=False)
    type = forms.ChoiceField(
        label="Type of school", choices=choices(TypeGroup, "All types"), required=False
    )
    pdf = forms.ChoiceField(label="PDF", choices=choices(Pdf, "Ready or not"), required=False)

    helper = helper("Filter", method="get", css_class="hlp-filters")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["year"].queryset = years()  # type: ignore[attr-defined]

    def as_typed(self) -> dict[str, str]:
        """The same filters for the form under the list."""
        return {name: self.data[name] for name in self.fields if self.data.get(name)}


class ExportForm(forms.Form):
    """One of the buttons under the list, and the rows that were ticked."""

    kind = forms.ChoiceField(choices=ExportKind.choices)

    def ticked(self) -> list[str]:
        """Numbers as they came; those that are none of ours find nothing."""
        return list(self.data.getlist("ticked"))[:MOST_ROWS]  # type: ignore[attr-defined]  # a QueryDict


class PaymentFilter(forms.Form):
    """Payments by what the statement says or the invoice they paid."""

    q = forms.CharField(label="Payer, reference or invoice", required=False, max_length=100)
    left = forms.BooleanField(label="Only where money is left", required=False)

    helper = helper("Filter", method="get", css_class="hlp-filters")


class TotalForm(forms.Form):
    """The circuit breaker of a large run: who approves it has read how much it bills."""

    typed_total = PoundsField(
        label="Type the total of this run, including VAT, to approve it",
        error_messages={"required": "Type the total of the run"},
    )

    def __init__(self, *args: object, action: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        asked = Question("typed_total", width=10)
        self.helper = helper("Approve this run", asked, action=action)


class YearForm(forms.Form):
    """Which membership year a run invoices."""

    year: "forms.ModelChoiceField[MembershipYear]" = forms.ModelChoiceField(
        label="Which membership year do you want to invoice?",
        queryset=None,
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the membership year you want to invoice"},
    )

    helper = helper("Preview the run", method="get")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["year"].queryset = years()  # type: ignore[attr-defined]
