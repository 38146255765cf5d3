"""Nominating: oneself or a colleague; who is put forward by another accepts or declines."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from board.emails import elections as post
from board.models import Appointment, Contest, Election, Nomination
from board.services import seats
from board.states import LIVE_NOMINATIONS, SeatKind
from board.workflow import still_nominating
from hlp.kit import access, audit, clock, states
from hlp.kit.refusal import Refusal
from members.models import Affiliation, School, User


class NotNow(Refusal):
    """Nominations are not open."""


class CannotStand(Refusal):
    """This person may not stand for this seat; the sentence says why."""


class AlreadyNominated(Refusal):
    """Once is enough."""


def why_cannot_stand(contest: Contest, school: School) -> str | None:
    """Design 12: the head of a member school of the right phase."""
    if not School.objects.members_of(contest.election.period).filter(pk=school.pk).exists():
        return f"{school} is not a member of {contest.election.period}."
    return seats.who_may_hold(SeatKind(contest.kind), school)


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
    return states.make(nomination, "accept", by=by, now=now, statement=statement.strip())


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
    heads = Affiliation.objects.heads().current(clock.day_of(now))
    if not heads.filter(user=nominee, school=school).exists():
        raise CannotStand(f"{nominee} is not the head of {school}.")
    if why := why_cannot_stand(contest, school):
        raise CannotStand(why)
    first_day = contest.election.serves_from_on
    sitting = Appointment.objects.meeting(first_day, None).select_related("person")
    if held := sitting.filter(Q(person=nominee) | Q(school=school)).first():
        raise CannotStand(f"{held.person} holds a seat that day, and a school holds at most one.")
    live = Nomination.objects.filter(contest__election=contest.election, state__in=LIVE_NOMINATIONS)
    if live.exclude(contest=contest).filter(nominee=nominee).exists():
        raise AlreadyNominated(f"{nominee} already stands for another seat of this election.")
    if other := live.filter(school=school).exclude(nominee=nominee).first():
        raise AlreadyNominated(
            f"{other.name} of {school} is nominated already, and a school holds at most one seat."
        )
