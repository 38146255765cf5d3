"""What waits for office and clerk about calls."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from bids.models import Call, Question
from bids.states import BidState, CallState
from bids.workflow import is_ready_to_open, moment
from hlp.kit.waiting import Waiting
from members.querysets import AnyUser

RUNNING = (CallState.DRAFT, CallState.OPEN, CallState.CLOSED)


def waiting_for(user: AnyUser, now: datetime) -> Iterator[Waiting]:
    """Questions to answer, a call to finish or open, bids to screen."""
    if not user.has_perm("bids.manage_call"):
        return
    # One question on quiet days.
    states = set(Call.objects.filter(state__in=RUNNING).values_list("state", flat=True))
    if states & {CallState.OPEN, CallState.CLOSED}:
        yield from _questions()
    if CallState.DRAFT in states:
        yield from _drafts(now)
    if states & {CallState.OPEN, CallState.CLOSED}:
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
        if is_ready_to_open(call, now) is None:
            yield Waiting("A call is ready to open", url, call.title)
        else:
            yield Waiting("Finish setting up a call", url, call.title, tone="info")


def _closed(user: AnyUser, now: datetime) -> Iterator[Waiting]:
    """Also those whose moment has passed and that nobody has closed yet."""
    over = Call.objects.filter(state=CallState.CLOSED) | Call.objects.due_to_close(now)
    for call in over.order_by("pk"):
        count = call.bids.filter(state=BidState.SUBMITTED).count()
        may_look = count and user.has_perm("bids.oversee_call", call)
        if may_look and now > call.enforced_at:
            url = reverse("bids:call_bids", args=[call.slug])
            yield Waiting("Screen the bids", url, f"{call} has closed", count)
