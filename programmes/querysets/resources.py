"""Resources, by audience."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from members.models import Membership
from members.querysets import AnyUser, belongs, holds
from members.states import PortalRole
from programmes.querysets.programmes import led_from, works_in
from programmes.states import ResourceAudience

if TYPE_CHECKING:
    from programmes import models  # noqa: F401 - named in strings


class ResourceQuerySet(QuerySet["models.Resource"]):
    def visible_to(self, user: AnyUser) -> ResourceQuerySet:
        """Everybody's for everybody; all schools' for whoever works somewhere; members' for staff
        of a school that is a member and for whoever holds a role in the partnership."""
        if holds(user, PortalRole.OFFICE):
            return self
        shown = Q(audience=ResourceAudience.PUBLIC)
        if belongs(user):
            shown |= Q(audience=ResourceAudience.ALL_SCHOOLS)
        if holds(user, *PortalRole) or _works_at_a_member(user):
            shown |= Q(audience=ResourceAudience.MEMBERS)
        shown &= Q(withdrawn_at=None)
        if urns := led_from(user):
            led = self.model._default_manager.filter(programme__leads__school__in=urns)
            shown |= Q(pk__in=led.values("pk"))
        return self.filter(shown)

    def shared(self) -> ResourceQuerySet:
        return self.filter(withdrawn_at=None)


def _works_at_a_member(user: AnyUser) -> bool:
    """In whatever period: what the partnership has made stays with its schools."""
    urns = works_in(user)
    return bool(urns) and Membership.objects.members().filter(school__in=urns).exists()
