"""Talking a letter over: asked for by the bidder, arranged by the office."""

from datetime import datetime

from django.db import IntegrityError, transaction

from bids.emails import deciding as post
from bids.models import Bid, FeedbackMeeting
from hlp.kit import access, audit
from hlp.kit.refusal import Refusal
from members.models import User


class NotNow(Refusal):
    """There is no letter yet, or a meeting has been asked for already."""


class InThePast(Refusal):
    """A meeting lies ahead."""


def ask(*, bid: Bid, message: str, by: User, now: datetime) -> FeedbackMeeting:
    access.require(by, "bids.see_own", bid)
    if not bid.call.is_published:
        raise NotNow("The board has not published its decision on this bid yet.")
    try:
        with transaction.atomic(), audit.acting(by):
            made = FeedbackMeeting.objects.create(
                bid=bid, message=message.strip(), asked_at=now, asked_by=by
            )
            post.feedback_asked(made, now=now)
    except IntegrityError:
        raise NotNow("A feedback meeting on this bid has been asked for already.") from None
    return made


def arrange(
    *, meeting: FeedbackMeeting, meets_at: datetime, place: str, by: User, now: datetime
) -> FeedbackMeeting:
    """Say when and where. Said again, the bidder hears of the change."""
    access.require(by, "bids.arrange_feedback", meeting)
    if meets_at <= now:
        raise InThePast("Choose a time that is still to come.")
    with transaction.atomic(), audit.acting(by):
        row = FeedbackMeeting.objects.select_for_update().get(pk=meeting.pk)
        row.meets_at, row.place = meets_at, place.strip()
        row.arranged_at, row.arranged_by = now, by
        row.save(update_fields=["meets_at", "place", "arranged_at", "arranged_by"])
        post.feedback_arranged(row, now=now)
    return row
