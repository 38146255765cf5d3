"""Memberships of closed schools, moved where there is one way to go."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction

from members.gias.links import is_split
from members.models import Membership, MembershipSuccession, SchoolLink
from members.services.succeeding.lineage import Heir, Lineage
from members.services.succeeding.report import CarriedOn, Succession, named
from members.states import (
    COMMITTED_STATES,
    OPEN_STATUSES,
    OVER_STATES,
    EstablishmentStatus,
)

Key = tuple[int, int]  # successor, period
Candidate = tuple[Membership, Heir]


def of_closed_schools() -> list[Membership]:
    """What has not ended, of every period: a past one may still have invoices to pay."""
    rows = Membership.objects.exclude(state__in=OVER_STATES).filter(
        school__status=EstablishmentStatus.CLOSED
    )
    locked = rows.select_for_update(of=("self",)).select_related("school", "period")
    return list(locked.order_by("pk"))


def carry(
    done: Succession, memberships: Sequence[Membership], lineage: Lineage, now: datetime
) -> set[int]:
    """Move each membership that has one way to go; return the schools whose case is open."""
    going: dict[Key, list[Candidate]] = defaultdict(list)
    stuck: set[int] = set()
    for membership in memberships:
        heir = lineage.heir(membership.school)
        if isinstance(heir, str):
            done.ask(f"{membership.period}: {heir}")
            stuck.add(membership.school_id)
        else:
            going[heir.school.urn, membership.period_id].append((membership, heir))
    taken = _taken(going)
    for key, candidates in going.items():
        chosen = None if key in taken else _one_of(candidates)
        for membership, heir in candidates:
            old = membership.school
            if (membership, heir) != chosen or not move(done, membership, heir, now):
                done.ask(_two_memberships(membership, heir, len(candidates)))
                stuck.add(old.urn)
    return stuck


def ask_about_open_schools(done: Succession, today: date) -> None:
    """A member the register calls open and succeeded at once: one of the two must be wrong."""
    links = SchoolLink.objects.filter(
        established_on__lte=today,
        predecessor__status__in=OPEN_STATUSES,
        successor__status__in=OPEN_STATUSES,
        predecessor__memberships__in=Membership.objects.exclude(state__in=OVER_STATES),
    )
    for link in links.distinct().select_related("predecessor", "successor").order_by("pk"):
        if not is_split(link.kind):
            done.ask(
                f"{named(link.predecessor)} is open in the register, which also says that "
                f"{named(link.successor)} has carried it on since "
                f"{link.established_on:%-d %B %Y}. Once the register has it closed, its "
                "membership goes on by itself."
            )


def _taken(keys: Iterable[Key]) -> set[Key]:
    """Successors that have a membership of their own in the period, in whatever state."""
    rows = Membership.objects.filter(school__in={urn for urn, _ in keys})
    return set(rows.values_list("school_id", "period_id"))


def _one_of(candidates: Sequence[Candidate]) -> Candidate | None:
    """The membership to carry on where several schools became one: a draft gives way."""
    committed = [pair for pair in candidates if pair[0].state in COMMITTED_STATES]
    left = committed or candidates
    return left[0] if len(left) == 1 else None


def _two_memberships(membership: Membership, heir: Heir, rivals: int) -> str:
    why = (
        "which has one too" if rivals == 1 else "and so does another school that became part of it"
    )
    return (
        f"{membership.period}: {named(membership.school)} has closed and has a membership; it is "
        f"carried on by {named(heir.school)}, {why}. Decide which one goes on and end the other."
    )


def move(done: Succession, membership: Membership, heir: Heir, now: datetime) -> bool:
    old = membership.school
    try:
        with transaction.atomic():
            membership.school = heir.school
            membership.save(update_fields=["school"])
    except IntegrityError:  # the successor's head began a sign-up this very moment
        membership.school = old
        return False
    for hop in heir.hops:
        MembershipSuccession.objects.get_or_create(
            membership=membership,
            predecessor_id=hop.predecessor_id,
            defaults={
                "successor_id": hop.successor_id,
                "took_effect_on": hop.established_on,
                "recorded_at": now,
            },
        )
    done.carried_on.append(
        CarriedOn(old.name, str(membership.period), old.urn, heir.school.urn, heir.since)
    )
    return True
