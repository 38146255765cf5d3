"""Inviting one person, finding invitations again, and the account an invited person makes."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from hlp.kit.forms import Question, helper
from members.forms.accounts import NameForm
from members.models import School, User
from members.states import InvitationStanding, SchoolRole


class InviteForm(forms.Form):
    urn = forms.CharField(
        label="URN of the school",
        max_length=6,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": "Enter the school’s URN",
            "max_length": "A URN has six digits, for example 102412",
        },
    )
    role = forms.ChoiceField(
        label="Role at the school",
        choices=SchoolRole.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the person’s role"},
    )
    name = forms.CharField(
        label="Full name", max_length=150, error_messages={"required": "Enter the person’s name"}
    )
    email = forms.EmailField(
        label="Email address",
        help_text="Their own address at the school. Only who reads its mail can accept.",
        error_messages={
            "required": "Enter the person’s email address",
            "invalid": "Enter an email address like name@school.org.uk",
        },
    )
    helper = helper(
        "Send invitation", Question("urn", width=10), Question("role", small=True), "name", "email"
    )

    def clean_urn(self) -> str:
        urn: str = self.cleaned_data["urn"].strip()
        if not (urn.isascii() and urn.isdigit()):
            raise ValidationError("A URN has six digits, for example 102412")
        school = School.objects.filter(pk=int(urn)).first()
        if school is None:
            raise ValidationError("No school with this URN is on file")
        if not school.is_open:
            raise ValidationError(f"{school} is closed in the register of schools")
        self.cleaned_data["school"] = school
        return urn

    def clean_role(self) -> SchoolRole:
        return SchoolRole(self.cleaned_data["role"])


class FindForm(forms.Form):
    words = forms.CharField(label="School, person or email", max_length=100, required=False)
    standing = forms.ChoiceField(
        label="Status",
        choices=[("", "All"), *((member.value, member.label) for member in InvitationStanding)],
        required=False,
    )
    helper = helper("Filter", "words", "standing", method="get", css_class="hlp-filters")


class NewAccountForm(NameForm):
    """An invited person's name and password; the address is the one the link went to."""

    password = forms.CharField(
        label="Password",
        help_text="At least 12 characters. Three words that have nothing to do with schools make"
        " a good one.",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Choose a password"},
    )
    helper = helper("Create account and accept", "name", "password")

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "password" in cleaned:
            person = User(email=self.email, name=cleaned.get("name", ""))
            try:
                validate_password(cleaned["password"], person)
            except ValidationError as weak:
                self.add_error("password", weak)
        return cleaned
