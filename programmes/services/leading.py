"""Programme leads: a lead school's head names colleagues who plan beside head and CPD lead."""

from datetime import datetime, timedelta

from django.db import transaction

from hlp.kit import access, audit, clock
from hlp.kit.refusal import Refusal
from members.models import RoleHeld, User
from members.services import roles
from members.states import PortalRole
from programmes.models import LeadSchool


class NotOfTheSchool(Refusal):
    """A programme lead works at the lead school."""


class NotALead(Refusal):
    """The role is not one of this school's."""


def name(*, lead: LeadSchool, person: User, by: User, now: datetime) -> RoleHeld:
    """They plan whatever the school leads."""
    access.require(by, "programmes.name_lead", lead)
    today = clock.day_of(now)
    if not person.affiliations.current(today).filter(school=lead.school_id).exists():
        raise NotOfTheSchool(f"{person} does not work at {lead.school}.")
    with transaction.atomic(), audit.acting(by):
        return roles.grant(
            user=person,
            role=PortalRole.PROGRAMME_LEAD,
            school=lead.school,
            from_on=today,
            by=None,  # a head grants this one role for the own school; others are the office's
            reason=f"named by {by}",
        )


def end(*, lead: LeadSchool, held: RoleHeld, by: User, now: datetime) -> RoleHeld:
    access.require(by, "programmes.name_lead", lead)
    if held.role != PortalRole.PROGRAMME_LEAD or held.school_id != lead.school_id:
        raise NotALead(f"This is no programme lead of {lead.school}.")
    with transaction.atomic(), audit.acting(by):
        return roles.end(held=held, on=clock.day_of(now) - timedelta(days=1), by=None)
