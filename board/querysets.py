"""What we look up about elections, and who can see it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Self, cast

from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, QuerySet, When

from board.states import ElectionState, NominationState, SeatKind
from members.querysets import AnyUser, DatedQuerySet, holds
from members.states import PortalRole

if TYPE_CHECKING:
    from board import models  # noqa: F401 - named in strings
    from members.models import Period


class ElectionQuerySet(QuerySet["models.Election"]):
    def visible_to(self, user: AnyUser) -> ElectionQuerySet:
        """Everybody sees an election once it is announced, the returning officer before that."""
        if holds(user, PortalRole.RETURNING_OFFICER):
            return self
        return self.exclude(state=ElectionState.DRAFT)

    def newest_first(self) -> ElectionQuerySet:
        return self.order_by("-voting_closes_at", "-pk")

    def with_contests(self) -> ElectionQuerySet:
        return self.prefetch_related("contests")

    def taking_votes(self, now: datetime) -> ElectionQuerySet:
        return self.filter(state=ElectionState.VOTING, voting_closes_at__gte=now)


class NominationQuerySet(QuerySet["models.Nomination"]):
    def candidates(self) -> NominationQuerySet:
        return self.filter(state=NominationState.ACCEPTED)

    def on_the_paper(self) -> NominationQuerySet:
        """Who was a candidate when the poll opened, also who has withdrawn since."""
        return self.exclude(position=None).order_by("position")

    def visible_to(self, user: AnyUser) -> NominationQuerySet:
        """Candidates are public; before that only the two concerned and the returning officer."""
        if holds(user, PortalRole.RETURNING_OFFICER):
            return self
        known = Q(state=NominationState.ACCEPTED) | Q(position__isnull=False)
        if user.is_authenticated:
            known |= Q(nominee=user) | Q(proposed_by=user)
        return self.filter(known)


class SeatQuerySet(QuerySet["models.Seat"]):
    def of(self, period: Period) -> SeatQuerySet:
        """The seats of one board in the order of the prospectus; those taken away are left out."""
        order = Case(*(When(kind=kind, then=n) for n, kind in enumerate(SeatKind)))
        return self.filter(period=period, closed_on=None).order_by(order, "number")

    def vacant_on(self, day: date) -> SeatQuerySet:
        held = self._appointments().current(day).filter(seat=OuterRef("pk"))
        return self.filter(~Exists(held), closed_on=None)

    def with_holders(self, day: date) -> SeatQuerySet:
        """With who sits there that day and who comes after, as `sitting`."""
        held = self._appointments().not_over(day).select_related("person", "school")
        return self.prefetch_related(
            Prefetch("appointments", held.order_by("from_on"), to_attr="sitting")
        )

    def _appointments(self) -> AppointmentQuerySet:
        return cast(
            AppointmentQuerySet,
            self.model._meta.get_field("appointments").related_model._default_manager.all(),  # type: ignore[union-attr]
        )


class AppointmentQuerySet(DatedQuerySet):
    def not_over(self, day: date) -> Self:
        """Who sits there that day, and who is appointed from a later one."""
        return self.filter(Q(to_on=None) | Q(to_on__gte=F("from_on")) & Q(to_on__gte=day))

    def meeting(self, from_on: date, to_on: date | None) -> Self:
        """Those that have a day in common with these days."""
        lasting = self.not_over(from_on)
        return lasting if to_on is None else lasting.filter(from_on__lte=to_on)
