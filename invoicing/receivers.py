"""What invoicing does when members announces something."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from invoicing.services import letting_off
from members.models import User, Waiver
from members.signals import waiver_recorded


@receiver(waiver_recorded)
def follow_the_waiver(sender: Any, waiver: Waiver, by: User, now: datetime, **kwargs: Any) -> None:
    """An invoice that is out is credited, once a second person has looked at it."""
    if waiver.is_waived:
        letting_off.propose(waiver=waiver, by=by, now=now)
    else:
        letting_off.take_back(waiver=waiver, by=by, now=now)
