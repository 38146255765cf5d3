"""allauth's forms, replaced by ours that say the same in the house's words."""

ACCOUNT = {
    "signup": "members.forms.passwords.SignupForm",
    "change_password": "members.forms.passwords.ChangePasswordForm",
    "reset_password_from_key": "members.forms.passwords.ResetPasswordKeyForm",
}
SECOND_FACTOR = {
    "add_webauthn": "members.forms.passkeys.AddPasskeyForm",
    "edit_webauthn": "members.forms.passkeys.RenamePasskeyForm",
    "authenticate": "members.forms.passkeys.CodeForm",
    "reauthenticate": "members.forms.passkeys.CodeAgainForm",
}
