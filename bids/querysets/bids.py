"""What we look up about bids, and who can see it.

Four kinds of people read a bid: its own schools and co-editors always; office and clerk once it
is unsealed; assessors once it has passed the screen and they are clear of it. Whoever works for
a school or trust of a bid is out of the whole call.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import BooleanField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from bids.querysets.calls import PREPARES
from bids.querysets.standing import BIDDERS, works_for
from bids.states import (
    GIVEN,
    IN_THE_BID,
    LIVE,
    REVEALED,
    SCORED,
    UNSEALED,
    BidState,
    CallState,
    InterestKind,
    PartnerState,
)
from hlp.kit import clock
from members.querysets import AnyUser, holds, schools_as
from members.states import PortalRole

if TYPE_CHECKING:
    from bids import models  # noqa: F401 - named in strings
    from members.models import User

ASSESSES = (PortalRole.BOARD_MEMBER, PortalRole.PANEL_ASSESSOR)
# Of `with_declaration_of`.
NO_INTEREST = Q(said=InterestKind.NONE) | Q(said=InterestKind.PERCEIVED, stays_out=False)
CLEAR = NO_INTEREST & Q(said_of=F("line_up"))
UNDECLARED = Q(said=None) | ~Q(said_of=F("line_up"))


def assesses_since(user: User) -> date | None:
    """The first day of the roles by which the person marks today."""
    return min((h.from_on for h in user.current_roles() if h.role in ASSESSES), default=None)


class BidQuerySet(QuerySet["models.Bid"]):
    def live(self) -> BidQuerySet:
        """Before the board: submitted and not withdrawn."""
        return self.filter(state__in=sorted(LIVE))

    def in_the_running(self) -> BidQuerySet:
        """Live, or a draft that may still come in: whoever works for its schools judges no other.

        While the call is open, with a late exception that still holds, or as a joint bid that the
        board waits for.
        """
        late = self.model._meta.get_field("call").related_model.late_exceptions.rel.related_model  # type: ignore[union-attr]
        held = late._default_manager.filter(
            call=OuterRef("call"),
            school=OuterRef("lead_school"),
            used_at=None,
            expires_at__gte=clock.now(),
        )
        may_come = (
            Q(call__state=CallState.OPEN)
            | Q(is_joint=True, call__state=CallState.MODERATING)
            | Q(Exists(held), call__state__in=[CallState.CLOSED, CallState.MARKING])
        )
        return self.filter(Q(state__in=sorted(LIVE)) | Q(may_come, state=BidState.DRAFT))

    def scored(self) -> BidQuerySet:
        """Through the screen: what is marked, ranked and decided."""
        return self.filter(state__in=sorted(SCORED))

    def with_call(self) -> BidQuerySet:
        """With what every page of a bid says of it."""
        return self.select_related("call__priority__year__period", "call__terms", "lead_school")

    def newest_first(self) -> BidQuerySet:
        return self.order_by("-created_at", "-pk")

    def of_own(self, user: AnyUser) -> BidQuerySet:
        """Bids the person works on: for a school of the bid, or as an accepted co-editor."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(pk__in=self._same().filter(_own(user)).values("pk"))

    def calls_out_of(self, user: AnyUser) -> QuerySet:
        """Primary keys of the calls in which this person may neither mark nor decide."""
        mine = works_for(user)
        if mine is None:
            return self.model._default_manager.none().values("call")
        return self._same().in_the_running().filter(mine).values("call")

    def in_calls_open_to(self, user: AnyUser) -> BidQuerySet:
        return self.exclude(call__in=self.calls_out_of(user))

    def clear_for(self, user: AnyUser) -> BidQuerySet:
        """Bids of which the person has said that no interest stands in the way, for the schools
        now in it; or the chair has ruled so."""
        if not user.is_authenticated:
            return self.none()
        return self.with_declaration_of(user).filter(CLEAR)

    def undeclared_by(self, user: AnyUser) -> BidQuerySet:
        """Of which the person has yet to speak, for the schools now in it."""
        return self.with_declaration_of(user).filter(UNDECLARED)

    def with_declaration_of(self, user: AnyUser | OuterRef) -> BidQuerySet:
        """What the person said last, of which schools, and how the chair ruled on it."""
        interests = self.model._meta.get_field("interests").related_model._default_manager  # type: ignore[union-attr]
        newest = interests.filter(bid=OuterRef("pk"), user=user).order_by("-pk")
        out = Coalesce(
            Subquery(newest.values("ruling__stays_out")[:1]), True, output_field=BooleanField()
        )
        return self.alias(
            said=Subquery(newest.values("kind")[:1]),
            said_of=Subquery(newest.values("line_up")[:1]),
            stays_out=out,
        )

    def for_assessor(self, user: AnyUser) -> BidQuerySet:
        """What this assessor may read and mark: passed, unsealed, and clear."""
        if not holds(user, *ASSESSES):
            return self.none()
        return (
            self.scored()
            .filter(call__state__in=sorted(UNSEALED))
            .clear_for(user)
            .in_calls_open_to(user)
        )

    def for_preparers(self, user: AnyUser) -> BidQuerySet:
        """What office and clerk may read: unsealed by closing, or by them with a reason."""
        if not holds(user, *PREPARES):
            return self.none()
        opened = Q(call__state__in=sorted(UNSEALED)) | Q(call__early_openings__opened_by=user)
        bids = self._same().live().filter(opened).in_calls_open_to(user)
        # Who also sits on the panel has said so of each bid; it holds in this office as well.
        bids = bids.with_declaration_of(user).filter(Q(said=None) | NO_INTEREST)
        return self.filter(pk__in=bids.values("pk"))

    def for_panel(self, user: AnyUser) -> BidQuerySet:
        """Bids whose marks this person may compare: by office, not because it is their own."""
        if not user.is_authenticated:
            return self.none()
        keys = (
            self._same().for_assessor(user).shown_to(user).values("pk"),
            self._same().for_preparers(user).values("pk"),
        )
        return self.scored().filter(Q(pk__in=keys[0]) | Q(pk__in=keys[1]))

    def prepared_by(self, user: AnyUser) -> BidQuerySet:
        """Bids whose letter, with the agreed marks in it, this person may read before it is out."""
        keys = (
            self._same().for_panel(user).values("pk"),
            self._same().for_preparers(user).values("pk"),
        )
        return self.filter(Q(pk__in=keys[0]) | Q(pk__in=keys[1]))

    def shown_to(self, user: User) -> BidQuerySet:
        """Bids of which an assessor sees the others' marks, once moderation is open.

        Who came to the panel after it opened gives their own marks first.
        """
        since = assesses_since(user)
        if since is None:
            return self.none()
        sheets = self.model._meta.get_field("sheets").related_model._default_manager  # type: ignore[union-attr]
        given = sheets.filter(bid=OuterRef("pk"), assessor=user, state__in=sorted(GIVEN))
        day_after = clock.start_of_day(since + timedelta(days=1))
        was_there = Q(call__moderating_at__gte=day_after)
        return self.filter(was_there | Exists(given), call__state__in=sorted(REVEALED))

    def visible_to(self, user: AnyUser) -> BidQuerySet:
        if not user.is_authenticated:
            return self.none()
        keys = (
            self._same().filter(_own(user)).values("pk"),
            self._same().for_assessor(user).values("pk"),
            self._same().for_preparers(user).values("pk"),
        )
        seen = Q()
        for found in keys:
            seen |= Q(pk__in=found)
        return self.filter(seen)

    def _same(self) -> BidQuerySet:
        return BidQuerySet(self.model, using=self.db)


def _own(user: AnyUser) -> Q:
    """Its own bid, drafts included."""
    urns = schools_as(user, *BIDDERS)
    # Who was asked and never answered reads the bid to decide, and not how it was marked.
    unanswered = Q(partners__state=PartnerState.ASKED, call__published_at=None)
    partnered = Q(partners__school__in=urns) & (
        Q(partners__state=PartnerState.ACCEPTED) | unanswered
    )
    helped = Q(editors__user=user, editors__accepted_at__isnull=False, editors__revoked_at=None)
    return Q(lead_school__in=urns) | partnered | helped


class PartnerQuerySet(QuerySet["models.Partner"]):
    def in_the_bid(self) -> PartnerQuerySet:
        return self.filter(state__in=sorted(IN_THE_BID))


class EditorQuerySet(QuerySet["models.Editor"]):
    def open(self) -> EditorQuerySet:
        return self.filter(revoked_at=None)

    def working(self) -> EditorQuerySet:
        return self.filter(revoked_at=None, accepted_at__isnull=False)
