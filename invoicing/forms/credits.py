"""Asking for a credit note, and finding one."""

from decimal import Decimal
from typing import Any

from django import forms

from hlp.kit.forms import PoundsField, Question, helper
from invoicing.states import CreditNoteState

WHOLE, PART = "whole", "part"


class CreditForm(forms.Form):
    """How much of the invoice is taken back, and why."""

    extent = forms.ChoiceField(
        label="How much do you want to credit?",
        choices=[(WHOLE, "All that is left of the invoice"), (PART, "Part of it")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether to credit all or part"},
    )
    gross = PoundsField(
        label="Amount to credit, including any VAT", required=False, min_value=Decimal("0.01")
    )
    reason = forms.CharField(
        label="Why?",
        help_text="The school reads this on the credit note.",
        max_length=200,
        error_messages={"required": "Enter the reason; the school reads it on the credit note"},
    )

    helper = helper("Send it for approval", Question("extent", reveals={PART: "gross"}), "reason")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("extent") == WHOLE:
            data["gross"] = None
        elif data.get("extent") == PART and data.get("gross") is None and "gross" in data:
            self.add_error("gross", "Enter the amount to credit")
        return data


class CreditFilter(forms.Form):
    state = forms.ChoiceField(
        label="Status", choices=[("", "All"), *CreditNoteState.choices], required=False
    )

    decision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    helper = helper("Filter", method="get", css_class="hlp-filters")
