"""Opening bids before the call closes: only with a reason, on record for good, never quietly."""

from datetime import datetime

from django.db import IntegrityError, transaction

from bids.emails import calls as post
from bids.models import Call, EarlyOpening
from bids.states import CallState
from hlp.kit import access, audit
from hlp.kit.refusal import Refusal
from members.models import User


class StaysSealed(Refusal):
    """Bids are opened early only while the call is open, and never without a reason."""


def open_early(*, call: Call, because: str, by: User, now: datetime) -> EarlyOpening:
    """Submitted bids of the call open for this one person; office and chair are told."""
    access.require(by, "bids.open_early", call)
    if not because.strip():
        raise StaysSealed("Say why you open the bids before the call closes.")
    try:
        with transaction.atomic(), audit.acting(by):
            row = Call.objects.select_for_update().get(pk=call.pk)
            if row.state != CallState.OPEN:
                raise StaysSealed("This call is not open for bids, so there is nothing to unseal.")
            opening = EarlyOpening.objects.create(
                call=row, opened_by=by, opened_at=now, because=because.strip()
            )
            audit.record(row, what="opened early", by=by, because=opening.because)
            post.opened_early(opening, now=now)
    except IntegrityError:
        raise StaysSealed("You have opened the bids of this call already.") from None
    return opening
