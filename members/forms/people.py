"""Inviting a colleague, and naming the next head."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from hlp.kit.forms import DatePartsField, Question, helper
from members.states import SchoolRole


def name_field() -> forms.CharField:
    return forms.CharField(
        label="Full name", max_length=150, error_messages={"required": "Enter the person’s name"}
    )


def email_field() -> forms.EmailField:
    return forms.EmailField(
        label="Email address",
        help_text="Their own address at the school. Only who reads its mail can accept.",
        error_messages={
            "required": "Enter the person’s email address",
            "invalid": "Enter an email address like name@school.org.uk",
        },
    )


class ColleagueForm(forms.Form):
    role = forms.ChoiceField(
        label="Role at the school",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the person’s role"},
    )
    name = name_field()
    email = email_field()
    helper = helper("Send invitation", Question("role", small=True), "name", "email")

    def __init__(self, *args: Any, roles: list[SchoolRole], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(role.value, role.label) for role in roles]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]

    def clean_role(self) -> SchoolRole:
        return SchoolRole(self.cleaned_data["role"])


class NewHeadForm(forms.Form):
    name = name_field()
    email = email_field()
    last_day = DatePartsField(
        label="Last day of the present headteacher",
        help_text="From the next day on they can do nothing for the school. For example 31 8 2022",
        required=False,
    )
    helper = helper("Invite the new headteacher", "name", "email", "last_day")

    def __init__(self, *args: Any, has_head: bool, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if has_head:
            field = self.fields["last_day"]
            field.required = True
            field.error_messages["required"] = "Enter the last day of the present headteacher"
        else:
            del self.fields["last_day"]
            self.helper = helper("Invite the new headteacher", "name", "email")

    def clean_last_day(self) -> date | None:
        last_day: date | None = self.cleaned_data["last_day"]
        if last_day and last_day < self.today:
            raise ValidationError("The last day must be today or later")
        return last_day
