"""What waits for the panel: interests to declare, bids to mark, interests to rule on."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from bids.models import Assessor, Bid, Call, Interest, MarkSheet
from bids.querysets.bids import ASSESSES
from bids.querysets.interests import RULES
from bids.states import GIVEN, CallState
from bids.workflow import is_screened, moment
from hlp.kit.waiting import Waiting
from members.models import User
from members.querysets import AnyUser, holds


def waiting_for(user: AnyUser, now: datetime) -> Iterator[Waiting]:
    if not user.is_authenticated:
        return
    if holds(user, *ASSESSES):
        yield from _to_mark(user)
    if holds(user, *RULES):
        yield from _to_rule_on(user)
    if user.has_perm("bids.manage_call"):
        yield from _to_start(user, now)


def _to_mark(user: User) -> Iterator[Waiting]:
    """Exactly what is owed, by the questions that reminders ask as well."""
    asked = Assessor.objects.asked().filter(user=user, call__state=CallState.MARKING)
    calls = [row.call for row in asked.select_related("call").order_by("call__marks_due_at")]
    if not calls:
        return
    bids = Bid.objects.scored().filter(call__in=calls).in_calls_open_to(user)
    declare = Counter(bids.undeclared_by(user).values_list("call", flat=True))
    given = MarkSheet.objects.filter(assessor=user, state__in=sorted(GIVEN)).values("bid")
    mark = Counter(bids.clear_for(user).exclude(pk__in=given).values_list("call", flat=True))
    for call in calls:
        until = f"{call}, by {moment(call.marks_due_at)}"
        if count := declare[call.pk]:
            url = reverse("bids:declare_interests", args=[call.slug])
            yield Waiting("Declare your interests in bids", url, until, count)
        if count := mark[call.pk]:
            url = reverse("bids:marking_progress", args=[call.slug])
            yield Waiting("Bids to mark", url, until, count)


def _to_rule_on(user: User) -> Iterator[Waiting]:
    rows = Interest.objects.rulings_of(user).select_related("bid__call", "user")
    count = sum(user.has_perm("bids.rule_on_interest", row) for row in rows)
    if count:
        detail = "Until you do, the bid stays closed to the person."
        yield Waiting("Interests to rule on", reverse("bids:rulings"), detail, count)


def _to_start(user: User, now: datetime) -> Iterator[Waiting]:
    for call in Call.objects.filter(state=CallState.CLOSED).order_by("closes_at", "pk"):
        if is_screened(call, now) is None and user.has_perm("bids.oversee_call", call):
            url = reverse("bids:call_bids", args=[call.slug])
            yield Waiting("Every bid is screened: start marking", url, call.title)
