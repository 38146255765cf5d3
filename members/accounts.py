"""How accounts work here: allauth with the house's words, sent through our own outbox."""

import logging
from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from hlp.kit import mail, outbox
from members.models import User

log = logging.getLogger("hlp.access")

# Mails with words of their own; every other one is a notice of a change to the account.
LETTERS = {
    "account/email/email_confirmation": "account/confirm_email",
    "account/email/email_confirmation_signup": "account/confirm_email",
    "account/email/password_reset_key": "account/reset_password",
    "account/email/account_already_exists": "account/already_exists",
    "account/email/unknown_account": "account/unknown",
}
NOTICES = {
    "account/email/email_changed": "The email address of your account was changed.",
    "account/email/email_confirm": "Your email address was confirmed.",
    "account/email/email_deleted": "An email address was removed from your account.",
    "account/email/password_changed": "The password of your account was changed.",
    "account/email/password_reset": "The password of your account was reset.",
    "account/email/password_set": "A password was set for your account.",
    "mfa/email/recovery_codes_generated": "New recovery codes were made for your account.",
    "mfa/email/totp_activated": "An authenticator app was added to your account.",
    "mfa/email/totp_deactivated": "The authenticator app was removed from your account.",
    "mfa/email/webauthn_added": "A passkey was added to your account.",
    "mfa/email/webauthn_removed": "A passkey was removed from your account.",
    "socialaccount/email/account_connected": "A way to sign in was added to your account.",
    "socialaccount/email/account_disconnected": "A way to sign in was removed from your account.",
}


class AccountAdapter(DefaultAccountAdapter):
    """Our sentences, our outbox, our addresses; allauth's rules."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is closed. Ask the partnership office.",
        "duplicate_email": "This is already your email address.",
        "email_password_mismatch": "The email address or the password is not right.",
        "email_taken": "This email address cannot be used. Enter another one.",
        "enter_current_password": "Enter your current password.",
        "incorrect_code": "That code is not right. Codes change every 30 seconds: enter the"
        " one your app shows now.",
        "incorrect_password": "The password is not right.",
        "invalid_password_reset": "This link no longer works. Ask for a new one.",
        "too_many_login_attempts": "There were too many wrong passwords. Wait five minutes and"
        " try again, or reset your password.",
        "rate_limited": "That was too often. Wait a few minutes and try again.",
    }

    def save_user(
        self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True
    ) -> User:
        user.name = form.cleaned_data.get("name", "")
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """One road for all post. Bodies carry links that open an account, so they are secret."""
        name = LETTERS.get(template_prefix, "account/notice")
        words = {**context, "email": email, "happened": NOTICES.get(template_prefix, "")}
        letter = mail.compose(name, words)
        outbox.queue(
            key=f"{name}:{uuid4().hex}",
            to=email,
            subject=letter.subject,
            text=letter.text,
            html=letter.html,
            secret=True,
        )

    # Links are made from SITE_URL: the Host header is the visitor's to write.

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        path = reverse("account_confirm_email", args=[emailconfirmation.key])
        return f"{settings.SITE_URL}{path}"

    def get_reset_password_from_key_url(self, key: str) -> str:
        uid, _, token = key.partition("-")
        return f"{settings.SITE_URL}{reset_path(uid, token)}"

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        log.warning("wrong password from %s", self.get_client_ip(request))

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        log.info("user %s signed in from %s", user.pk, self.get_client_ip(request))
        return super().post_login(request, user, **kwargs)


def reset_path(uid: str, token: str) -> str:
    """Where a password is chosen; the key proves who may."""
    return reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
