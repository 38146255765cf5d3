"""Filters of the outreach log, and one contact to be written down."""

from django import forms

from hlp.kit.forms import DatePartsField, Question, helper
from programmes.states import ContactOutcome, ContactWay

NONE_YET = "none"


class OutreachFilter(forms.Form):
    q = forms.CharField(label="School", required=False, max_length=100)
    outcome = forms.ChoiceField(
        label="Last outcome",
        required=False,
        choices=[("", "All schools"), (NONE_YET, "No contact yet"), *ContactOutcome.choices],
    )
    helper = helper("Filter", "q", "outcome", method="get", css_class="hlp-filters")


class ContactForm(forms.Form):
    on = DatePartsField(label="When")
    way = forms.ChoiceField(
        label="How",
        choices=ContactWay.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how you were in contact"},
    )
    outcome = forms.ChoiceField(
        label="What came of it",
        choices=ContactOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what came of it"},
    )
    note = forms.CharField(label="Note (optional)", max_length=500, required=False)
    helper = helper(
        "Write it down",
        "on",
        Question("way", small=True),
        Question("outcome", small=True),
        "note",
    )
