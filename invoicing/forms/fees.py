"""The board's decision on a year's fee, as it is written in the minutes."""

from datetime import date
from typing import Any

from django import forms

from hlp.kit import clock
from hlp.kit.forms import DatePartsField, PoundsField, Question, helper
from hlp.kit.money import pounds
from invoicing.forms.lists import years
from members.models import MembershipYear


class FeeForm(forms.Form):
    """Nothing changes by sending it: the next page says what would."""

    year: "forms.ModelChoiceField[MembershipYear]" = forms.ModelChoiceField(
        label="Which membership year?",
        queryset=None,
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the membership year"},
    )
    fee = PoundsField(
        label="Fee the board agreed, before VAT",
        error_messages={"required": "Enter the fee the board agreed"},
    )
    decided_on = DatePartsField(
        label="When did the board decide?",
        help_text="For example 27 3 2023",
        error_messages={"required": "Enter the date of the decision"},
    )
    minute_reference = forms.CharField(
        label="Where is it written?",
        help_text="The reference of the minute, for example 2023/2, item 5",
        max_length=60,
        error_messages={"required": "Enter the reference of the minute"},
    )
    carry_over = PoundsField(
        label="Budget carried over from the year before",
        help_text="What the reduction rests on. Leave it empty if there is none.",
        required=False,
    )

    helper = helper(
        "See what would change",
        "year",
        Question("fee", width=10),
        "decided_on",
        "minute_reference",
        Question("carry_over", width=10),
        method="get",
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["year"].queryset = years()  # type: ignore[attr-defined]

    def clean_decided_on(self) -> date:
        day: date = self.cleaned_data["decided_on"]
        if day > clock.today():
            raise forms.ValidationError("Enter a date that is not still to come")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        year, fee = data.get("year"), data.get("fee")
        if year and fee is not None and fee > year.fee_cap:
            self.add_error("fee", f"Enter a fee of at most {pounds(year.fee_cap)}")
        return data

    def as_typed(self) -> dict[str, str]:
        """The same answers for the button on the next page."""
        return {name: str(value) for name, value in self.data.items() if value}
