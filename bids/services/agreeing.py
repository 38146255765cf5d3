"""Agreeing one mark per criterion, beside the individual ones, which stay as they are."""

from datetime import datetime

from django.db import transaction

from bids import ranking
from bids.models import AgreedMark, Bid, Criterion, Mark
from bids.services import clearance, moderating
from bids.states import HIGHEST
from hlp.kit import access, audit
from hlp.kit.refusal import Refusal
from members.models import User


class Incomplete(Refusal):
    """A mark without its reason, or without what a higher one needed."""


class NothingChanged(Refusal):
    """Exactly this is agreed already."""


def agree(
    *,
    bid: Bid,
    criterion: Criterion,
    mark: int,
    reason: str,
    for_a_higher_mark: str,
    by: User,
    now: datetime,
) -> AgreedMark:
    """What the panel agreed, why it moved, and what the bidder is told a higher mark needed.

    A correction is a new row; the one before stays.
    """
    access.require(by, "bids.moderate_bid", bid)
    reason, higher = reason.strip(), for_a_higher_mark.strip()
    _check(mark, reason, higher)
    with transaction.atomic(), audit.acting(by):
        locked = moderating.lock(bid)
        moderating.begun(locked)
        before = _holding(locked, criterion)
        if before and (before.mark, before.reason, before.for_a_higher_mark) == (
            *(mark, reason, higher),
        ):
            raise NothingChanged("This mark is agreed already, in these words.")
        given = individual(locked, criterion, now)
        return AgreedMark.objects.create(
            bid=locked,
            criterion=criterion,
            mark=mark,
            descriptor=criterion.descriptors.get(mark=mark).sentence,
            reason=reason,
            for_a_higher_mark=higher,
            lowest=given.lowest,
            highest=given.highest,
            marks_given=given.n,
            agreed_at=now,
            agreed_by=by,
            replaces=before,
        )


def individual(bid: Bid, criterion: Criterion, now: datetime) -> ranking.Individual:
    """What assessors free of conflict gave."""
    found = clearance.of_bids(bid.call, [bid.pk], now)
    given = Mark.objects.given().filter(sheet__bid=bid, criterion=criterion)
    rows = given.values_list("sheet__assessor", "mark")
    return ranking.individual(mark for user, mark in rows if found.is_clear(bid.pk, user))


def _check(mark: int, reason: str, higher: str) -> None:
    if not 0 <= mark <= HIGHEST:
        raise Incomplete(f"Marks go from 0 to {HIGHEST}.")
    if not reason:
        raise Incomplete("Say why the panel agreed this mark: the bidder reads it.")
    if mark < HIGHEST and not higher:
        raise Incomplete("Say what a higher mark needed: the bidder reads it.")


def _holding(bid: Bid, criterion: Criterion) -> AgreedMark | None:
    return bid.agreed_marks.filter(criterion=criterion, replaced_by=None).first()
