"""What waits for office and clerk about calls."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse

from bids.models import Bid, Call, Question
from bids.states import BidState, CallState
from bids.workflow import moment
from hlp.kit.waiting import Waiting
from members.querysets import AnyUser


def waiting_for(user: AnyUser, now: datetime) -> Iterator[Waiting]:
    """Questions to answer, a call to finish or open, bids to screen; a query each."""
    if not user.has_perm("bids.manage_call"):
        return
    yield from _questions()
    yield from _drafts(now)
    yield from _closed(user, now)


def _questions() -> Iterator[Waiting]:
    waiting = Question.objects.to_answer().select_related("call").order_by("pk")
    for question in waiting:
        url = reverse("bids:answer_question", args=[question.pk])
        detail = f"{question.call}, asked at {moment(question.asked_at)}"
        yield Waiting("Answer a question about a call", url, detail)


def _drafts(now: datetime) -> Iterator[Waiting]:
    for call in Call.objects.filter(state=CallState.DRAFT).with_terms().order_by("pk"):
        url = reverse("bids:office_call", args=[call.slug])
        if _looks_ready(call, now):
            yield Waiting("A call is ready to open", url, call.title)
        else:
            yield Waiting("Finish setting up a call", url, call.title, tone="info")


def _looks_ready(call: Call, now: datetime) -> bool:
    """From what is loaded; the move itself looks closer."""
    said = call.decided_on and call.minute_reference and call.descriptors_confirmed_at
    return bool(said) and hasattr(call, "terms") and now < call.closes_at


def _closed(user: AnyUser, now: datetime) -> Iterator[Waiting]:
    """Also those whose moment has passed and that nobody has closed yet."""
    over = Q(state=CallState.CLOSED) | Q(state=CallState.OPEN, closes_at__lt=now)
    to_screen = Count("bids", filter=Q(bids__state=BidState.SUBMITTED))
    rows = Call.objects.filter(over).exclude(pk__in=Bid.objects.calls_out_of(user))
    for call in rows.annotate(to_screen=to_screen).order_by("pk"):
        count = call.to_screen  # type: ignore[attr-defined]  # annotated
        if count and now > call.enforced_at:
            url = reverse("bids:call_bids", args=[call.slug])
            yield Waiting("Screen the bids", url, f"{call} has closed", count)
