"""Who one is: asked at sign-up, beside what allauth asks."""

from typing import Any

from django import forms
from django.http import HttpRequest


class NameForm(forms.Form):
    """Base of allauth's sign-up form; the adapter stores the name."""

    field_order = ["name", "email", "password1"]

    name = forms.CharField(
        label="Full name",
        max_length=150,
        error_messages={"required": "Enter your full name"},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def signup(self, request: HttpRequest, user: Any) -> None:
        """allauth asks for this method; everything is saved by then."""
