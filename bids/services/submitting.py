"""Submitting: the bid as it stands becomes a version. The last one in by the deadline counts."""

from datetime import datetime

from django.db import transaction

from bids.emails import bids as post
from bids.models import Bid, BidVersion
from bids.services import versions
from bids.states import BidState, SectionKind
from hlp.kit import audit, states
from hlp.kit.refusal import Refusal
from members.models import User


class NothingNew(Refusal):
    """The bid is just as it was submitted."""


def submit(*, bid: Bid, by: User, now: datetime) -> BidVersion:
    """For the first time or again. A late exception is used up with it."""
    with transaction.atomic(), audit.acting(by):
        # Of two who submit at once, the second reads of the first.
        row = Bid.objects.select_for_update().get(pk=bid.pk)
        again = row.state == BidState.SUBMITTED
        before = versions.last(row) if again else None
        row = states.make(row, "submit_again" if again else "submit", by=by, now=now)
        content = versions.compose(row)
        if before and before.digest == versions.digest(content):
            raise NothingNew("Nothing has changed since the bid was submitted.")
        _use_up_exception(row, now)
        version = versions.keep(row, content, by=by, now=now)
        post.submitted(version, now=now)
    bid.refresh_from_db()
    return version


def unsent(bid: Bid) -> list[str]:
    """What differs from the last submitted version, in words; empty where nothing was submitted."""
    last = versions.last(bid)
    if last is None:
        return []
    now, then = versions.compose(bid), last.content
    words = {"title": "Title", "summary": "Summary", "cost": "Cost", "cost_notes": "Cost"}
    changed = [word for key, word in words.items() if now[key] != then[key]]
    changed += [
        str(SectionKind(kind).label)
        for kind in SectionKind.values
        if now["sections"].get(kind) != then["sections"].get(kind)
    ]
    changed += [
        word
        for key, word in (("partners", "Partner schools"), ("files", "Files"))
        if now[key] != then[key]
    ]
    return list(dict.fromkeys(changed))


def _use_up_exception(bid: Bid, now: datetime) -> None:
    if bid.call.takes_bids(now) or bid.is_joint:
        return
    late = bid.call.late_exceptions.select_for_update().get(school=bid.lead_school)
    late.used_at = now
    late.save(update_fields=["used_at"])
