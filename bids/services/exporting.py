"""The ranking of a call as a table: marks, totals, decisions. For panel and preparers only.

A bid the person is out of stands in it with that said, so that nobody takes the table for whole.
"""

from collections.abc import Iterator
from decimal import Decimal

from bids import ranking
from bids.models import Bid, Call, Mark
from bids.services import clearance, placing
from bids.states import CriterionKind, Outcome, PartnerState, TieStep
from hlp.kit import access, audit, clock
from hlp.kit.spreadsheets import Cell
from members.models import User

OUT = "You are out of this bid"


def headings() -> list[str]:
    marks = [
        f"{criterion.label}: {what}"
        for criterion in CriterionKind
        for what in ("marks given", "mean", "median", "lowest", "highest", "agreed")
    ]
    return [
        *("Bid", "Lead school", "Partner schools", "Place", "Total in %", "Before the next by"),
        *("Below the minimum on", *marks),
        *("Decision", "Agreed sum", "Decided on", "Minute", "Public reason", "Private reason"),
    ]


def table(*, call: Call, by: User) -> list[list[Cell]]:
    """One line a bid, best first. Taking it out is on record."""
    access.require(by, "bids.view_panel", call)
    seen = list(
        Bid.objects.for_panel(by)
        .filter(call=call)
        .select_related("lead_school", "decision")
        .prefetch_related("partners__school")
    )
    audit.record(call, what="ranking downloaded", by=by, bids=len(seen))
    given = _given(call, seen)
    rows = [_row(line, given.get(line.bid.pk, {})) for line in placing.lines(call, seen)]
    return [*rows, *_left_out(call, seen)]


def _row(line: placing.Line, given: dict[str, ranking.Individual]) -> list[Cell]:
    bid, decision = line.bid, line.decision
    in_it = [row for row in bid.partners.all() if row.state == PartnerState.ACCEPTED]
    cells: list[Cell] = [
        *(bid.reference, str(bid.lead_school), ", ".join(str(row.school) for row in in_it)),
        *(line.place, _number(line.total), _step(line), ", ".join(line.below_labels)),
    ]
    for kind in CriterionKind:
        own = given.get(kind.value) or ranking.individual([])
        cells += [own.n, _number(own.mean), _number(own.median), own.lowest, own.highest]
        cells.append(line.agreed[kind].mark if kind in line.agreed else None)
    if decision is None:
        return [*cells, *[None] * 6]
    return [
        *cells,
        str(Outcome(decision.outcome).label),
        decision.agreed_sum,
        decision.decided_on,
        decision.minute_reference,
        decision.public_reason,
        decision.private_reason,
    ]


def _left_out(call: Call, seen: list[Bid]) -> Iterator[list[Cell]]:
    hidden = call.bids.scored().exclude(pk__in=[bid.pk for bid in seen])
    for bid in hidden.select_related("lead_school").order_by("number"):
        blank = [None] * (len(headings()) - 3)
        yield [bid.reference, str(bid.lead_school), OUT, *blank]


def _given(call: Call, bids: list[Bid]) -> dict[int, dict[str, ranking.Individual]]:
    keys = [bid.pk for bid in bids]
    found = clearance.of_bids(call, keys, clock.now())
    rows = Mark.objects.given().filter(sheet__bid__in=keys)
    marks: dict[int, dict[str, list[int]]] = {}
    for bid, user, kind, mark in rows.values_list(
        *("sheet__bid", "sheet__assessor", "criterion__kind", "mark")
    ):
        if found.is_clear(bid, user):
            marks.setdefault(bid, {}).setdefault(kind, []).append(mark)
    return {
        bid: {kind: ranking.individual(given) for kind, given in own.items()}
        for bid, own in marks.items()
    }


def _step(line: placing.Line) -> str:
    return str(TieStep(line.step).label) if line.step else ""


def _number(value: object) -> str | None:
    """Two places; as text, since it is neither money nor a whole number."""
    return None if value is None else str(round(Decimal(float(value)), 2))  # type: ignore[arg-type]
