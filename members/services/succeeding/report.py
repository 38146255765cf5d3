"""What succession did, for the report of an import."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from members.models import School


@dataclass(frozen=True)
class CarriedOn:
    school: str
    period: str
    predecessor: int
    successor: int
    took_effect_on: date | None

    def __str__(self) -> str:
        since = f" from {self.took_effect_on:%-d %B %Y}" if self.took_effect_on else ""
        return f"{self.school}, {self.period}: URN {self.predecessor} → {self.successor}{since}"

    def as_json(self) -> dict[str, Any]:
        return {
            "school": self.school,
            "period": self.period,
            "predecessor": self.predecessor,
            "successor": self.successor,
            "took_effect_on": self.took_effect_on and self.took_effect_on.isoformat(),
        }


@dataclass
class Succession:
    """What was carried on, and what the office must decide. No names of people."""

    carried_on: list[CarriedOn] = field(default_factory=list)
    people: int = 0
    undecided: list[str] = field(default_factory=list)

    @property
    def did_something(self) -> bool:
        return bool(self.carried_on or self.people)

    def ask(self, sentence: str) -> None:
        if sentence not in self.undecided:
            self.undecided.append(sentence)

    def lines(self) -> Iterator[str]:
        if self.carried_on:
            yield "Memberships carried on by a successor:"
            yield from (f"  {row}" for row in self.carried_on)
        if self.people:
            verb = "person's role" if self.people == 1 else "people's roles"
            yield f"{self.people:,} {verb} went with the school to its successor."
        if self.undecided:
            yield "For the office to decide:"
            yield from (f"  {sentence}" for sentence in self.undecided)

    def as_json(self) -> dict[str, Any]:
        return {
            "carried_on": [row.as_json() for row in self.carried_on],
            "people": self.people,
            "undecided": self.undecided,
        }


def named(school: School) -> str:
    return f"{school.name} (URN {school.urn})"
