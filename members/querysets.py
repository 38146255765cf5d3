"""What we look up about members, and who can see it."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Self, Union

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, QuerySet, Value, When

from hlp.kit.searching import normalise, words_begin
from members.states import (
    COMMITTED_STATES,
    MEMBER_STATES,
    OPEN_STATUSES,
    OVER_STATES,
    ClaimState,
    EnquiryState,
    EstablishmentType,
    FunnelStage,
    InvitationStanding,
    PolicyReaders,
    PortalRole,
    SchoolRole,
)

if TYPE_CHECKING:
    from members import models

AnyUser = Union["models.User", AnonymousUser]

# Whole-portal readers: the office works for everyone, the clerk supports the board.
SEES_ALL_MEMBERS = (PortalRole.OFFICE, PortalRole.CLERK)
# Design 5: the business manager may prepare everything; so may anyone verified to work there.
PREPARERS = tuple(SchoolRole)
SIGNERS_UP = (SchoolRole.HEADTEACHER, SchoolRole.BUSINESS_MANAGER)


def holds(user: AnyUser, *roles: PortalRole) -> bool:
    """Whether the person holds one of the roles today; nobody is nothing."""
    return bool(user.is_authenticated and user.holds(*roles))


def schools_as(user: AnyUser, *roles: SchoolRole) -> set[int]:
    """URNs of the schools where the person works today in one of the roles."""
    return user.schools_as(*roles) if user.is_authenticated else set()


def belongs(user: AnyUser) -> bool:
    """Whether the person works at a school or holds a role in the partnership today."""
    return bool(schools_as(user, *SchoolRole)) or holds(user, *PortalRole)


class DatedQuerySet(QuerySet):
    def current(self, on: date) -> Self:
        return self.not_over(on).filter(from_on__lte=on)

    def not_over(self, on: date) -> Self:
        """Current, or yet to begin."""
        return self.filter(Q(to_on=None) | Q(to_on__gte=on))


class UserQuerySet(QuerySet["models.User"]):
    def active(self) -> UserQuerySet:
        return self.filter(is_active=True)


class AffiliationQuerySet(DatedQuerySet):
    def heads(self) -> AffiliationQuerySet:
        return self.filter(role=SchoolRole.HEADTEACHER)


class RoleHeldQuerySet(DatedQuerySet):
    def of(self, *roles: PortalRole) -> RoleHeldQuerySet:
        return self.filter(role__in=roles)


class TrustQuerySet(QuerySet["models.Trust"]):
    def with_schools(self) -> TrustQuerySet:
        """Trusts whose schools belong to the partnership, in whatever period."""
        trusts = self.model._default_manager.filter(schools__memberships__state__in=MEMBER_STATES)
        return self.filter(pk__in=trusts.values("pk"))


class SchoolQuerySet(QuerySet["models.School"]):
    def open(self) -> SchoolQuerySet:
        return self.filter(status__in=OPEN_STATUSES)

    def eligible_for(self, period: models.Period) -> SchoolQuerySet:
        """Design 12: open establishments of the period's LAs, of the types it takes in."""
        return self.open().filter(la_code__in=period.la_codes, type__in=period.eligible_types)

    def not_eligible_for(self, period: models.Period) -> SchoolQuerySet:
        return self.exclude(
            status__in=OPEN_STATUSES, la_code__in=period.la_codes, type__in=period.eligible_types
        )

    def members_of(self, period: models.Period) -> SchoolQuerySet:
        return self.filter(memberships__period=period, memberships__state__in=MEMBER_STATES)

    def of_group(self, group: str) -> SchoolQuerySet:
        types = [kind for kind in EstablishmentType if kind.group == group]
        return self.filter(type__in=types)

    def listed(self, period: models.Period | None, which: str) -> SchoolQuerySet:
        """The directory: members, which is anybody's to read, or who may join, or has not yet."""
        if period is None:
            return self.none()
        if which == "all":
            return self.eligible_for(period)
        if which == "others":
            committed = period.memberships.filter(state__in=COMMITTED_STATES)
            return self.eligible_for(period).exclude(memberships__in=committed)
        return self.members_of(period)

    def found_by(self, words: str) -> SchoolQuerySet:
        """By URN, postcode or every word of the name, in any order, accents aside."""
        if re.fullmatch(r"\s*\d{5,6}\s*", words):
            return self.filter(urn=int(words))
        return self.filter(words_begin("search_text", words))

    def with_membership_in(self, period: models.Period) -> SchoolQuerySet:
        joined = period.memberships.filter(school=OuterRef("pk"), state__in=COMMITTED_STATES)
        return self.annotate(has_joined=Exists(joined))

    def in_stage(self, period: models.Period, stage: str) -> SchoolQuerySet:
        return self._with_stage(period).filter(Q(("stage", stage)))

    def with_last_chase(self, period: models.Period) -> SchoolQuerySet:
        last = Max("chases__sent_at", filter=Q(chases__period=period))
        return self.annotate(last_chased_at=last)

    def funnel_counts(self, period: models.Period) -> dict[tuple[str, str], int]:
        """(phase, stage) -> how many of the schools that may join; one query."""
        staged = self.eligible_for(period)._with_stage(period)
        rows = staged.values_list("phase", "stage")  # type: ignore[misc]  # annotated
        return {(phase, stage): n for phase, stage, n in rows.annotate(Count("pk")).order_by()}

    def _with_stage(self, period: models.Period) -> SchoolQuerySet:
        """Whoever has an account as head or business manager was heard of, invited or not."""
        here = period.memberships.filter(school=OuterRef("pk"))
        known = Q(invitations__revoked_at=None, invitations__isnull=False)
        known |= Q(affiliations__to_on=None, affiliations__role__in=SIGNERS_UP)
        heard = self.model._default_manager.filter(known, pk=OuterRef("pk"))
        stage = Case(
            When(Exists(here.filter(state__in=COMMITTED_STATES)), then=Value(FunnelStage.SIGNED)),
            When(Exists(here.filter(state__in=OVER_STATES)), then=Value(FunnelStage.GONE)),
            When(Exists(here), then=Value(FunnelStage.STARTED)),
            When(Exists(heard), then=Value(FunnelStage.INVITED)),
            default=Value(FunnelStage.UNHEARD),
        )
        return self.annotate(stage=stage)


class PeriodQuerySet(QuerySet["models.Period"]):
    def current(self, on: date) -> models.Period | None:
        """The published period whose sign-up opened last; before any has, the first to come."""
        return self.only_current(on).first()

    def running(self, on: date) -> models.Period | None:
        """Whose members are members on this day, though sign-up for the next may have opened."""
        return self.only_running(on).first()

    # The same two as questions, for use inside another.

    def only_current(self, on: date) -> PeriodQuerySet:
        return self._latest(on)[:1]

    def only_running(self, on: date) -> PeriodQuerySet:
        runs = Case(When(starts_on__lte=on, ends_on__gte=on, then=F("starts_on")))
        latest = self._latest(on)
        return latest.order_by(runs.desc(nulls_last=True), *latest.query.order_by)[:1]

    def _latest(self, on: date) -> PeriodQuerySet:
        begun = Case(When(signup_opens_on__lte=on, then=F("signup_opens_on")))
        newest_begun = begun.desc(nulls_last=True)
        return self.filter(is_published=True).order_by(newest_begun, "signup_opens_on")


class MembershipQuerySet(QuerySet["models.Membership"]):
    def members(self) -> MembershipQuerySet:
        return self.filter(state__in=MEMBER_STATES)

    def committed(self) -> MembershipQuerySet:
        return self.filter(state__in=COMMITTED_STATES)

    def counts_in(self, period: models.Period) -> dict[str, int]:
        """How many memberships of the period stand in each state."""
        rows = self.filter(period=period).values_list("state").annotate(Count("pk"))
        return dict(rows.order_by("state"))

    def found_by(self, words: str) -> MembershipQuerySet:
        """By the school's URN, or every word of its name or postcode, accents aside."""
        if re.fullmatch(r"\s*\d{5,6}\s*", words):
            return self.filter(school=int(words))
        return self.filter(words_begin("school__search_text", words))

    def visible_to(self, user: AnyUser) -> MembershipQuerySet:
        """The office and the clerk see all; people of a school see their own school's."""
        if holds(user, *SEES_ALL_MEMBERS):
            return self
        own = Q(school__in=schools_as(user, *PREPARERS))
        if user.is_authenticated and holds(user, PortalRole.TRUST_SIGNATORY):
            own |= Q(school__trust__in=user.trusts_signed_for())
        return self.filter(own)


class ClaimQuerySet(QuerySet["models.Claim"]):
    def waiting(self) -> ClaimQuerySet:
        return self.filter(state=ClaimState.WAITING)

    def decided(self) -> ClaimQuerySet:
        return self.exclude(state=ClaimState.WAITING)

    def with_who_and_where(self) -> ClaimQuerySet:
        return self.select_related("user", "school")

    def visible_to(self, user: AnyUser) -> ClaimQuerySet:
        if holds(user, PortalRole.OFFICE):
            return self
        return self.filter(user=user) if user.is_authenticated else self.none()


class InvitationQuerySet(QuerySet["models.Invitation"]):
    def open(self) -> InvitationQuerySet:
        return self.filter(accepted_at=None, revoked_at=None)

    def visible_to(self, user: AnyUser) -> InvitationQuerySet:
        return self if holds(user, PortalRole.OFFICE) else self.none()

    def standing(self, standing: str, now: datetime) -> InvitationQuerySet:
        """Those that stand so now; see InvitationStanding."""
        found = {
            InvitationStanding.WAITING: self.open().filter(expires_at__gt=now),
            InvitationStanding.ACCEPTED: self.exclude(accepted_at=None),
            InvitationStanding.EXPIRED: self.open().filter(expires_at__lte=now),
            InvitationStanding.REVOKED: self.exclude(revoked_at=None),
        }
        return found.get(standing, self)  # type: ignore[call-overload]

    def found_by(self, words: str) -> InvitationQuerySet:
        """By URN, or words of the school, the person or the address."""
        found = self
        for word in words.split():
            known = Q(name__icontains=word) | Q(email__icontains=word)
            known |= Q(school__search_text__contains=normalise(word) or word)
            if word.isdecimal():
                known |= Q(school=int(word[:9]))
            found = found.filter(known)
        return found

    def no_longer_vouched_for(self, posts: AffiliationQuerySet, roles: RoleHeldQuerySet) -> Self:
        """The school's own, of whose sender neither the posts nor the roles given say they may."""
        sender = OuterRef("invited_by")
        trusts = roles.filter(role=PortalRole.TRUST_SIGNATORY, trust=OuterRef("school__trust"))
        return self.filter(
            ~Exists(posts.filter(user=sender, school=OuterRef("school"), role__in=SIGNERS_UP)),
            ~Exists(trusts.filter(user=sender)),
            # The office sends a colleague's invitation again, and is the sender then.
            ~Exists(roles.filter(role=PortalRole.OFFICE, user=sender)),
            by_school=True,
            invited_by__isnull=False,
        )

    def schools_waiting(self, period: models.Period, now: datetime) -> int:
        """How many schools hold an invitation that still works and have not begun."""
        working = self.open().filter(expires_at__gt=now)
        fresh = working.exclude(school__memberships__period=period)
        return fresh.values("school").distinct().count()


class EnquiryQuerySet(QuerySet["models.Enquiry"]):
    def to_answer(self) -> EnquiryQuerySet:
        return self.filter(state=EnquiryState.NEW)

    def found_by(self, words: str) -> EnquiryQuerySet:
        """By words of the person, the address, the school or the question."""
        found = self
        for word in words.split():
            known = Q(name__icontains=word) | Q(email__icontains=word)
            found = found.filter(
                known | Q(school_name__icontains=word) | Q(question__icontains=word)
            )
        return found

    def visible_to(self, user: AnyUser) -> EnquiryQuerySet:
        return self if holds(user, PortalRole.OFFICE) else self.none()


class PolicyQuerySet(QuerySet["models.Policy"]):
    def visible_to(self, user: AnyUser) -> PolicyQuerySet:
        """The office sees withdrawn ones too; members-only ones need a role somewhere."""
        if holds(user, PortalRole.OFFICE):
            return self
        shown = self.filter(is_withdrawn=False)
        if belongs(user):
            return shown
        return shown.filter(readers=PolicyReaders.PUBLIC)
