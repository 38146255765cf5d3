"""Where a call goes on, for whoever looks: the bids, one's marking, the panel, who was chosen."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from bids.models import Assessor, Call
from bids.states import REVEALED, UNSEALED, CallState
from members.querysets import AnyUser

MARKED = frozenset({CallState.MARKING, CallState.MODERATING})


@dataclass(frozen=True)
class Way:
    label: str
    url: str


def of(call: Call, user: AnyUser) -> Iterator[Way]:
    """Each only for who may go there."""

    def way(label: str, name: str) -> Way:
        return Way(label, reverse(f"bids:{name}", args=[call.slug]))

    if call.state == CallState.PUBLISHED:
        yield Way("The lead schools, and why they were chosen", reverse("bids:lead_list"))
    if not user.is_authenticated or call.opened_at is None:
        return
    if user.has_perm("bids.oversee_call", call):
        yield way("The bids, and who marks them", "call_bids")
    if call.state in UNSEALED and user.has_perm("bids.view_interests", call):
        yield way("The register of interests", "interest_register")
    asked = Assessor.objects.asked().filter(call=call, user=user)
    if call.state in MARKED and asked.exists():
        yield way("Your marking", "marking_progress")
    if call.state in REVEALED and user.has_perm("bids.view_panel", call):
        yield way("The panel", "panel")
