"""One signature for the ticked schools of a trust."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from hlp.kit.forms import helper


class TrustSignatureForm(forms.Form):
    """Each box carries the seal of the words its school's head would read, so that they count."""

    schools = forms.MultipleChoiceField(
        label="Schools you sign for",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one school"},
    )
    name = forms.CharField(
        label="Your full name",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Enter your full name"},
    )
    title = forms.CharField(
        label="Your job title",
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
        error_messages={"required": "Enter your job title, for example Chief executive"},
    )
    commits = forms.BooleanField(
        error_messages={"required": "Tick the box to say that you commit these schools"}
    )
    helper = helper("Sign for the ticked schools", "schools", "name", "title", "commits")

    def __init__(
        self, *args: Any, choices: Sequence[tuple[str, str]], trust: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["schools"].choices = choices  # type: ignore[attr-defined]
        self.fields["commits"].label = f"I may sign for {trust} and commit each ticked school"

    def clean_schools(self) -> dict[int, str]:
        pairs = [value.partition(":") for value in self.cleaned_data["schools"]]
        if not all(pk.isdecimal() for pk, _, _ in pairs):
            raise ValidationError("Tick at least one school")
        return {int(pk): seal for pk, _, seal in pairs}
