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
    Mark,
    MarkSheet,
)
from bids.services import clearance, moderating, placing
from bids.states import GIVEN, SheetState
from hlp.kit.components import Action, Stat
from hlp.kit.states import available
from members.models import User
from members.querysets import AnyUser

PER_PAGE = 20
NOT_MARKED, ABSTAINED, OUT, NOT_COUNTED = "–", "abstained", "out", "not counted"


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
    found = clearance.of_bids(call, seen, now)
    sheets = list(MarkSheet.objects.filter(bid__in=seen, state__in=sorted(GIVEN)))
    flagged = _flagged(seen, _left_out_of_means(sheets, found), call.terms.spread_flag)
    only = request.GET.get("show") == "discuss"
    keys = [key for key in seen if key in flagged or not only]
    page = Paginator(keys, PER_PAGE).get_page(request.GET.get("page"))
    people = moderating.panel(call)
    return {
        "call": call,
        "page": page,
        "people": people,
        "blocks": _blocks(list(page), people, criteria, call, found, _abstained(sheets)),
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


def _left_out_of_means(sheets: Sequence[MarkSheet], found: clearance.Clearance) -> list[int]:
    return [row.pk for row in sheets if not found.is_clear(row.bid_id, row.assessor_id)]


def _abstained(sheets: Sequence[MarkSheet]) -> set[tuple[int, int]]:
    return {(row.bid_id, row.assessor_id) for row in sheets if row.state == SheetState.ABSTAINED}


def _flagged(bids: Sequence[int], left_out: Sequence[int], flag: int) -> set[int]:
    """Bids on one criterion of which the marks that count lie apart as far as the terms say."""
    marks = Mark.objects.given().filter(sheet__bid__in=bids).exclude(sheet__in=left_out)
    of_each = marks.order_by().values("sheet__bid", "criterion")
    spans = of_each.annotate(lowest=Min("mark"), highest=Max("mark"))
    return {row["sheet__bid"] for row in spans if row["highest"] - row["lowest"] >= flag}


def _blocks(
    keys: Sequence[int],
    people: Sequence[User],
    criteria: Sequence[Criterion],
    call: Call,
    found: clearance.Clearance,
    abstained: set[tuple[int, int]],
) -> list[Block]:
    rows = Bid.objects.filter(pk__in=keys).select_related("lead_school")
    bids = list(rows.order_by("number"))
    marks = _marks(keys)
    agreed = placing.agreed_of(bids)

    def cell(bid_id: int, user_id: int, criterion: Criterion) -> str:
        mark = marks.get((bid_id, user_id, criterion.pk))
        if mark is not None:
            return str(mark) if found.is_clear(bid_id, user_id) else f"{mark}, {NOT_COUNTED}"
        if (bid_id, user_id) in abstained:
            return ABSTAINED
        return NOT_MARKED if found.is_clear(bid_id, user_id) else OUT

    def line(bid: Bid, criterion: Criterion) -> CriterionLine:
        given = ranking.individual(
            mark if found.is_clear(bid.pk, user) else None
            for (_, user, c), mark in by_bid.get(bid.pk, {}).items()
            if c == criterion.pk
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
    rows = Mark.objects.given().filter(sheet__bid__in=bids)
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
        if row.move.name in pages and not (row.move.name == "publish" and row.closed_because)
    ]


def shown(value: Fraction | None) -> str:
    """One place is enough to talk about."""
    return "–" if value is None else f"{float(value):.1f}"
