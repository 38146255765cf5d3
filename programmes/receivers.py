"""What programmes do when a lower app announces something."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.dispatch import receiver

from bids.models import Award
from bids.signals import awards_published
from members.models import User
from programmes.services import opening


@receiver(awards_published)
def open_programmes(
    sender: Any, awards: Sequence[Award], by: User, now: datetime, **kwargs: Any
) -> None:
    """What the selected bids promised becomes a plan with dates, which the board can watch."""
    opening.open_from_awards(awards=awards, by=by, now=now)
