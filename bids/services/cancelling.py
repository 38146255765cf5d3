"""Calling a call off, with a reason that everybody who bids is told."""

from datetime import datetime

from django.db import transaction

from bids.models import Call
from bids.services import telling
from hlp.kit import states
from hlp.kit.refusal import Refusal
from members.models import User


class ReasonMissing(Refusal):
    """Whoever calls off says why."""


def cancel(*, call: Call, because: str, by: User, now: datetime) -> Call:
    if not because.strip():
        raise ReasonMissing("Say why the call is called off. Everybody who bids is told.")
    with transaction.atomic():
        stopped = states.make(call, "cancel", by=by, now=now, cancelled_because=because.strip())
        if stopped.opened_at:
            telling.start(stopped, telling.CANCELLED, now=now)
    return stopped
