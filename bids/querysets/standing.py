"""Where a person stands towards bids: the schools and trusts they work for."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from bids.states import IN_THE_BID
from members.models import Affiliation, RoleHeld, School
from members.querysets import AnyUser, schools_as
from members.states import PortalRole, SchoolRole

# Who may act for a school in a bid without an invitation (design 12, the table of powers).
BIDDERS = (SchoolRole.HEADTEACHER, SchoolRole.BUSINESS_MANAGER)


def of_schools(urns: set[int]) -> Q:
    """Bids that one of these schools leads or partners."""
    return Q(lead_school__in=urns) | Q(
        partners__school__in=urns, partners__state__in=sorted(IN_THE_BID)
    )


def works_for(user: AnyUser) -> Q | None:
    """Bids led or partnered by a school or trust the person works for, or that they helped with.

    A trust is met through any of its schools, or as its signatory. None for nobody signed in.
    """
    if not user.is_authenticated:
        return None
    urns = schools_as(user, *SchoolRole)
    trusts = user.trusts_signed_for()
    # Whoever took up an invitation has read the bid, and may have written it.
    helped = Q(editors__user=user, editors__accepted_at__isnull=False)
    if not urns and not trusts:
        return helped
    found = helped | of_schools(urns)
    for school in ("lead_school", "partners__school"):
        of_trust = Q(**{f"{school}__trust__in": trusts}) | Q(
            **{f"{school}__trust__schools__in": urns}
        )
        if school != "lead_school":
            of_trust &= Q(partners__state__in=sorted(IN_THE_BID))
        found |= of_trust
    return found


def works_for_any(bids: QuerySet, on: date) -> Q:
    """The same, asked of rows with a `user`: whoever works for a school or trust of these bids."""
    partnered = Q(partnered_bids__bid__in=bids, partnered_bids__state__in=sorted(IN_THE_BID))
    schools = School.objects.filter(Q(led_bids__in=bids) | partnered)
    trusts = schools.exclude(trust=None).values("trust")
    at_a_school = Q(school__in=schools.values("pk")) | Q(school__trust__in=trusts)
    posts = Affiliation.objects.current(on).filter(at_a_school, user=OuterRef("user"))
    signing = RoleHeld.objects.current(on).filter(
        role=PortalRole.TRUST_SIGNATORY, trust__in=trusts, user=OuterRef("user")
    )
    editors = bids.model._meta.get_field("editors").related_model._default_manager
    helped = editors.filter(bid__in=bids, user=OuterRef("user"), accepted_at__isnull=False)
    return Q(Exists(posts)) | Q(Exists(signing)) | Q(Exists(helped))
