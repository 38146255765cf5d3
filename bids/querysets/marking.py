"""What we look up about marks, and who can see them: one's own, then everybody's at moderation."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from bids.querysets.bids import ASSESSES, CLEAR, UNDECLARED, BidQuerySet
from bids.querysets.calls import PREPARES
from bids.querysets.standing import works_for_any
from bids.states import GIVEN, REVEALED, SheetState
from hlp.kit import clock
from members.models import RoleHeld
from members.querysets import AnyUser, holds

if TYPE_CHECKING:
    from bids import models


class AssessorQuerySet(QuerySet["models.Assessor"]):
    def asked(self) -> AssessorQuerySet:
        return self.filter(released_at=None)

    def owing(self, call: models.Call) -> AssessorQuerySet:
        """Who still owes this call a declaration or marks of some bid they are not out of.

        Not who works for one of its schools, was released, no longer sits on the panel, or waits
        for the chair's ruling.
        """
        today = clock.today()
        bids = _bids(self.model._meta.get_field("call").related_model.bids.rel.related_model)  # type: ignore[union-attr]
        sheets = bids.model._meta.get_field("sheets").related_model._default_manager  # type: ignore[union-attr]
        done = sheets.filter(
            bid=OuterRef("pk"), assessor=OuterRef(OuterRef("user")), state__in=sorted(GIVEN)
        )
        of_call = bids.filter(call=call)
        asked = of_call.scored().with_declaration_of(OuterRef(OuterRef("user")))
        owed = asked.filter(UNDECLARED | CLEAR & ~Exists(done))
        seated = RoleHeld.objects.of(*ASSESSES).current(today).filter(user=OuterRef("user"))
        return self.asked().filter(
            ~works_for_any(of_call.in_the_running().values("pk"), today),
            Exists(seated),
            Exists(owed),
            call=call,
            user__is_active=True,
        )


class SheetQuerySet(QuerySet["models.MarkSheet"]):
    def submitted(self) -> SheetQuerySet:
        return self.filter(state=SheetState.SUBMITTED)

    def visible_to(self, user: AnyUser) -> SheetQuerySet:
        """One's own, as long as one is clear of the bid; others' once moderation opens."""
        if not user.is_authenticated:
            return self.none()
        bids = _bids(self.model._meta.get_field("bid").related_model)  # type: ignore[arg-type]
        readable = bids.for_assessor(user).values("pk")
        seen = Q(bid__in=readable, assessor=user)
        if holds(user, *ASSESSES):
            seen |= Q(bid__in=bids.for_assessor(user).shown_to(user).values("pk"))
        if holds(user, *PREPARES):
            prepared = bids.for_preparers(user).values("pk")
            seen |= Q(bid__in=prepared, bid__call__state__in=sorted(REVEALED))
        return self.filter(seen)


def _bids(model: type[Model]) -> BidQuerySet:
    return cast(BidQuerySet, model._default_manager.all())


class MarkQuerySet(QuerySet["models.Mark"]):
    def current(self) -> MarkQuerySet:
        """The marks that no other replaces."""
        return self.filter(replaced_by=None)

    def given(self) -> MarkQuerySet:
        """Those that hold, of sheets that were submitted."""
        return self.current().filter(sheet__state=SheetState.SUBMITTED)
