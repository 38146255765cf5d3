"""How far marking has come: for an assessor their own, for the office everybody's, never a mark.

The same handful of questions for any number of bids and people.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from bids.models import Assessor, Bid, Call, Interest, MarkSheet
from bids.services import clearance
from bids.states import GIVEN, SheetState
from members.models import User


@dataclass(frozen=True)
class OwnBid:
    """A bid as one assessor has it before them."""

    bid: Bid
    sheet: MarkSheet | None

    @property
    def state(self) -> SheetState:
        return SheetState(self.sheet.state) if self.sheet else SheetState.DRAFT

    @property
    def is_begun(self) -> bool:
        return self.sheet is not None and self.sheet.state == SheetState.DRAFT

    @property
    def is_clarified(self) -> bool:
        """The bid has a later version than the one that was marked."""
        if self.sheet is None or self.sheet.state != SheetState.SUBMITTED:
            return False
        newest: int = self.bid.versions_count  # type: ignore[attr-defined]  # annotated
        return self.sheet.version.number < newest


@dataclass(frozen=True)
class Own:
    """One assessor's marking of a call."""

    bids: Sequence[OwnBid]  # those they are clear of
    to_declare: int
    to_rule: int
    not_theirs: int  # an interest stands in the way

    @property
    def marked(self) -> int:
        return sum(row.state == SheetState.SUBMITTED for row in self.bids)

    @property
    def abstained(self) -> int:
        return sum(row.state == SheetState.ABSTAINED for row in self.bids)

    @property
    def left(self) -> int:
        return len(self.bids) - self.marked - self.abstained


@dataclass(frozen=True)
class Line:
    """One assessor, for the office: how far, and whether something is owed."""

    assessor: Assessor
    is_out: bool
    owes: bool
    clear: int
    marked: int
    abstained: int
    to_declare: int
    to_rule: int


def own(call: Call, user: User) -> Own:
    bids = Bid.objects.for_assessor(user).filter(call=call).select_related("lead_school")
    bids = bids.annotate(versions_count=Count("versions")).order_by("number")
    sheets = MarkSheet.objects.filter(bid__call=call, assessor=user).select_related("version")
    mine = {sheet.bid_id: sheet for sheet in sheets}
    rows = [OwnBid(bid, mine.get(bid.pk)) for bid in bids]
    scored = Bid.objects.scored().filter(call=call)
    declare, rule = scored.undeclared_by(user).count(), _waiting(call, user)
    rest = scored.count() - len(rows) - declare - rule
    return Own(rows, declare, rule, rest)


def next_bid(call: Call, user: User) -> Bid | None:
    """What this person has begun, else the bid with the fewest marks, which is never shown."""
    given = MarkSheet.objects.filter(assessor=user, state__in=sorted(GIVEN)).values("bid")
    begun = Count("sheets", filter=Q(sheets__assessor=user, sheets__state=SheetState.DRAFT))
    marks = Count("sheets", filter=Q(sheets__state=SheetState.SUBMITTED))
    bids = Bid.objects.for_assessor(user).filter(call=call).exclude(pk__in=given)
    return bids.annotate(begun=begun, marks=marks).order_by("-begun", "marks", "number").first()


def of_panel(call: Call, now: datetime) -> list[Line]:
    """Everybody asked, by name."""
    assessors = call.assessors.select_related("user").order_by("user__name", "pk")
    bids = list(Bid.objects.scored().filter(call=call).values_list("pk", flat=True))
    known = clearance.of_bids(call, bids, now)
    sheets = MarkSheet.objects.filter(bid__in=bids).values_list("bid", "assessor", "state")
    waiting = Counter(Interest.objects.holding_up(call).values_list("user", flat=True))
    owing = set(call.assessors.owing(call).values_list("pk", flat=True))
    given = list(sheets)
    return [_line(row, known, bids, given, waiting[row.user_id], owing) for row in assessors]


def _line(
    row: Assessor,
    known: clearance.Clearance,
    bids: Iterable[int],
    sheets: Iterable[tuple[int, int, str]],
    to_rule: int,
    owing: set[int],
) -> Line:
    user = row.user_id
    clear = {bid for bid in bids if known.is_clear(bid, user)}
    said = Counter(s for bid, assessor, s in sheets if assessor == user and bid in clear)
    asked = [b for b in bids if (b, user) not in known.clear | known.interested]
    return Line(
        assessor=row,
        is_out=user in known.out,
        owes=row.pk in owing,
        clear=len(clear),
        marked=said[SheetState.SUBMITTED],
        abstained=said[SheetState.ABSTAINED],
        to_declare=len(asked),
        to_rule=to_rule,
    )


def _waiting(call: Call, user: User) -> int:
    rows = Interest.objects.filter(user=user, bid__call=call).to_rule_on()
    return rows.filter(bid__in=Bid.objects.scored()).count()
