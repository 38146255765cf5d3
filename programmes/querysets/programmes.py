"""Programmes, and the schools from which a person leads them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Case, Min, Q, QuerySet, Value, When

from members.querysets import AnyUser, holds, schools_as
from members.states import PortalRole, SchoolRole
from programmes.states import PUBLIC_PROGRAMMES, EventState, ProgrammeState

if TYPE_CHECKING:
    from programmes import models  # noqa: F401 - named in strings

# The head and the CPD lead of a lead school plan; the office may name others as programme leads.
LEADING = (SchoolRole.HEADTEACHER, SchoolRole.CPD_LEAD)
SEES_ALL = (
    *(PortalRole.OFFICE, PortalRole.CLERK, PortalRole.BOARD_MEMBER),
    *(PortalRole.CHAIR, PortalRole.ACTING_CHAIR),
)


def sees_all(user: AnyUser) -> bool:
    """Office, clerk and board see what is being planned and how it goes, everywhere."""
    return holds(user, *SEES_ALL)


def led_from(user: AnyUser) -> set[int]:
    """URNs of the schools for which the person plans, should they lead a programme."""
    if not user.is_authenticated:
        return set()
    named = {
        held.school_id
        for held in user.current_roles()
        if held.role == PortalRole.PROGRAMME_LEAD and held.school_id is not None
    }
    # Who was named plans for as long as they work there: leaving the school ends it.
    return schools_as(user, *LEADING) | (named & works_in(user))


def works_in(user: AnyUser) -> set[int]:
    """URNs of all schools the person works at today."""
    return schools_as(user, *SchoolRole)


class ProgrammeQuerySet(QuerySet["models.Programme"]):
    def visible_to(self, user: AnyUser) -> ProgrammeQuerySet:
        """Everybody sees a programme once it is open; before, those who plan it and the board."""
        if sees_all(user):
            return self
        seen = Q(state__in=PUBLIC_PROGRAMMES)
        if urns := led_from(user):
            led = self.model._default_manager.filter(leads__school__in=urns)
            seen |= Q(pk__in=led.values("pk"))
        return self.filter(seen)

    def planned_by(self, user: AnyUser) -> ProgrammeQuerySet:
        if holds(user, PortalRole.OFFICE):
            return self
        return self.filter(leads__school__in=led_from(user)).distinct()

    def running(self) -> ProgrammeQuerySet:
        return self.filter(state=ProgrammeState.OPEN)

    def with_leads(self) -> ProgrammeQuerySet:
        return self.prefetch_related("leads__school")

    def with_next_event(self, now: datetime) -> ProgrammeQuerySet:
        """`next_at`: when its next published event starts."""
        coming = Min(
            "events__starts_at",
            filter=Q(events__state=EventState.PUBLISHED, events__ends_at__gt=now),
        )
        return self.annotate(next_at=coming)

    def running_first(self) -> ProgrammeQuerySet:
        """Running, then being planned, then finished."""
        order = [ProgrammeState.OPEN, ProgrammeState.DRAFT, ProgrammeState.CLOSED]
        places = [When(state=state, then=Value(n)) for n, state in enumerate(order)]
        return self.order_by(Case(*places), "title", "pk")

    def by_title(self) -> ProgrammeQuerySet:
        return self.order_by("title", "pk")
