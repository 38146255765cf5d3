"""What waits for the panel: interests to declare, bids to mark, interests to rule on."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Case, Count, Exists, OuterRef, QuerySet, Value, When
from django.urls import reverse

from bids.models import Assessor, Bid, Call, Interest, MarkSheet
from bids.querysets.bids import ASSESSES, CLEAR, UNDECLARED
from bids.querysets.interests import RULES
from bids.states import GIVEN, CallState
from hlp.kit.clock import moment
from hlp.kit.waiting import Found, Subject, Waiting
from members.models import User


def _owed(user: User, now: datetime) -> QuerySet[Bid] | None:
    """Bids of which the person has yet to declare interests, or to give marks."""
    if not user.holds(*ASSESSES):
        return None
    asked = Assessor.objects.asked().filter(user=user, call__state=CallState.MARKING)
    bids = Bid.objects.scored().filter(call__in=asked.values("call")).in_calls_open_to(user)
    given = MarkSheet.objects.filter(bid=OuterRef("pk"), assessor=user, state__in=sorted(GIVEN))
    return bids.with_declaration_of(user).filter(UNDECLARED | CLEAR & ~Exists(given))


def _to_mark(found: Found) -> Iterator[Waiting]:
    undeclared = Case(When(UNDECLARED, then=Value(True)), default=Value(False))
    bids = found.rows.annotate(undeclared=undeclared).order_by()
    rows = bids.values_list("call", "undeclared").annotate(Count("pk"))
    counts = {(call, undeclared): count for call, undeclared, count in rows}
    calls = Call.objects.filter(pk__in={call for call, _ in counts})
    for call in calls.order_by("marks_due_at", "pk"):
        until = f"{call}, by {moment(call.marks_due_at)}"
        if count := counts.get((call.pk, True)):
            url = reverse("bids:declare_interests", args=[call.slug])
            yield Waiting("Declare your interests in bids", url, until, count)
        if count := counts.get((call.pk, False)):
            url = reverse("bids:marking_progress", args=[call.slug])
            yield Waiting("Bids to mark", url, until, count)


def _rulings(user: User, now: datetime) -> QuerySet[Interest] | None:
    return Interest.objects.rulings_of(user) if user.holds(*RULES) else None


def _to_rule_on(found: Found) -> Iterator[Waiting]:
    rows = found.rows.select_related("bid__call", "user")
    count = sum(found.user.has_perm("bids.rule_on_interest", row) for row in rows)
    if count:
        detail = "Until you do, the bid stays closed to the person."
        yield Waiting("Interests to rule on", reverse("bids:rulings"), detail, count)


SUBJECTS = (Subject(_owed, _to_mark), Subject(_rulings, _to_rule_on))
