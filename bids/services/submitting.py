"""Submitting: the bid as it stands becomes a version. The last one in by the deadline counts."""

from datetime import datetime

from django.db import transaction

from bids import content
from bids.emails import bids as post
from bids.models import Bid, BidVersion, Call
from bids.services import versions
from bids.states import BidState
from hlp.kit import audit, states
from hlp.kit.refusal import Refusal
from members.models import User


class NothingNew(Refusal):
    """The bid is just as it was submitted."""


def submit(*, bid: Bid, by: User, now: datetime) -> BidVersion:
    """For the first time or again. A late exception is used up with it."""
    with transaction.atomic(), audit.acting(by):
        # Closing waits: it tells bidders of drafts, and this may no longer be one.
        Call.objects.select_for_update().get(pk=bid.call_id)
        # Of two who submit at once, the second reads of the first.
        row = Bid.objects.select_for_update().get(pk=bid.pk)
        again = row.state == BidState.SUBMITTED
        before = content.last(row) if again else None
        row = states.make(row, "submit_again" if again else "submit", by=by, now=now)
        written = content.compose(row)
        if before and before.digest == content.digest(written):
            raise NothingNew("Nothing has changed since the bid was submitted.")
        _use_up_exception(row, now)
        version = versions.keep(row, written, by=by, now=now)
        post.submitted(version, now=now)
    bid.refresh_from_db()
    return version


def _use_up_exception(bid: Bid, now: datetime) -> None:
    if bid.call.takes_bids(now) or bid.is_joint:
        return
    late = bid.call.late_exceptions.select_for_update().get(school=bid.lead_school)
    late.used_at = now
    late.save(update_fields=["used_at"])
