"""Whether somebody may stand: asked when they are nominated, when they accept, and once more when
nominations close and the poll opens, because heads and memberships change in between.
"""

from datetime import datetime

from django.db.models import Q, QuerySet

from board import roll
from board.models import Appointment, Contest, Election, Nomination
from board.services import seats
from board.states import LIVE_NOMINATIONS, SeatKind
from hlp.kit import clock
from hlp.kit.refusal import Refusal
from members.models import Affiliation, School, User


class CannotStand(Refusal):
    """This person may not stand for this seat; the sentence says why."""


class AlreadyNominated(Refusal):
    """Once is enough."""


def check(
    contest: Contest,
    nominee: User,
    school: School,
    now: datetime,
    *,
    besides: Nomination | None = None,
) -> None:
    """Refuse who may not stand as head of this school; `besides` their own nomination."""
    heads = Affiliation.objects.heads().current(clock.day_of(now))
    if not heads.filter(user=nominee, school=school).exists():
        raise CannotStand(f"{nominee} is not the head of {school}.")
    if why := why_cannot_stand(contest, school):
        raise CannotStand(why)
    first_day = contest.election.serves_from_on
    sitting = Appointment.objects.meeting(first_day, None).select_related("person")
    if held := sitting.filter(Q(person=nominee) | Q(school=school)).first():
        raise CannotStand(f"{held.person} holds a seat that day, and a school holds at most one.")
    _check_others(contest, nominee, school, besides)


def check_again(nomination: Nomination, now: datetime) -> School:
    """The school they stand for today: their own, or the one that carries it on."""
    contest, nominee = nomination.contest, nomination.nominee
    school = _school_today(nomination, now)
    check(contest, nominee, school, now, besides=nomination)
    return school


def settle(election: Election, now: datetime) -> None:
    """Every candidate may still stand, under the name of their school as it is today."""
    cannot: list[str] = []
    for nomination in _standing(election):
        try:
            school = check_again(nomination, now)
        except Refusal as refused:
            cannot.append(f"{nomination.name}: {refused}")
        else:
            follow(nomination, school)
    if cannot:
        raise CannotStand(
            f"Somebody can no longer stand. {' '.join(cannot)} Withdraw the nomination first."
        )


def follow(nomination: Nomination, school: School) -> None:
    if nomination.school_id != school.pk:
        nomination.school, nomination.school_name = school, school.name
        nomination.save(update_fields=["school", "school_name"])


def why_cannot_stand(contest: Contest, school: School) -> str | None:
    """Design 12: the head of a member school of the right phase."""
    if not School.objects.members_of(contest.election.period).filter(pk=school.pk).exists():
        return f"{school} is not a member of {contest.election.period}."
    return seats.who_may_hold(SeatKind(contest.kind), school)


def _check_others(
    contest: Contest, nominee: User, school: School, besides: Nomination | None
) -> None:
    live = Nomination.objects.filter(contest__election=contest.election, state__in=LIVE_NOMINATIONS)
    if besides is not None:
        live = live.exclude(pk=besides.pk)
    if live.exclude(contest=contest).filter(nominee=nominee).exists():
        raise AlreadyNominated(f"{nominee} already stands for another seat of this election.")
    if other := live.filter(school=school).exclude(nominee=nominee).first():
        raise AlreadyNominated(
            f"{other.name} of {school} is nominated already, and a school holds at most one seat."
        )


def _school_today(nomination: Nomination, now: datetime) -> School:
    posts = Affiliation.objects.heads().current(clock.day_of(now)).filter(user=nomination.nominee)
    for post in posts.exclude(school=nomination.school_id).select_related("school").order_by("pk"):
        before = roll.carried_on_by({post.school_id}, nomination.contest.election)
        if nomination.school_id in before:
            return post.school
    return nomination.school


def _standing(election: Election) -> "QuerySet[Nomination]":
    found = Nomination.objects.candidates().filter(contest__election=election)
    found = found.select_related("contest__election__period", "nominee", "school")
    return found.order_by("proposed_at", "pk")
