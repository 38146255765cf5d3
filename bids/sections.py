"""The part of a school's page that bids have: its own bids, for whoever works on them."""

from datetime import datetime

from django.db.models import Q

from bids.models import Bid
from bids.states import IN_THE_BID
from hlp.kit.sections import Section
from members.models import School
from members.querysets import AnyUser

SHOWN = 20


def bids_of(school: School, user: AnyUser, now: datetime) -> Section | None:
    """Nothing of others' bids shows here, published or not: that is on the page of the call."""
    partnered = Q(partners__school=school, partners__state__in=sorted(IN_THE_BID))
    bids = Bid.objects.of_own(user).filter(Q(lead_school=school) | partnered).distinct()
    rows = list(bids.with_call().newest_first()[:SHOWN])
    if not rows:
        return None
    return Section("Bids", "bids/bids/of_school.html", {"bids": rows, "school": school})
