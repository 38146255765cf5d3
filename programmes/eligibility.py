"""Which schools an event is for: all of the borough, the members, those of one cluster."""

from collections.abc import Iterable

from django.db.models import QuerySet

from members.models import School
from programmes import reach
from programmes.models import Event
from programmes.states import Audience


def schools_for(event: Event) -> QuerySet[School]:
    """A cluster’s event is for its members; only what is for all is for who has not joined."""
    if event.audience == Audience.ALL_SCHOOLS:
        # A member is never turned away, even where the register has changed its type since.
        both = (
            School.objects.eligible_for(event.period)
            .values("pk")
            .union(School.objects.members_of(event.period).values("pk"))
        )
        return School.objects.filter(pk__in=both)
    members = School.objects.members_of(event.period)
    if event.audience == Audience.CLUSTER:
        return members.filter(cluster_line__cluster=event.cluster_id)
    return members


def schools_still_for(event: Event, urns: set[int]) -> set[int]:
    """Those of these it is for now; of a school that closed, if it is for the one after it."""
    still = {school.pk for school in schools_among(event, urns)}
    if gone := urns - still:
        heirs = reach.heirs(gone)
        ours = {school.pk for school in schools_among(event, heirs.values())}
        still |= {urn for urn, heir in heirs.items() if heir in ours}
    return still


def schools_among(event: Event, urns: Iterable[int]) -> list[School]:
    """Those of these schools whose staff may come."""
    return list(schools_for(event).filter(pk__in=set(urns)).order_by("name", "pk"))
