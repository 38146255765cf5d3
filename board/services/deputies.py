"""Voting deputies: a head may name one person who works at the school to cast its vote."""

from datetime import datetime, timedelta

from django.db import transaction

from hlp.kit import access, audit, clock
from hlp.kit.refusal import Refusal
from members.models import RoleHeld, School, User
from members.services import roles
from members.states import PortalRole


class NotOfTheSchool(Refusal):
    """A deputy works at the school."""


def current(school: School, now: datetime) -> RoleHeld | None:
    held = RoleHeld.objects.current(clock.day_of(now)).of(PortalRole.VOTING_DEPUTY)
    return held.filter(school=school).select_related("user").first()


def name(*, school: School, person: User, by: User, now: datetime) -> RoleHeld:
    """In the place of any deputy before. It says nothing about a vote that was cast."""
    access.require(by, "board.name_deputy", school)
    today = clock.day_of(now)
    if not person.affiliations.current(today).filter(school=school).exists():
        raise NotOfTheSchool(f"{person} does not work at {school}.")
    with transaction.atomic(), audit.acting(by):
        School.objects.select_for_update(of=("self",)).get(pk=school.pk)
        if held := current(school, now):
            roles.end(held=held, on=today - timedelta(days=1), by=None)
        return roles.grant(
            user=person,
            role=PortalRole.VOTING_DEPUTY,
            school=school,
            from_on=today,
            by=None,  # a head grants this one role; others are the office's
            reason=f"named by {by}",
        )


def end(*, school: School, by: User, now: datetime) -> None:
    access.require(by, "board.name_deputy", school)
    with transaction.atomic(), audit.acting(by):
        if held := current(school, now):
            roles.end(held=held, on=clock.day_of(now) - timedelta(days=1), by=None)
