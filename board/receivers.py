"""What the board does when members announces something."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from board.services import seats
from members.models import Period
from members.signals import period_published


@receiver(period_published)
def set_up_the_board(sender: Any, period: Period, now: datetime, **kwargs: Any) -> None:
    """Its ten seats are there from day one, with their vacancies."""
    seats.set_up(period=period, by=None, now=now)
