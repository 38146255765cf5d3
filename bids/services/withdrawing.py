"""Withdrawing a bid: its head's decision, until the board has decided."""

from datetime import datetime

from django.db import transaction

from bids.emails import bids as post
from bids.models import Bid
from hlp.kit import states
from members.models import User


def withdraw(*, bid: Bid, by: User, now: datetime) -> Bid:
    """Everyone in the bid is told. Until the deadline the school may start another."""
    with transaction.atomic():
        made = states.make(bid, "withdraw", by=by, now=now)
        post.withdrawn(made, now=now)
    return made
