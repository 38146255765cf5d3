"""Whether a person is what a seat asks for, today or on another day."""

from datetime import date, timedelta

from board.models import Appointment, Seat
from board.seat_table import ROWS, Who, asks_for_head, asks_for_member, who_may_hold
from board.states import SeatKind
from members.models import Affiliation, Membership, School, User
from members.querysets import AffiliationQuerySet, RoleHeldQuerySet
from members.states import PortalRole


def why_may_not(seat: Seat, person: User, school: School | None, on: date) -> str | None:
    """Why this person, of this school, may not sit in this seat that day; None where they may."""
    kind = SeatKind(seat.kind)
    if not asks_for_head(kind):
        return _why_not_free(seat, person, on)
    if school is None:
        return "Say of which school this person is the head."
    if not _heads(person, on).filter(school=school).exists():
        return f"{person} is not the headteacher of {school}, as far as the portal knows."
    return why_may_not_be_of(seat, school)


def why_may_not_be_of(seat: Seat, school: School) -> str | None:
    """Why the head of this school may not hold the seat: its phase or type, or not a member."""
    kind = SeatKind(seat.kind)
    if asks_for_member(kind):
        members = School.objects.members_of(seat.period)
        if not members.filter(pk=school.pk).exists():
            return f"{school} is not a member of {seat.period}."
    return who_may_hold(kind, school)


def school_now(appointment: Appointment, on: date) -> School | None:
    """The school for which its holder may sit in the seat that day: their own, else another.

    None where there is no such school any more. A head goes on for the school that carries on
    theirs, and for another they move to, as long as it is what the seat asks for.
    """
    posts = _heads(appointment.person, on).select_related("school").order_by("from_on", "pk")
    schools = [post.school for post in posts]
    schools.sort(key=lambda school: school.pk != appointment.school_id)
    taken = _taken_by_others(appointment, on)
    for school in schools:
        if school.pk not in taken and why_may_not_be_of(appointment.seat, school) is None:
            return school
    return None


def last_day_as_asked(appointment: Appointment, today: date) -> date | None:
    """The last day on which the holder was what the seat asks for; None while they still are."""
    kind, on = SeatKind(appointment.seat.kind), max(today, appointment.from_on)
    if asks_for_head(kind):
        return None if school_now(appointment, on) else _last_day_of_head(appointment, on)
    if ROWS[kind].who == Who.INDEPENDENT:
        return _last_day_of_independence(appointment, on)
    return None


def why_no_longer(appointment: Appointment) -> str:
    kind = SeatKind(appointment.seat.kind)
    if ROWS[kind].who == Who.INDEPENDENT:
        return "The chair is no longer independent of the member schools and the LA."
    asked = ROWS[kind].who.label[0].lower() + ROWS[kind].who.label[1:]
    return f"No longer what the seat asks for: {asked}."


def _heads(person: User, on: date) -> AffiliationQuerySet:
    return Affiliation.objects.heads().current(on).filter(user=person)


def _taken_by_others(appointment: Appointment, on: date) -> set[int | None]:
    others = Appointment.objects.meeting(on, appointment.to_on).exclude(pk=appointment.pk)
    return set(others.values_list("school_id", flat=True))


def _why_not_free(seat: Seat, person: User, on: date) -> str | None:
    if ROWS[SeatKind(seat.kind)].who != Who.INDEPENDENT:
        return None
    if post := _posts_at_members(seat, person, on).first():
        return f"The chair is independent, and {person} works at {post.school}."
    if _posts_at_authority(person, on).exists():
        return f"The chair is independent, and {person} works for the local authority."
    return None


def _posts_at_members(seat: Seat, person: User, on: date) -> AffiliationQuerySet:
    members = School.objects.members_of(seat.period)
    posts = Affiliation.objects.current(on).filter(user=person, school__in=members)
    return posts.select_related("school").order_by("from_on", "pk")


def _posts_at_authority(person: User, on: date) -> RoleHeldQuerySet:
    """Finance officers and the partnership office are the LA's; others declare it."""
    return person.roles_held.current(on).of(PortalRole.FINANCE, PortalRole.OFFICE)


def _last_day_of_independence(appointment: Appointment, on: date) -> date | None:
    """The day before the first post that takes it away."""
    seat, person = appointment.seat, appointment.person
    posts = _posts_at_members(seat, person, on).values_list("from_on", flat=True)
    begun = [*posts, *_posts_at_authority(person, on).values_list("from_on", flat=True)]
    return min(begun) - timedelta(days=1) if begun else None


def _last_day_of_head(appointment: Appointment, on: date) -> date:
    """Until when they were head of the school, or the school a member; else yesterday."""
    yesterday = on - timedelta(days=1)
    held = {"school": appointment.school_id}
    if _heads(appointment.person, on).filter(**held).exists():
        over = Membership.objects.filter(**held, period=appointment.seat.period)
        days = over.exclude(ended_on=None).values_list("ended_on", flat=True)
    else:
        heads = Affiliation.objects.heads().filter(**held, user=appointment.person, to_on__lt=on)
        days = heads.values_list("to_on", flat=True)
    return min(max((day for day in days if day), default=yesterday), yesterday)
