"""What is reminded of about a call: it closes soon, and questions wait for an answer."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from bids.models import Bid, Call, Partner, Question
from bids.querysets.standing import BIDDERS
from bids.states import BidState, CallState
from hlp.kit import clock
from hlp.kit.clock import moment
from hlp.kit.reminders import Due, Line, Rule, in_words, register
from members.models import Affiliation, School


def draft_unfinished(today: date) -> Iterator[Due]:
    """To head and business manager of the school that leads a draft; partners leave it to them."""
    bids = Bid.objects.filter(state=BidState.DRAFT, call__in=_closing(DRAFT_UNFINISHED, today))
    rows = bids.select_related("call", "lead_school").order_by("call__closes_at", "pk")
    posts = Affiliation.objects.current(today).filter(role__in=BIDDERS)
    for bid in rows:
        closes_on = clock.day_of(bid.call.closes_at)
        here = posts.filter(school=bid.lead_school)
        for address in here.values_list("user__email", flat=True).distinct():
            yield Due(address, f"bid:{bid.pk}", closes_on, _not_submitted(bid, today))


def call_closing(today: date) -> Iterator[Due]:
    """Once, to heads of member schools that are in no bid: not every head reads every mail."""
    for call in _closing(CALL_CLOSING, today).select_related("priority__year__period"):
        closes_on = clock.day_of(call.closes_at)
        for address in _heads_without_a_bid(call, today):
            yield Due(address, f"call:{call.pk}", closes_on, _still_open(call, today))


def questions_waiting(today: date) -> Iterator[Due]:
    """To the office, as long as a question of a call is not answered."""
    first, last = QUESTIONS_WAITING.window(today)
    rows = Question.objects.to_answer().filter(
        asked_at__gte=clock.start_of_day(first), asked_at__lte=clock.end_of_day(last)
    )
    for question in rows.select_related("call").order_by("pk"):
        asked_on = clock.day_of(question.asked_at)
        line = _unanswered(question, today)
        yield Due(settings.OFFICE_EMAIL, f"question:{question.pk}", asked_on, line)


DRAFT_UNFINISHED = register(
    Rule(
        name="bids.draft_unfinished",
        title="Bid not submitted",
        purpose="Head and business manager of a school with a draft hear a week, two days and on"
        " the day before the call closes that the bid is not submitted.",
        days=(-7, -2, 0),
        due=draft_unfinished,
        is_deadline=True,
    )
)
CALL_CLOSING = register(
    Rule(
        name="bids.call_closing",
        title="Call closing",
        purpose="Heads of member schools that are in no bid hear once, two weeks before a call"
        " closes.",
        days=(-14,),
        due=call_closing,
        at_most=1,
    )
)
QUESTIONS_WAITING = register(
    Rule(
        name="bids.questions_waiting",
        title="Questions about a call",
        purpose="The office hears two and five days after a question about a call was asked that it"
        " is not answered.",
        days=(2, 5),
        due=questions_waiting,
    )
)


def _closing(rule: Rule, today: date) -> QuerySet[Call]:
    first, last = rule.window(today)
    return Call.objects.filter(
        state=CallState.OPEN,
        closes_at__gte=clock.start_of_day(max(first, today)),
        closes_at__lte=clock.end_of_day(last),
    ).order_by("closes_at", "pk")


def _heads_without_a_bid(call: Call, today: date) -> list[str]:
    bids = Bid.objects.filter(call=call).exclude(state=BidState.WITHDRAWN)
    partners = Partner.objects.in_the_bid().filter(bid__in=bids)
    rest = (
        School.objects.members_of(call.priority.year.period)
        .exclude(pk__in=bids.values("lead_school"))
        .exclude(pk__in=partners.values("school"))
    )
    heads = Affiliation.objects.heads().current(today).filter(school__in=rest)
    return list(heads.values_list("user__email", flat=True).distinct().order_by("user__email"))


def _not_submitted(bid: Bid, today: date) -> Line:
    closes_on = clock.day_of(bid.call.closes_at)
    return Line(
        title=f"Your bid is not submitted. The call closes {in_words(closes_on, today)}",
        detail=f"{bid.call}: {bid.lead_school}, until {moment(bid.call.closes_at)}. A draft is not"
        " marked.",
        url=reverse("bids:bid_detail", args=[bid.pk]),
        label="Your bid",
    )


def _still_open(call: Call, today: date) -> Line:
    closes_on = clock.day_of(call.closes_at)
    return Line(
        title=f"A call for bids closes {in_words(closes_on, today)}",
        detail=f"{call}: schools can bid to lead {call.priority}, alone or together, until"
        f" {moment(call.closes_at)}.",
        url=reverse("bids:call_detail", args=[call.slug]),
        label="The call",
    )


def _unanswered(question: Question, today: date) -> Line:
    asked_on = clock.day_of(question.asked_at)
    return Line(
        title=f"A question about “{question.call}” waits for its answer",
        detail=f"It was asked {in_words(asked_on, today)}. Everybody who bids reads the answer.",
        url=reverse("bids:answer_question", args=[question.pk]),
        label="Answer it",
    )
