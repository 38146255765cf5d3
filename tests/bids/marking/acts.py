"""What assessors do, in one line each."""

from bids.models import Bid, Criterion, Interest
from bids.services import declaring_interests, marking
from bids.states import CriterionKind, InterestKind
from members.models import User


def fresh(user):
    """As a new request would load them."""
    return User.objects.get(pk=user.pk)


def declare(bid, user, kind=InterestKind.NONE, details="", *, now, **fields):
    return declaring_interests.declare(
        bid=bid, kind=kind, details=details, by=user, now=now, **fields
    )


def perceived(bid, user, *, now, details="My sister teaches there.") -> Interest:
    return declare(bid, user, InterestKind.PERCEIVED, details, now=now)


def criterion(bid, kind=CriterionKind.EXPERTISE) -> Criterion:
    return bid.call.criteria.get(kind=kind)


def draft(bid, user, kind=CriterionKind.EXPERTISE, *, now, **fields):
    given = {"mark": 3, "reason": "Two of three leaders have done it.", "evidence": "", **fields}
    return marking.save_draft(
        bid=bid,
        criterion=criterion(bid, kind),
        by=user,
        now=now,
        **{"revision": 0, **given},
    )


def drafts(bid, user, marks=(3, 3, 3, 3), *, now):
    for kind, mark in zip(CriterionKind, marks, strict=True):
        draft(bid, user, kind, mark=mark, now=now)


def give(bid, user, marks=(3, 3, 3, 3), *, now):
    drafts(bid, user, marks, now=now)
    return marking.submit(bid=bid, by=user, now=now)


def again(bid) -> Bid:
    return Bid.objects.get(pk=bid.pk)
