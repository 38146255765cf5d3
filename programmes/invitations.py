"""The link that opens a survey for whoever was asked, with or without an account.

It is worked out from the row and the portal's secret, so that a reminder can carry it again though
only its hash is stored: who reads the database cannot answer for anybody.
"""

import hashlib

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from programmes.models import Asked

SALT = "programmes.asked"
LENGTH = 43  # hexadecimal figures: 172 bits that nobody guesses


def token(
    survey_id: int, *, place_id: int | None = None, school_id: int | None = None, key: str = ""
) -> str:
    """For one survey and one place or school, by this key or the portal's own."""
    whom = f"place:{place_id}" if place_id is not None else f"school:{school_id}"
    mac = salted_hmac(SALT, f"{survey_id}:{whom}", secret=key or None, algorithm="sha256")
    return mac.hexdigest()[:LENGTH]


def token_of(asked: Asked) -> str:
    """The token whose hash the row holds, also when the portal's secret has changed since."""
    whom = {"place_id": asked.place_id}
    if asked.place_id is None:
        whom = {"school_id": asked.school_id}
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        found = token(asked.survey_id, key=key, **whom)
        if hashed(found) == asked.token_hash:
            return found
    raise LookupError("The portal's secret has changed, so this link cannot be sent again.")


def path_of(asked: Asked) -> str:
    """Where it is answered; empty when that cannot be worked out any more."""
    try:
        return reverse("programmes:answer", kwargs={"token": token_of(asked)})
    except LookupError:
        return ""


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
