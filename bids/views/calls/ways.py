"""Where a call goes on, for whoever looks: the bids, one's marking, the panel, who was chosen."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from bids.models import Assessor, Call
from bids.states import REVEALED, UNSEALED, CallState
from bids.views.deciding.loading import is_to_publish
from members.querysets import AnyUser

SCREENED = frozenset({CallState.CLOSED, CallState.MARKING})
MARKED = frozenset({CallState.MARKING, CallState.MODERATING})


@dataclass(frozen=True)
class Way:
    label: str
    url: str


def of(call: Call, user: AnyUser) -> Iterator[Way]:
    """Each only for who may go there."""
    if call.state == CallState.PUBLISHED:
        yield Way("The lead schools, and why they were chosen", reverse("bids:lead_list"))
    if not user.is_authenticated or call.opened_at is None:
        return
    asked = Assessor.objects.asked().filter(call=call, user=user)
    for is_open, label, name in (
        (user.has_perm("bids.oversee_call", call), "The bids, and who marks them", "call_bids"),
        (
            call.state in UNSEALED and user.has_perm("bids.view_interests", call),
            "The register of interests",
            "interest_register",
        ),
        (call.state in MARKED and asked.exists(), "Your marking", "marking_progress"),
        (
            call.state in SCREENED and is_to_publish(call, user),
            "Publish that no bid is selected",
            "publish_call",
        ),
        (
            call.state in REVEALED and user.has_perm("bids.view_panel", call),
            "The panel",
            "panel",
        ),
    ):
        if is_open:
            yield Way(label, reverse(f"bids:{name}", args=[call.slug]))
