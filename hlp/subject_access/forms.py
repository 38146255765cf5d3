"""What the office types before a person is erased."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from hlp.kit.forms import helper
from members.models import User


class ErasureForm(forms.Form):
    email = forms.EmailField(
        label="Type the person’s email address",
        help_text="So that the right person is erased. It cannot be undone.",
        error_messages={
            "required": "Type the person’s email address",
            "invalid": "Type the person’s email address",
        },
    )
    checked = forms.BooleanField(
        label="I have checked who asks for this",
        error_messages={"required": "Check who asks, then tick the box"},
    )

    def __init__(self, *args: Any, person: User, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.helper = helper(
            "Erase for good", "email", "checked", action=action, submit_style="warning"
        )

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip().lower()
        if email != self.person.email.lower():
            raise ValidationError("This is not the address of the person on this page")
        return email
