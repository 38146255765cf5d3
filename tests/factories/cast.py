"""The small named cast of every story: who they are, and what makes them so."""

from members.models import School, User
from members.states import PortalRole, SchoolRole
from tests.factories.members import (
    AffiliationFactory,
    RoleHeldFactory,
    SchoolFactory,
    UserFactory,
)


def primary_school() -> School:
    return SchoolFactory.create(name="Bourne Lane Primary School")


def secondary_school() -> School:
    return SchoolFactory.create(name="Uxbridge Moor School", phase="Secondary")


def at_school(name: str, school: School, role: SchoolRole) -> User:
    return AffiliationFactory.create(user__name=name, school=school, role=role).user


def in_partnership(name: str, *roles: PortalRole, is_staff: bool = False) -> User:
    person = UserFactory.create(name=name, is_staff=is_staff)
    for role in roles:
        RoleHeldFactory.create(user=person, role=role)
    return person
