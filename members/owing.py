"""Which membership years a school owes: dates in, years out (design 12, Joining and leaving).

A joiner owes the whole fee of the year it joins in and of those that follow; nothing is reduced or
refunded for part of a year. A leaver still owes year 2, unless the board waives it or the period's
policy lets leavers go. A closed school owes no year that had not begun. `years_owed` is the rule;
`owes` says the same to the database, and a test holds the two together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from hlp.kit import clock
from members.models import Membership, MembershipYear, Waiver
from members.states import CLOSED_REASONS, MEMBER_STATES, MembershipState

# Signed on paper and not verified yet owes nothing; who has left still may.
CAN_OWE = MEMBER_STATES | {MembershipState.ENDED}


@dataclass(frozen=True)
class Standing:
    """The dates that decide. All are days in London; a last day still counts."""

    joined_on: date
    left_on: date | None = None  # last day as a member, after notice
    closed_on: date | None = None  # the school's own last day
    waived: frozenset[int] = frozenset()  # years the board let the leaver off


def years_owed(
    years: Iterable[MembershipYear], standing: Standing, *, leaver_owes_year_2: bool = True
) -> tuple[int, ...]:
    """Numbers of the years whose whole fee the school owes."""
    return tuple(year.number for year in years if _is_owed(year, standing, leaver_owes_year_2))


def _is_owed(year: MembershipYear, standing: Standing, leaver_owes_year_2: bool) -> bool:
    if standing.joined_on > year.ends_on:
        return False
    if standing.closed_on and standing.closed_on < year.starts_on:
        return False
    if standing.left_on is None:
        return True
    if year.number in standing.waived:
        return False
    return leaver_owes_year_2 or standing.left_on >= year.starts_on


def standing_of(membership: Membership) -> Standing | None:
    """None for a school that has not joined, or is not verified yet: it owes nothing."""
    if membership.state not in CAN_OWE or membership.signed_at is None:
        return None
    return Standing(
        joined_on=clock.day_of(membership.signed_at),
        left_on=membership.leaves_on,
        closed_on=membership.ended_on if membership.ended_because in CLOSED_REASONS else None,
        waived=waived(membership) if membership.leaves_on else frozenset(),
    )


def does_owe(membership: Membership, year: MembershipYear) -> bool:
    """One query for a school that leaves, none for the others."""
    standing = standing_of(membership)
    if standing is None:
        return False
    policy = year.period.leaver_owes_year_2 if standing.left_on else True
    return bool(years_owed([year], standing, leaver_owes_year_2=policy))


def waived(membership: Membership) -> frozenset[int]:
    """Years the board has let the school off since this notice, by its newest decision on each."""
    newest: dict[int, bool] = {}
    if membership.notice_at is None:
        return frozenset()
    rows = membership.waivers.filter(recorded_at__gte=membership.notice_at).order_by("pk")
    for number, is_waived in rows.values_list("membership_year__number", "is_waived"):
        newest[number] = is_waived
    return frozenset(number for number, is_waived in newest.items() if is_waived)


def owes(year: MembershipYear) -> Q:
    """The same rule as a condition on memberships of any number."""
    after = clock.start_of_day(year.ends_on + timedelta(days=1))
    joined = Q(period=year.period_id, signed_at__lt=after, state__in=CAN_OWE)
    gone = Q(ended_because__in=CLOSED_REASONS, ended_on__lt=year.starts_on)
    let_off = Q(pk__in=_let_off().filter(membership_year=year).values("membership"))
    if not year.period.leaver_owes_year_2:
        let_off |= Q(leaves_on__lt=year.starts_on)
    return joined & ~gone & ~(Q(leaves_on__isnull=False) & let_off)


def no_longer_owes() -> Q:
    """The rule seen from a draft invoice: its `membership` no longer owes its `membership_year`."""
    began = F("membership_year__starts_on")
    gone = Q(membership__ended_because__in=CLOSED_REASONS, membership__ended_on__lt=began)
    let_off = _let_off().filter(
        membership=OuterRef("membership"), membership_year=OuterRef("membership_year")
    )
    free = Q(
        membership_year__period__leaver_owes_year_2=False,
        membership__leaves_on__lt=began,
    )
    leaves = Q(membership__leaves_on__isnull=False)
    return ~Q(membership__state__in=CAN_OWE) | gone | leaves & (Exists(let_off) | free)


def _let_off() -> QuerySet[Waiver]:
    """Waivers that are the board's newest word on their membership and year.

    What it waived for an earlier notice ended when that notice was taken back.
    """
    later = Waiver.objects.filter(
        membership=OuterRef("membership"),
        membership_year=OuterRef("membership_year"),
        pk__gt=OuterRef("pk"),
    )
    this_notice = Q(recorded_at__gte=F("membership__notice_at"))
    return Waiver.objects.filter(this_notice, ~Exists(later), is_waived=True)
