"""What the office types of term dates and clusters."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms

from hlp.kit.forms import Question, helper
from members.models import School
from programmes import pasting

YEAR = re.compile(r"^\s*(20\d\d)\s*[/–-]\s*(\d\d|20\d\d)\s*$")


class SchoolField(forms.CharField):
    """A school by its URN; empty where that is allowed."""

    def clean(self, value: Any) -> School | None:
        text = str(super().clean(value)).strip()
        if not text:
            return None
        school = School.objects.filter(urn=int(text)).first() if text.isdecimal() else None
        if school is None:
            raise forms.ValidationError("Enter the six-digit URN of a school", code="unknown")
        return school


class SchoolsField(forms.CharField):
    """Schools by their URNs, one a line or with commas, in that order."""

    widget = forms.Textarea(attrs={"rows": 4})

    def clean(self, value: Any) -> list[School]:
        words = str(super().clean(value)).replace(",", " ").split()
        numbers = list(dict.fromkeys(int(word[:9]) for word in words if word.isdecimal()))
        known = School.objects.in_bulk(numbers)
        strange = [word for word in words if not word.isdecimal() or int(word[:9]) not in known]
        if strange:
            raise forms.ValidationError(
                "No school has this URN: %(urns)s",
                code="unknown",
                params={"urns": ", ".join(strange[:5])},
            )
        return [known[number] for number in numbers]


class PasteForm(forms.Form):
    """Dates of one school year as text, looked at before anything is saved."""

    year = forms.CharField(
        label="School year",
        max_length=9,
        help_text="For example 2022/23",
        error_messages={"required": "Enter the school year, for example 2022/23"},
    )
    school = SchoolField(
        label="URN, for the dates of one school (optional)",
        required=False,
        max_length=6,
        help_text="Leave it empty for the authority’s dates",
    )
    text = forms.CharField(
        label="Term dates",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="One line each, from a web page or a sheet: half-terms, or whole terms with their"
        " half-term break, and INSET days. Dates without a year are taken to be in this one.",
        error_messages={"required": "Paste or type the dates"},
    )
    is_confirmed = forms.BooleanField(
        label="These dates are confirmed",
        required=False,
        help_text="Without it they are shown as provisional",
    )
    source = forms.CharField(
        label="Where the dates come from (optional)", max_length=200, required=False
    )
    helper = helper(
        "Look at the dates",
        Question("year", width=10),
        Question("school", width=10),
        "text",
        "is_confirmed",
        "source",
    )

    def clean_year(self) -> int:
        """The year in which it begins."""
        match = YEAR.match(self.cleaned_data["year"])
        if not match or (int(match[1]) + 1) % 100 != int(match[2]) % 100:
            raise forms.ValidationError("Enter a school year such as 2022/23", code="invalid")
        return int(match[1])

    def read(self) -> pasting.Read:
        return pasting.read(self.cleaned_data["text"], self.cleaned_data["year"])

    def as_typed(self) -> Mapping[str, str]:
        """To be sent again with the button that saves."""
        names = ("year", "school", "text", "is_confirmed", "source")
        return {name: self.data.get(name, "") for name in names if self.data.get(name)}


class ClusterForm(forms.Form):
    name = forms.CharField(
        label="Name", max_length=80, error_messages={"required": "Enter a name for the cluster"}
    )
    schools = SchoolsField(
        label="URNs of its schools",
        required=False,
        max_length=5000,
        help_text="One a line. A school that is in another cluster moves to this one.",
    )
    helper = helper("Save the cluster", Question("name", width=20), "schools")
