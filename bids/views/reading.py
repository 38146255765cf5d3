"""A version of a bid as people who judge it read it: frozen content, in the bid's order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from bids.models import BidVersion
from bids.states import CriterionKind, ExpectationKind, SectionKind


@dataclass(frozen=True)
class Passage:
    """One section of the version, with the files attached to it."""

    bid_id: int
    kind: str
    label: str
    text: str
    planned_on: date | None
    files: list[dict[str, Any]]

    @property
    def words(self) -> int:
        return len(self.text.split())


@dataclass(frozen=True)
class Reading:
    """A version, taken apart for the page."""

    version: BidVersion

    @property
    def content(self) -> dict[str, Any]:
        return dict(self.version.content)

    @property
    def cost(self) -> Decimal | None:
        written = self.content.get("cost")
        return Decimal(written) if written else None

    @property
    def partners(self) -> list[dict[str, Any]]:
        return list(self.content.get("partners", ()))

    def criteria(self) -> list[Passage]:
        return list(self._passages(CriterionKind.values))

    def expectations(self) -> list[Passage]:
        return list(self._passages(ExpectationKind.values))

    def passage(self, kind: str) -> Passage:
        return next(self._passages([kind]))

    def _passages(self, kinds: list[str]) -> Iterator[Passage]:
        sections = self.content.get("sections", {})
        files = self.content.get("files", ())
        for kind in kinds:
            section = sections.get(kind) or {}
            planned = section.get("planned_on")
            yield Passage(
                bid_id=self.version.bid_id,
                kind=kind,
                label=str(SectionKind(kind).label),
                text=str(section.get("text", "")),
                planned_on=date.fromisoformat(planned) if planned else None,
                files=[row for row in files if row.get("section") == kind],
            )


def newest(versions: Any) -> Reading | None:
    """None where nothing was ever submitted."""
    version = versions.order_by("-number").first()
    return Reading(version) if version else None
