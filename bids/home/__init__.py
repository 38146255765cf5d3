"""What waits for whom in bidding. One question on quiet days; each subject asks only in season."""

from collections.abc import Iterator
from datetime import datetime

from bids.home import bids, calls, deciding, marking
from bids.models import Call
from bids.states import CallState
from hlp.kit.waiting import Waiting
from members.querysets import AnyUser

S = CallState
SEASONS = (
    ({S.DRAFT, S.OPEN, S.CLOSED}, calls.waiting_for),
    ({S.OPEN, S.CLOSED, S.MARKING, S.MODERATING}, bids.waiting_for),
    ({S.CLOSED, S.MARKING, S.MODERATING}, marking.waiting_for),
    # Published as well: bidders may want to talk their letters over.
    ({S.MARKING, S.MODERATING, S.DECIDED, S.PUBLISHED}, deciding.waiting_for),
)


def waiting_for(user: AnyUser, now: datetime) -> Iterator[Waiting]:
    if not user.is_authenticated:
        return
    states = set(Call.objects.values_list("state", flat=True).order_by("state").distinct())
    for season, asker in SEASONS:
        if states & season:
            yield from asker(user, now)
