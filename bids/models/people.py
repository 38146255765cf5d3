"""How bids point at people."""

from typing import Any

from django.conf import settings
from django.db import models

DONE = "who did it; kept as audit"


def person(*, null: bool = True) -> "models.ForeignKey[Any, Any]":
    """Who did something: the row keeps the id, the name is erased on the person."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=null,
        blank=null,
        on_delete=models.PROTECT,
        related_name="+",
    )
