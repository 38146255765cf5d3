"""allauth's forms of the second factor, with our words."""

from typing import Any

from allauth.mfa.base import forms as codes
from allauth.mfa.webauthn import forms as allauth
from django import forms

NAME = "A name by which you will know it, for example “My telephone”."


class AddPasskeyForm(allauth.AddWebAuthnForm):
    field_order = ["name", "passwordless", "credential"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["name"]
        name.label, name.help_text = "Name", NAME
        name.max_length = 60
        name.widget.attrs["maxlength"] = 60
        alone = self.fields["passwordless"]
        alone.label = "Sign in with this passkey alone, without a password"
        alone.help_text = (
            "Leave this ticked for a telephone or computer. Untick it for a security key without"
            " a PIN, which you then use after your password."
        )
        alone.initial = True


class RenamePasskeyForm(allauth.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label="Name",
            help_text=NAME,
            max_length=60,
            error_messages={"required": "Enter a name for the passkey"},
        )


class CodeForm(codes.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_what_code(self)


class CodeAgainForm(codes.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_what_code(self)


def say_what_code(form: forms.Form) -> None:
    form.fields["code"].label = "Code"
    form.fields["code"].error_messages["required"] = "Enter the code"
