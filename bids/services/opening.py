"""Opening a call: from then on its terms are frozen, and every member school is told."""

from datetime import datetime

from django.db import transaction

from bids.models import Call
from bids.services import telling
from hlp.kit import states
from members.models import User


def open_call(*, call: Call, by: User, now: datetime) -> Call:
    """Announce the call. Bids are taken from `opens_at` on, should that be later."""
    with transaction.atomic():
        opened = states.make(call, "open", by=by, now=now)
        telling.start(opened, telling.OPEN, now=now)
    return opened
