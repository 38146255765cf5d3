"""Backups of the days of voting: the returning officer confirms that they go, then declares."""

from datetime import date, datetime, timedelta

from django.db import transaction

from board.models import BackupsGone, Election
from board.states import ElectionState
from hlp.kit import access, audit, clock
from hlp.kit.refusal import Refusal
from members.models import User

LATEST = timedelta(days=90)  # a copy in a safe for longer than this is a copy that stays


class NotConfirmed(Refusal):
    """Something of the confirmation is missing, or its day cannot be right."""


class NotNow(Refusal):
    """The box is not forgotten yet, or it was confirmed already."""


def confirm(
    *,
    election: Election,
    is_certain: bool,
    what: str,
    gone_on: date,
    by: User,
    now: datetime,
) -> BackupsGone:
    """After the sweep, because a copy made before it could hold the box as well."""
    access.require(by, "board.run_election", election)
    if not is_certain or not what.strip():
        raise NotConfirmed("Tick the statement, and say which backups there are and how they go.")
    with transaction.atomic(), audit.acting(by):
        locked = Election.objects.select_for_update().get(pk=election.pk)
        _check_moment(locked)
        _check_day(locked, gone_on, clock.day_of(now))
        return BackupsGone.objects.create(
            election=locked,
            what=what.strip(),
            gone_on=gone_on,
            confirmed_at=now,
            confirmed_by=by,
        )


def of(election: Election) -> BackupsGone | None:
    return getattr(election, "backups_gone", None)


def _check_moment(election: Election) -> None:
    if election.state != ElectionState.COUNTED:
        raise NotNow("This is confirmed between opening the box and declaring the result.")
    if election.vacuumed_at is None:
        raise NotNow("Sweep the database first: a backup made before that could hold the box.")
    if of(election):
        raise NotNow("This has been confirmed already.")


def _check_day(election: Election, gone_on: date, today: date) -> None:
    """A day before the box was opened would leave out the backups of the last day."""
    if election.closed_at and gone_on < clock.day_of(election.closed_at):
        raise NotConfirmed("The day is before the box was opened. Enter when the last of them go.")
    if gone_on > today + LATEST:
        raise NotConfirmed(f"Backups of the days of voting go within {LATEST.days} days.")
