"""The second factor in our words, its secrets unreadable for who only has the database."""

import base64
import secrets
from hashlib import sha256

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

SEALED = "sealed:"


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": "This cannot be switched off.",
        "cannot_generate_recovery_codes": "Set up an authenticator app first.",
        "incorrect_code": "That code is not right. Codes change every 30 seconds: enter the one"
        " your app shows now.",
        "unverified_email": "Confirm your email address first. We sent you a link.",
    }

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
