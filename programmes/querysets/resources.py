"""Resources, by audience."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from hlp.kit.searching import words_begin
from members.models import Membership
from members.querysets import AnyUser, belongs, holds
from members.states import PortalRole
from programmes.querysets.programmes import led_from, works_in
from programmes.states import ResourceAudience

if TYPE_CHECKING:
    from programmes import models  # noqa: F401 - named in strings


# A programme lead reads as staff of the school, and no longer than that.
OF_THE_PARTNERSHIP = tuple(role for role in PortalRole if role != PortalRole.PROGRAMME_LEAD)


class ResourceQuerySet(QuerySet["models.Resource"]):
    def visible_to(self, user: AnyUser) -> ResourceQuerySet:
        """Everybody's for everybody; all schools' for whoever works somewhere; members' for staff
        of a school that is a member and for whoever holds a role in the partnership."""
        if holds(user, PortalRole.OFFICE):
            return self
        shown = Q(audience=ResourceAudience.PUBLIC)
        if belongs(user):
            shown |= Q(audience=ResourceAudience.ALL_SCHOOLS)
        if holds(user, *OF_THE_PARTNERSHIP) or _works_at_a_member(user):
            shown |= Q(audience=ResourceAudience.MEMBERS)
        shown &= Q(withdrawn_at=None)
        if urns := led_from(user):
            led = self.model._default_manager.filter(programme__leads__school__in=urns)
            shown |= Q(pk__in=led.values("pk"))
        return self.filter(shown)

    def shared(self) -> ResourceQuerySet:
        return self.filter(withdrawn_at=None)

    def found_by(self, words: str) -> ResourceQuerySet:
        return self.filter(words_begin("search_text", words))

    def newest_first(self) -> ResourceQuerySet:
        return self.order_by("-shared_at", "-pk")

    def for_list(self) -> ResourceQuerySet:
        """With what a list says of each."""
        return self.select_related("programme", "event", "half_term__year", "document")

    def links_due(self, since: datetime) -> ResourceQuerySet:
        """Shared links that nobody tried since then."""
        tried = self._checks().filter(resource=OuterRef("pk"), checked_at__gt=since)
        return self.shared().exclude(link="").filter(~Exists(tried))

    def broken(self) -> ResourceQuerySet:
        return self.shared().alias(works=self._works()).filter(works=False)

    def _works(self) -> Subquery:
        """What its link answered last."""
        checks = self._checks().filter(resource=OuterRef("pk")).order_by("-checked_at", "-pk")
        return Subquery(checks.values("is_working")[:1])

    def _checks(self) -> QuerySet:
        return self.model._meta.get_field("checks").related_model._default_manager.all()  # type: ignore[union-attr]


def _works_at_a_member(user: AnyUser) -> bool:
    """In whatever period: what the partnership has made stays with its schools."""
    urns = works_in(user)
    return bool(urns) and Membership.objects.members().filter(school__in=urns).exists()
