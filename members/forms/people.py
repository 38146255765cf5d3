"""Inviting a colleague, and naming the next head."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from hlp.kit.forms import DatePartsField, Question, helper
from members.models import Affiliation
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
    """`posts` are the heads of whom one may leave; who is the only one is not asked for."""

    name = name_field()
    email = email_field()
    outgoing = forms.ModelChoiceField(
        label="Headteacher who leaves",
        queryset=Affiliation.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose which headteacher leaves"},
    )
    last_day = DatePartsField(
        label="Last day of the present headteacher",
        help_text="From the next day on they can do nothing for the school. For example 31 8 2022",
        error_messages={"required": "Enter the last day of the present headteacher"},
    )

    def __init__(
        self, *args: Any, posts: Sequence[Affiliation], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if not posts:
            del self.fields["last_day"]
        if len(posts) < 2:
            del self.fields["outgoing"]
        else:
            self._offer(posts)
        self.helper = helper("Invite the new headteacher", *self.fields)

    def _offer(self, posts: Sequence[Affiliation]) -> None:
        field = cast("forms.ModelChoiceField[Affiliation]", self.fields["outgoing"])
        known = Affiliation.objects.filter(pk__in=[post.pk for post in posts])
        field.queryset = known.select_related("user").order_by("pk")
        field.label_from_instance = lambda obj: str(obj.user)  # type: ignore[method-assign]

    def clean_last_day(self) -> date | None:
        last_day: date | None = self.cleaned_data["last_day"]
        if last_day and last_day < self.today:
            raise ValidationError("The last day must be today or later")
        return last_day
