"""Closing calls: the clock's doing. What counts is the moment, not when somebody looked."""

from datetime import datetime

from django.db import transaction

from bids.models import Call
from bids.services import leftovers
from hlp.kit import states


def close(*, call: Call, now: datetime) -> Call:
    """Bidders with something unsent are told what the board reads."""
    with transaction.atomic():
        closed = states.make(call, "close", by=None, now=now)
        leftovers.tell(closed, now=now)
    return closed


def close_due(*, now: datetime) -> list[Call]:
    """Close every call whose last moment, with its grace, has passed. Safe to run twice."""
    closed = []
    for call in Call.objects.due_to_close(now):
        if now > call.enforced_at:
            try:
                closed.append(close(call=call, now=now))
            except (states.WrongState, states.WrongMoment):
                continue  # another process was first, or the call has just been extended
    return closed
