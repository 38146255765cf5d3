"""The second factor in our words, its secrets unreadable for who only has the database."""

import base64
import secrets
from hashlib import sha256

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from members.models import User

SEALED = "sealed:"


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": "This cannot be switched off.",
        "cannot_generate_recovery_codes": "Set up an authenticator app or a passkey first.",
        "incorrect_code": "That did not work. Codes change every 30 seconds: enter the one your"
        " app shows now, or use your passkey once more.",
        "unverified_email": "Confirm your email address first. We sent you a link.",
    }

    def _get_site_name(self) -> str:
        return str(settings.SITE_NAME)  # what the browser shows beside a passkey

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user=user, type=type).count()
        return f"Passkey {count + 1}" if count else "Passkey"

    def encrypt(self, text: str) -> str:
        return SEALED + _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """A secret sealed with a key we no longer have becomes one that nobody knows."""
        if not encrypted_text.startswith(SEALED):
            return encrypted_text
        try:
            return _box().decrypt(encrypted_text.removeprefix(SEALED).encode()).decode()
        except InvalidToken:
            # Never empty: the codes of an empty secret can be computed by anybody.
            return base64.b32encode(secrets.token_bytes(20)).decode()


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    return base64.urlsafe_b64encode(sha256(b"second factor:" + key.encode()).digest())
