"""The chair rules on what others might see as an interest; a deputy on the chair's own."""

from datetime import datetime

from django.db import transaction

from bids.emails import marking as post
from bids.models import Interest, Ruling
from bids.states import InterestKind
from hlp.kit import access, audit
from hlp.kit.refusal import Refusal
from members.models import User


class CannotRule(Refusal):
    """Ruled on already, replaced by a later declaration, or without a reason."""


def rule(*, interest: Interest, stays_out: bool, because: str, by: User, now: datetime) -> Ruling:
    """For good: a ruling is never changed. A new declaration asks for a new one."""
    access.require(by, "bids.rule_on_interest", interest)
    if not because.strip():
        raise CannotRule("Say why. The ruling is kept with the register of interests.")
    with transaction.atomic(), audit.acting(by):
        row = _lock(interest)
        made = Ruling.objects.create(
            interest=row, stays_out=stays_out, because=because.strip(), ruled_at=now, ruled_by=by
        )
        row.ruling = made
        post.ruled(row, now=now)
    return made


def _lock(interest: Interest) -> Interest:
    # Declaring locks the bid: nothing newer can come in between.
    type(interest.bid).objects.select_for_update().get(pk=interest.bid_id)
    rows = Interest.objects.select_related("bid__call", "user", "ruling")
    row = rows.get(pk=interest.pk)
    newest = Interest.objects.filter(bid=row.bid, user=row.user_id).order_by("-pk").first()
    if row.kind != InterestKind.PERCEIVED or newest != row:
        raise CannotRule(f"{row.user} has said something else since. Look at it again.")
    if row.line_up != row.bid.line_up:
        raise CannotRule(f"The schools of the bid have changed, so {row.user} is asked again.")
    if hasattr(row, "ruling"):
        raise CannotRule("This interest has been ruled on, and a ruling is not changed.")
    return row
