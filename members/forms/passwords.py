"""allauth's forms that ask for a new password, with one sentence instead of a list of rules.

Apart from forms.accounts, which allauth itself imports while it makes the forms used here.
"""

from typing import Any

from allauth.account import forms as allauth

HINT = "At least 12 characters. Three words that have nothing to do with schools make a good one."


class SignupForm(allauth.SignupForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Email address"
        self.fields["email"].help_text = "Your own address at the school, if you have one."
        self.fields["password1"].help_text = HINT


class ChangePasswordForm(allauth.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = HINT


class ResetPasswordKeyForm(allauth.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = HINT
