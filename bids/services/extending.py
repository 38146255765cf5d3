"""Putting the closing moment off: later, for everybody, with a reason that bidders are told."""

from datetime import datetime

from django.db import transaction

from bids.models import Call, Extension
from bids.services import telling
from bids.states import CallState
from hlp.kit import access, audit, clock
from hlp.kit.clock import moment
from hlp.kit.refusal import Refusal
from members.models import User


class CannotExtend(Refusal):
    """An open call can be made longer, with a reason."""


def extend(*, call: Call, closes_at: datetime, because: str, by: User, now: datetime) -> Extension:
    """Marks are due as much later, so that assessors keep their time. Nothing gets earlier."""
    access.require(by, "bids.manage_call", call)
    if not because.strip():
        raise CannotExtend("Say why the call is extended. Everybody who bids is told.")
    with transaction.atomic(), audit.acting(by):
        row = Call.objects.select_for_update().get(pk=call.pk)
        _check(row, closes_at, now)
        extension = Extension.objects.create(
            call=row,
            closed_at=row.closes_at,
            closes_at=closes_at,
            because=because.strip(),
            made_at=now,
            made_by=by,
        )
        row.marks_due_at = _as_much_later(row.marks_due_at, row.closes_at, closes_at)
        row.closes_at = closes_at
        row.save(update_fields=["closes_at", "marks_due_at"])
        telling.start(row, f"{telling.EXTENDED}{extension.pk}", now=now)
    return extension


def _as_much_later(due_at: datetime, before: datetime, after: datetime) -> datetime:
    """By the clock on the wall, which is put back in between in autumn."""
    later = clock.london(after).replace(tzinfo=None) - clock.london(before).replace(tzinfo=None)
    return clock.london(due_at) + later


def _check(call: Call, closes_at: datetime, now: datetime) -> None:
    if call.state != CallState.OPEN or now > call.enforced_at:
        raise CannotExtend(
            "The call is not open. A school that had good reason to be late can be given an"
            " exception of its own."
        )
    if closes_at <= max(call.closes_at, now):
        raise CannotExtend(f"Choose a moment after {moment(max(call.closes_at, now))}.")
