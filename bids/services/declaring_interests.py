"""Declaring an interest in a bid, or that there is none, before its content opens."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict

from django.db import transaction

from bids.emails import marking as post
from bids.models import Bid, Interest
from bids.states import LIVE, UNSEALED, CallState, InterestKind
from hlp.kit import access, audit
from hlp.kit.refusal import Refusal
from members.models import User
from members.states import PortalRole


class CannotDeclare(Refusal):
    """Not of this bid, not now, or not in these words."""

    bid: Bid | None = None


class LineUpChanged(CannotDeclare):
    """A school came or went while the page was open."""


class Answer(TypedDict):
    bid: Bid
    kind: InterestKind
    details: str
    seen: str | None


def declare(
    *,
    bid: Bid,
    kind: InterestKind,
    details: str,
    by: User,
    now: datetime,
    seen: str | None = None,
) -> Interest:
    """A new row each time; the newest holds. `seen` is the line-up the person was shown.

    Who said once that there is an interest cannot take it back alone: the chair rules on it.
    """
    access.require(by, "bids.declare_interest", bid, sentence="You are out of this call.")
    if kind != InterestKind.NONE and not details.strip():
        raise CannotDeclare("Say what the interest is.")
    with transaction.atomic(), audit.acting(by):
        row = Bid.objects.select_for_update(of=("self",)).select_related("call").get(pk=bid.pk)
        _check(row, kind, by, seen)
        made = Interest.objects.create(
            bid=row,
            user=by,
            kind=kind,
            details="" if kind == InterestKind.NONE else details.strip(),
            line_up=row.line_up,
            declared_at=now,
        )
        if kind == InterestKind.PERCEIVED:
            post.to_rule_on(made, _who_rules(made), now=now)
    return made


def declare_all(*, answers: Iterable[Answer], by: User, now: datetime) -> list[Interest]:
    """All of a page or nothing; a refusal names its bid."""
    with transaction.atomic():
        return [_of_page(answer, by, now) for answer in answers]


def _of_page(answer: Answer, by: User, now: datetime) -> Interest:
    try:
        return declare(by=by, now=now, **answer)
    except CannotDeclare as refused:
        refused.bid = answer["bid"]
        raise


def _check(bid: Bid, kind: InterestKind, by: User, seen: str | None) -> None:
    if bid.state not in LIVE or bid.call.state not in UNSEALED - {CallState.PUBLISHED}:
        raise CannotDeclare(f"There is nothing to declare of {bid.reference} now.")
    if seen is not None and seen != bid.line_up:
        raise LineUpChanged(
            f"The schools of {bid.reference} have just changed. Look at them and answer again."
        )
    before = Interest.objects.filter(bid=bid, user=by).exclude(kind=InterestKind.NONE)
    if kind == InterestKind.NONE and before.exists():
        raise CannotDeclare(
            f"You have said that there is an interest in {bid.reference}. If that was a mistake or"
            " has ended, say so as something others might see as an interest: the chair rules on"
            " it."
        )


def _who_rules(interest: Interest) -> list[str]:
    """Whoever holds the power today; a deputy where the chair may not."""
    roles = (PortalRole.CHAIR, PortalRole.ACTING_CHAIR, PortalRole.DEPUTY_CHAIR)
    people = {held.user for held in post.holding(*roles)}
    return sorted(p.email for p in people if p.has_perm("bids.rule_on_interest", interest))
