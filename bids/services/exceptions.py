"""A late bid by exception: for one school, until a named moment, once, with its reason."""

from datetime import datetime

from django.db import transaction

from bids.emails import calls as post
from bids.models import Call, LateException
from bids.states import CallState
from hlp.kit import access, audit
from hlp.kit.clock import moment
from hlp.kit.refusal import Refusal
from members.models import School, User

WHILE = frozenset({CallState.OPEN, CallState.CLOSED})


class CannotBeLate(Refusal):
    """No exception can be given, or not like this."""


def grant(
    *,
    call: Call,
    school: School,
    expires_at: datetime,
    because: str,
    minute_reference: str,
    by: User,
    now: datetime,
) -> LateException:
    """The school is told. Other bidders see it in the decision pack, with its reason."""
    access.require(by, "bids.grant_exception", call)
    if not because.strip() or not minute_reference.strip():
        raise CannotBeLate("Say why the school may be late, and where that is minuted.")
    with transaction.atomic(), audit.acting(by):
        row = Call.objects.select_for_update().get(pk=call.pk)
        _check(row, school, expires_at, now)
        late = LateException.objects.create(
            call=row,
            school=school,
            expires_at=expires_at,
            because=because.strip(),
            minute_reference=minute_reference.strip(),
            granted_at=now,
            granted_by=by,
        )
        post.exception_granted(late, now=now)
    return late


def _check(call: Call, school: School, expires_at: datetime, now: datetime) -> None:
    if call.state not in WHILE:
        raise CannotBeLate("An exception can be given only until marking starts.")
    if expires_at <= max(call.enforced_at, now):
        raise CannotBeLate(f"Choose a moment after {moment(max(call.closes_at, now))}.")
    if expires_at >= call.marks_due_at:
        raise CannotBeLate("Choose a moment well before the marks are due.")
    members = School.objects.members_of(call.priority.year.period)
    if not members.filter(pk=school.pk).exists():
        raise CannotBeLate(f"{school} is not a member, so it cannot bid.")
    if call.late_exceptions.filter(school=school).exists():
        raise CannotBeLate(f"{school} has its exception already. There is only one.")
