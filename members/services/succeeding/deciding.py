"""What only the office can settle: a closed school whose membership has not one way to go."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hlp.kit import access, audit, clock, states
from hlp.kit.refusal import Refusal
from members.models import Membership, RoleHeld, School, User
from members.services import parting
from members.services.succeeding import memberships, people
from members.services.succeeding.lineage import Heir, Lineage
from members.services.succeeding.report import Succession
from members.states import (
    COMMITTED_STATES,
    OVER_STATES,
    EndReason,
    EstablishmentStatus,
)


class NotOpen(Refusal):
    """The case is settled, or the school is not closed."""


class NoHeir(Refusal):
    """The register does not name that school as one that carries this one on."""


@dataclass(frozen=True)
class Way:
    """One school the register leads to, and whether it has a membership of its own."""

    school: School
    has_membership: bool


@dataclass(frozen=True)
class Case:
    membership: Membership
    ways: list[Way]

    @property
    def goes_on_elsewhere(self) -> bool:
        return any(way.has_membership for way in self.ways)


def open_cases(now: datetime) -> list[Case]:
    """Memberships of closed schools that have not ended, with where they could go."""
    rows = Membership.objects.exclude(state__in=OVER_STATES).filter(
        school__status=EstablishmentStatus.CLOSED
    )
    found = list(rows.select_related("school", "period").order_by("school__name", "pk"))
    lineage = Lineage.of({row.school_id for row in found}, on=clock.day_of(now))
    heirs = {row.pk: list(lineage.ways(row.school_id).values()) for row in found}
    taken = _taken(heir.school.urn for ways in heirs.values() for heir in ways)
    return [
        Case(
            row,
            [Way(h.school, (h.school.urn, row.period_id) in taken) for h in heirs[row.pk]],
        )
        for row in found
    ]


def carry_on_to(*, membership: Membership, urn: int, by: User, now: datetime) -> Membership:
    """The office's word on which school goes on with the membership; staff follow, heads do not."""
    access.require(by, "members.settle_succession", membership)
    today = clock.day_of(now)
    with transaction.atomic(), audit.acting(by, what="carried on by decision"):
        row = _locked(membership)
        lineage = Lineage.of({row.school_id}, on=today)
        heir = lineage.ways(row.school_id).get(urn)
        if heir is None:
            raise NoHeir("The register does not say that this school carries the other one on.")
        old = row.school
        done = Succession()
        if not memberships.move(done, row, heir, now):
            raise NotOpen(
                f"{heir.school} has a membership of its own. End the one of {old} instead."
            )
        _bring_staff(old, heir, now)
    return row


def end_closed(*, membership: Membership, by: User, now: datetime) -> Membership:
    """The school is no more: it owes no year that had not begun (design 12)."""
    with transaction.atomic():
        row = _locked(membership)
        lineage = Lineage.of({row.school_id}, on=clock.day_of(now))
        heirs = _taken(lineage.ways(row.school_id))
        merged = any(period == row.period_id for _, period in heirs)
        last_day = row.school.close_on or clock.day_of(now)
        ended = states.make(
            row,
            "close_school",
            by=by,
            now=now,
            ended_on=last_day,
            ended_because=EndReason.MERGED if merged else EndReason.CLOSED,
        )
        if isinstance(lineage.heir(row.school), str):  # else they go on where their people go
            with audit.acting(by):
                parting.end_roles(RoleHeld.objects.filter(school=row.school), last_day)
        return ended


def _taken(urns: Iterable[int]) -> set[tuple[int, int]]:
    rows = Membership.objects.filter(school__in=set(urns), state__in=COMMITTED_STATES)
    return set(rows.values_list("school_id", "period_id"))


def _locked(membership: Membership) -> Membership:
    rows = Membership.objects.select_for_update(of=("self",)).select_related("school", "period")
    row = rows.get(pk=membership.pk)
    if row.state in OVER_STATES or row.school.is_open:
        raise NotOpen(f"There is nothing to decide about {row.school} any more.")
    return row


def _bring_staff(old: School, heir: Heir, now: datetime) -> None:
    today = clock.day_of(now)
    for post in people.posts_at_closed_schools(today):
        if post.school_id == old.pk and not people.is_head(post):
            people.follow(post, heir, today)
