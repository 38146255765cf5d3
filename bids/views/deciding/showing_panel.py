"""What the pages of moderation show, in the same few queries for three bids or a hundred."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.core.paginator import Paginator
from django.db.models import BooleanField, Case, Max, Min, When
from django.http import HttpRequest
from django.urls import reverse

from bids import ranking
from bids.models import (
    AgreedMark,
    Bid,
    Call,
    Criterion,
    Decision,
    Mark,
    MarkSheet,
    Moderation,
    Presence,
)
from bids.services import clearance, deciding, moderating, placing, quorum
from bids.states import CallState, Outcome, SheetState
from hlp.kit.components import Action, Row, Stat
from hlp.kit.money import pounds
from hlp.kit.states import available
from members.models import User
from members.querysets import AnyUser

PER_PAGE = 20
NOT_MARKED, ABSTAINED, OUT = "–", "abstained", "out"


@dataclass(frozen=True)
class CriterionLine:
    """One criterion of one bid: what each assessor gave, and what was agreed."""

    criterion: Criterion
    cells: list[str]
    given: ranking.Individual
    agreed: AgreedMark | None
    is_to_discuss: bool

    @property
    def mean(self) -> str:
        return shown(self.given.mean)

    @property
    def median(self) -> str:
        return shown(self.given.median)


@dataclass(frozen=True)
class Block:
    """One bid in the table."""

    bid: Bid
    lines: list[CriterionLine]

    @property
    def to_discuss(self) -> list[str]:
        return [str(line.criterion) for line in self.lines if line.is_to_discuss]


def panel(request: HttpRequest, call: Call, now: datetime) -> dict[str, Any]:
    """The table bid × assessor × criterion, a page at a time."""
    everything = _bids_of(call, request.user)
    seen = [key for key, is_seen in everything if is_seen]
    criteria = list(call.criteria.in_order())
    flagged = _flagged(seen, call.terms.spread_flag)
    only = request.GET.get("show") == "discuss"
    keys = [key for key in seen if key in flagged or not only]
    page = Paginator(keys, PER_PAGE).get_page(request.GET.get("page"))
    people = moderating.panel(call)
    return {
        "call": call,
        "page": page,
        "people": people,
        "blocks": _blocks(list(page), people, criteria, call, now),
        "only": only,
        "flagged": len(flagged),
        "width": len(people) + 5,
        "left_out": _left_out({key for key, is_seen in everything if not is_seen}),
        "stats": [
            Stat(len(everything), "bids to decide on"),
            Stat(len(flagged), "to discuss", "?show=discuss", "todo" if flagged else ""),
            Stat(len(people), "assessors asked"),
        ],
        "actions": call_actions(call, request.user, now),
    }


def _bids_of(call: Call, user: AnyUser) -> list[tuple[int, bool]]:
    """Every bid by its number, and whether this person may compare its marks."""
    shown = When(pk__in=Bid.objects.for_panel(user).values("pk"), then=True)
    seen = Case(shown, default=False, output_field=BooleanField())
    return list(call.bids.scored().order_by("number").values_list("pk", seen))


def _flagged(bids: Sequence[int], flag: int) -> set[int]:
    """Bids on one criterion of which marks lie apart as far as the call's terms say."""
    marks = Mark.objects.current().filter(sheet__state=SheetState.SUBMITTED, sheet__bid__in=bids)
    of_each = marks.order_by().values("sheet__bid", "criterion")
    spans = of_each.annotate(lowest=Min("mark"), highest=Max("mark"))
    return {row["sheet__bid"] for row in spans if row["highest"] - row["lowest"] >= flag}


def _blocks(
    keys: Sequence[int],
    people: Sequence[User],
    criteria: Sequence[Criterion],
    call: Call,
    now: datetime,
) -> list[Block]:
    rows = Bid.objects.filter(pk__in=keys).select_related("lead_school")
    bids = list(rows.order_by("number"))
    marks = _marks(keys)
    abstained = set(
        MarkSheet.objects.filter(bid__in=keys, state=SheetState.ABSTAINED).values_list(
            "bid", "assessor"
        )
    )
    found = clearance.of_bids(call, keys, now)
    agreed = placing.agreed_of(bids)

    def cell(bid_id: int, user_id: int, criterion: Criterion) -> str:
        mark = marks.get((bid_id, user_id, criterion.pk))
        if mark is not None:
            return str(mark)
        if (bid_id, user_id) in abstained:
            return ABSTAINED
        return NOT_MARKED if found.is_clear(bid_id, user_id) else OUT

    def line(bid: Bid, criterion: Criterion) -> CriterionLine:
        given = ranking.individual(
            mark for (b, _, c), mark in by_bid.get(bid.pk, {}).items() if c == criterion.pk
        )
        return CriterionLine(
            criterion=criterion,
            cells=[cell(bid.pk, person.pk, criterion) for person in people],
            given=given,
            agreed=agreed.get(bid.pk, {}).get(criterion.kind),
            is_to_discuss=given.is_to_discuss(call.terms.spread_flag),
        )

    by_bid: dict[int, dict[tuple[int, int, int], int]] = {}
    for key, mark in marks.items():
        by_bid.setdefault(key[0], {})[key] = mark
    return [Block(bid, [line(bid, criterion) for criterion in criteria]) for bid in bids]


def _marks(bids: Sequence[int]) -> dict[tuple[int, int, int], int]:
    """(bid, assessor, criterion) -> mark, of what holds now."""
    rows = Mark.objects.current().filter(sheet__bid__in=bids, sheet__state=SheetState.SUBMITTED)
    return {
        (bid, user, criterion): mark
        for bid, user, criterion, mark in rows.values_list(
            "sheet__bid", "sheet__assessor", "criterion", "mark"
        )
    }


def _left_out(hidden: set[int]) -> list[Bid]:
    """Bids of this call that the person may not see: named, never silently missing."""
    if not hidden:
        return []
    return list(Bid.objects.filter(pk__in=hidden).select_related("lead_school").order_by("number"))


def call_actions(call: Call, user: AnyUser, now: datetime) -> list[Action]:
    """The next step of the whole call, with the reason where it is closed."""
    pages = {
        "open_moderation": "bids:open_moderation",
        "decide": "bids:close_decisions",
        "reconsider": "bids:reconsider",
        "publish": "bids:publish_call",
    }
    labels = {"decide": "Close the decisions", "publish": "Publish the decisions"}
    return [
        Action(
            label=labels.get(row.move.name, row.move.text),
            url=reverse(pages[row.move.name], args=[call.slug]),
            closed=row.closed_because or "",
            style="secondary" if row.move.name == "reconsider" else "",
            get=row.move.name == "publish",
        )
        for row in available(call, user, now)
        if row.move.name in pages
    ]


def one_bid(bid: Bid, user: User, now: datetime) -> dict[str, Any]:
    """Moderating one bid: individual marks, agreed ones beside them, who is there, quorum."""
    moderation = Moderation.objects.filter(bid=bid).first()
    criteria = list(bid.call.criteria.in_order().prefetch_related("descriptors"))
    marks = list(
        Mark.objects.current()
        .filter(sheet__bid=bid, sheet__state=SheetState.SUBMITTED)
        .select_related("sheet__assessor", "replaces")
        .order_by("sheet__assessor__name", "pk")
    )
    agreed = list(bid.agreed_marks.select_related("agreed_by").order_by("-pk"))
    is_open = bid.call.state == CallState.MODERATING
    may_agree = is_open and user.has_perm("bids.moderate_bid", bid)
    return {
        "bid": bid,
        "call": bid.call,
        "moderation": moderation,
        "parts": [
            _part(criterion, marks, agreed, bid.call.terms.spread_flag) for criterion in criteria
        ],
        "may_agree": may_agree and moderation is not None,
        "abstentions": bid.sheets.filter(state=SheetState.ABSTAINED).select_related("assessor"),
        "presences": _presences(moderation),
        "quorum": _quorum_rows(quorum.of_bid(bid, now)),
        **_decision(bid),
        "actions": _bid_actions(bid, moderation, user, now) if is_open else [],
    }


def _decision(bid: Bid) -> dict[str, Any]:
    """As it stands, for those who decide; both reasons, apart."""
    row: Decision | None = getattr(bid, "decision", None)
    if row is None:
        return {"decision": None}
    rows = [
        Row("Decided", f"{row.decided_on:%-d %B %Y}, {row.minute_reference}"),
        Row("Reason for the bidder and the public", row.public_reason),
        Row("Reason for the board’s papers", row.private_reason or "None given"),
    ]
    if row.agreed_sum is not None:
        rows.insert(1, Row("Agreed sum", pounds(row.agreed_sum)))
    if row.below_minimum_because:
        rows.append(Row("Selected below a minimum because", row.below_minimum_because))
    return {"decision": row, "decision_state": Outcome(row.outcome), "decision_rows": rows}


def shown(value: Fraction | None) -> str:
    """One place is enough to talk about."""
    return "–" if value is None else f"{float(value):.1f}"


def _part(
    criterion: Criterion, marks: Sequence[Mark], agreed: Sequence[AgreedMark], flag: int
) -> dict[str, Any]:
    own = [mark for mark in marks if mark.criterion_id == criterion.pk]
    given = ranking.individual(mark.mark for mark in own)
    history = [row for row in agreed if row.criterion_id == criterion.pk]
    return {
        "criterion": criterion,
        "marks": own,
        "given": given,
        "mean": shown(given.mean),
        "median": shown(given.median),
        "is_to_discuss": given.is_to_discuss(flag),
        "agreed": history[0] if history else None,
        "earlier": history[1:],
    }


def _presences(moderation: Moderation | None) -> dict[str, list[Presence]]:
    if moderation is None:
        return {"there": [], "left": []}
    rows = list(moderation.presences.select_related("user").order_by("user__name"))
    return {
        "there": [row for row in rows if row.is_present],
        "left": [row for row in rows if not row.is_present],
    }


def _quorum_rows(found: quorum.Quorum) -> list[Row]:
    marked = Row(
        "Marked by, free of conflict", f"{found.markers}, at least {found.markers_needed} needed"
    )
    there = Row(
        "Taking part, free of conflict", f"{found.present}, at least {found.present_needed} needed"
    )
    return [there] if found.is_joint else [marked, there]


def _bid_actions(
    bid: Bid, moderation: Moderation | None, user: User, now: datetime
) -> list[Action]:
    may_note = user.has_perm("bids.note_presence", bid)
    if moderation is None:
        begin = _page("Take up this bid", "begin_moderation", bid)
        return [begin] if may_note else []
    actions = []
    if may_note:
        actions.append(_page("Who is there", "presence", bid, style="secondary"))
    if user.has_perm("bids.moderate_bid", bid):
        finished = moderation.finished_at is not None
        style = "secondary" if finished else ""
        label = "Complete the notes" if finished else "Finish this bid"
        actions.append(_page(label, "finish_moderation", bid, style=style))
    if user.has_perm("bids.decide_bid", bid):
        closed = deciding.why_closed(bid, now) or ""
        actions.append(_page("Decide on this bid", "decide_bid", bid, closed=closed))
    return actions


def _page(label: str, name: str, bid: Bid, **more: Any) -> Action:
    return Action(label, reverse(f"bids:{name}", args=[bid.pk]), get=True, **more)


def noted(bid: Bid) -> dict[str, Any]:
    """Who is down as there or as having left, for the form."""
    rows = Presence.objects.filter(moderation__bid=bid)
    left = {f"left_{row.user_id}": row.left_because for row in rows if not row.is_present}
    return {"present": [str(row.user_id) for row in rows if row.is_present], **left}


def words_of(agreed: AgreedMark | None) -> dict[str, Any]:
    if agreed is None:
        return {}
    names = ("mark", "reason", "for_a_higher_mark")
    return {name: getattr(agreed, name) for name in names}


def given_rows(bid: Bid, criterion: Criterion) -> list[Row]:
    """The individual marks with their reasons, above the form that agrees one."""
    marks = (
        Mark.objects.current()
        .filter(sheet__bid=bid, sheet__state=SheetState.SUBMITTED, criterion=criterion)
        .select_related("sheet__assessor")
        .order_by("sheet__assessor__name", "pk")
    )
    return [Row(f"{m.sheet.assessor}: {m.mark}", m.reason) for m in marks]
