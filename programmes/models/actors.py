"""How rows name the people behind them."""

from typing import Any

from django.conf import settings
from django.db import models


def somebody(related: str = "+") -> "models.ForeignKey[Any, Any]":
    """Whoever did it; empty where the portal did it by itself."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name=related,
    )
