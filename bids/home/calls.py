"""What waits for office and clerk about calls."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from bids.models import Bid, Call, Question
from bids.states import SCORED, BidState, CallState
from hlp.kit.clock import moment
from hlp.kit.waiting import Found, Subject, Waiting
from members.models import User

MANAGE = "bids.manage_call"
OVER = (CallState.OPEN, CallState.CLOSED)


def _questions(found: Found) -> Iterator[Waiting]:
    """One line a call: a question by itself is opened at once, of several the page."""
    asked: dict[Call, list[Question]] = defaultdict(list)
    for question in found.rows.select_related("call").order_by("asked_at", "pk"):
        asked[question.call].append(question)
    for call, waiting in asked.items():
        first = waiting[0]
        detail = f"{call}, asked at {moment(first.asked_at)}"
        if len(waiting) == 1:
            url = reverse("bids:answer_question", args=[first.pk])
            yield Waiting("Answer a question about a call", url, detail)
        else:
            url = reverse("bids:call_questions", args=[call.slug])
            detail = f"{call}, the first asked at {moment(first.asked_at)}"
            yield Waiting("Answer the questions about a call", url, detail, len(waiting))


def _drafts(found: Found) -> Iterator[Waiting]:
    for call in found.rows.with_terms().order_by("pk"):
        url = reverse("bids:office_call", args=[call.slug])
        if _looks_ready(call, found.now):
            yield Waiting("A call is ready to open", url, call.title)
        else:
            yield Waiting("Finish setting up a call", url, call.title, tone="info")


def _looks_ready(call: Call, now: datetime) -> bool:
    """From what is loaded; the move itself looks closer."""
    said = call.decided_on and call.minute_reference and call.descriptors_confirmed_at
    return bool(said) and hasattr(call, "terms") and now < call.closes_at


def _over(user: User, now: datetime) -> QuerySet[Call]:
    """Calls with bids whose moment has passed, also those that nobody has closed yet."""
    calls = Call.objects.filter(state__in=OVER, closes_at__lt=now)
    before_the_board = Bid.objects.filter(state__in=[BidState.SUBMITTED, *sorted(SCORED)])
    calls = calls.filter(pk__in=before_the_board.values("call"))
    return calls.exclude(pk__in=Bid.objects.calls_out_of(user))


def _screen_or_start(found: Found) -> Iterator[Waiting]:
    to_screen = Count("bids", filter=Q(bids__state=BidState.SUBMITTED))
    for call in found.rows.annotate(to_screen=to_screen).order_by("closes_at", "pk"):
        url = reverse("bids:call_bids", args=[call.slug])
        if found.now <= call.enforced_at:
            continue
        if call.to_screen:
            yield Waiting("Screen the bids", url, f"{call} has closed", call.to_screen)
        elif call.state == CallState.CLOSED:
            yield Waiting("Every bid is screened: start marking", url, call.title)


SUBJECTS = (
    Subject(lambda user, now: Question.objects.to_answer(), _questions, MANAGE),
    Subject(lambda user, now: Call.objects.filter(state=CallState.DRAFT), _drafts, MANAGE),
    Subject(_over, _screen_or_start, MANAGE),
)
