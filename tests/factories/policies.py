"""Policies and announcements of the office, made by their services."""

from typing import Any

from hlp.kit import clock
from hlp.kit.uploads import Upload
from members.models import Announcement, Period, Policy, User
from members.services import announcing, policies
from members.states import Audience, PolicyReaders
from tests.access.roles import Role

A_PDF = b"%PDF-1.7\n%%EOF\n"


def policy(by: User, **fields: Any) -> Policy:
    given = {"version": str(Policy.objects.count() + 1), "readers": PolicyReaders.PUBLIC}
    return policies.publish(
        title="Terms of reference",
        dated_on=clock.today(),
        file=Upload(A_PDF, "terms.pdf", "application/pdf"),
        by=by,
        now=clock.now(),
        **{**given, **fields},
    )


def for_members(world: Any) -> Policy:
    return policy(world.people[Role.OFFICE], readers=PolicyReaders.MEMBERS)


def withdrawn(world: Any) -> Policy:
    office = world.people[Role.OFFICE]
    return policies.show(policy=policy(office), is_shown=False, by=office)


def add(world: Any, count: int) -> None:
    for _ in range(count):
        for_members(world)


def announcement(by: User, period: Period, **fields: Any) -> Announcement:
    given = {"subject": "The first meeting", "body": "Come.\n\nAll.", "audience": Audience.HEADS}
    return announcing.write(period=period, by=by, now=clock.now(), **{**given, **fields})


def add_announcements(world: Any, count: int) -> None:
    for _ in range(count):
        announcement(world.people[Role.OFFICE], world.period)
