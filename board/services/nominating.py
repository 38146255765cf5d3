"""Nominating: oneself or a colleague; who is put forward by another accepts or declines."""

from datetime import datetime

from django.db import IntegrityError, transaction

from board.emails import elections as post
from board.models import Contest, Election, Nomination
from board.services import standing
from board.services.standing import AlreadyNominated, CannotStand
from board.workflow import still_nominating
from hlp.kit import access, audit, states
from hlp.kit.refusal import Refusal
from members.models import School, User

__all__ = ["AlreadyNominated", "CannotStand", "NotNow", "accept", "decline", "nominate", "withdraw"]


class NotNow(Refusal):
    """Nominations are not open."""


def nominate(
    *,
    contest: Contest,
    nominee: User,
    school: School,
    by: User,
    by_school: School,
    now: datetime,
    statement: str = "",
) -> Nomination:
    """`by` acts as head of `by_school`. Who nominates themselves has accepted with it."""
    access.require(by, "board.nominate", by_school, sentence="Only a head nominates.")
    try:
        with transaction.atomic(), audit.acting(by):
            # Two of one school at once: the second waits here and then reads of the first.
            Election.objects.select_for_update().get(pk=contest.election_id)
            _check(contest, nominee, school, by_school, now)
            made = Nomination.objects.create(
                contest=contest,
                nominee=nominee,
                school=school,
                name=nominee.name,
                school_name=school.name,
                statement=statement.strip() if nominee == by else "",
                proposed_at=now,
                proposed_by=by,
            )
            if nominee == by:
                states.make(made, "accept", by=by, now=now)
            else:
                post.nominated(made, now=now)
    except IntegrityError:
        raise AlreadyNominated(f"{nominee} is already nominated for this seat.") from None
    return made


def accept(*, nomination: Nomination, statement: str, by: User, now: datetime) -> Nomination:
    """Whoever was nominated as head of a school may have become something else since."""
    with transaction.atomic(), audit.acting(by):
        # Of two heads of one school who accept at once, the second reads of the first.
        Election.objects.select_for_update().get(pk=nomination.contest.election_id)
        made = states.make(nomination, "accept", by=by, now=now, statement=statement.strip())
        standing.follow(made, standing.check_again(made, now))
    return made


def decline(*, nomination: Nomination, by: User, now: datetime) -> Nomination:
    return states.make(nomination, "decline", by=by, now=now, answered_at=now)


def withdraw(*, nomination: Nomination, by: User, now: datetime) -> Nomination:
    """Also after opening: marks for the person are then reported and not counted."""
    with transaction.atomic():
        # Opening the box locks it too: either it counts without them or the withdrawal is refused.
        Election.objects.select_for_update().get(pk=nomination.contest.election_id)
        nomination = Nomination.objects.get(pk=nomination.pk)  # with the election as it is now
        return states.make(nomination, "withdraw", by=by, now=now)


def _check(
    contest: Contest, nominee: User, school: School, by_school: School, now: datetime
) -> None:
    if closed := still_nominating(Nomination(contest=contest), now):
        raise NotNow(closed)
    members = School.objects.members_of(contest.election.period)
    if not members.filter(pk=by_school.pk).exists():
        raise CannotStand(f"{by_school} is not a member, so it cannot nominate.")
    standing.check(contest, nominee, school, now)
