"""The ranking of a call as it stands: agreed marks, thresholds, and which step decided a tie."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from bids import ranking
from bids.models import AgreedMark, Bid, Call, Criterion, Decision
from bids.states import CriterionKind, Outcome, TieStep

OVERALL_LABEL = "Total"


@dataclass(frozen=True)
class Line:
    """One bid in the ranking. Without all marks agreed it has neither total nor place."""

    bid: Bid
    agreed: dict[str, AgreedMark]
    total: Fraction | None
    place: int | None
    below: tuple[str, ...]
    step: TieStep | None  # what put it before the next line

    @property
    def decision(self) -> Decision | None:
        return getattr(self.bid, "decision", None)

    @property
    def below_labels(self) -> list[str]:
        return [label_of(key) for key in self.below]

    @property
    def outcome(self) -> Outcome | None:
        return Outcome(self.decision.outcome) if self.decision else None

    @property
    def outcome_word(self) -> str:
        return {Outcome.SELECTED: "Selected", Outcome.COMBINE: "To combine"}.get(
            self.outcome or Outcome.NOT_SELECTED, "Not selected"
        )

    @property
    def percent(self) -> str:
        return "" if self.total is None else f"{float(self.total):.1f}"

    @property
    def is_level(self) -> bool:
        return self.step == TieStep.NONE

    def marks(self) -> list[int | None]:
        """In the prospectus's order."""
        return [self.agreed[kind].mark if kind in self.agreed else None for kind in CriterionKind]


def label_of(key: str) -> str:
    return OVERALL_LABEL if key == ranking.OVERALL else str(CriterionKind(key).label)


def rules_of(criteria: Iterable[Criterion]) -> list[ranking.Criterion]:
    return [ranking.Criterion(c.kind, c.weight, c.threshold, c.tie_rank) for c in criteria]


def agreed_of(bids: Iterable[Bid]) -> dict[int, dict[str, AgreedMark]]:
    """The agreed marks that hold, by bid and criterion."""
    found: dict[int, dict[str, AgreedMark]] = {}
    rows = AgreedMark.objects.filter(bid__in=[bid.pk for bid in bids], replaced_by=None)
    for row in rows.select_related("criterion"):
        found.setdefault(row.bid_id, {})[row.criterion.kind] = row
    return found


def lines(call: Call, bids: Iterable[Bid]) -> list[Line]:
    """These bids, best first; then those without all marks agreed, by number."""
    known = {bid.pk: bid for bid in bids}
    agreed = agreed_of(known.values())
    criteria = rules_of(call.criteria.all())
    places = ranking.rank(
        [
            ranking.Entry(pk, {kind: row.mark for kind, row in agreed.get(pk, {}).items()})
            for pk in known
        ],
        criteria,
        overall=call.terms.overall_threshold,
        chair=set(call.chair_reasons.values_list("before", "after")),
    )
    ranked = [
        Line(
            bid=known[row.key],
            agreed=agreed[row.key],
            total=row.total,
            place=row.place,
            below=row.below,
            step=TieStep(row.step) if row.step else None,
        )
        for row in places
    ]
    left = sorted(known.keys() - {row.key for row in places}, key=lambda pk: known[pk].number)
    return ranked + [_unranked(known[pk], agreed.get(pk, {})) for pk in left]


def line_of(bid: Bid) -> Line:
    """A bid by itself: its total, and whether it is below a minimum."""
    return lines(bid.call, [bid])[0]


def whole(call: Call) -> list[Line]:
    """The ranking of all bids; for the services, which must see every one."""
    return lines(call, call.bids.scored().select_related("lead_school", "decision"))


def _unranked(bid: Bid, agreed: dict[str, AgreedMark]) -> Line:
    return Line(bid=bid, agreed=agreed, total=None, place=None, below=(), step=None)
