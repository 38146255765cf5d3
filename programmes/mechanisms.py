"""Which groups of the EEF's mechanisms a programme's events touch: advice, never a block."""

from collections.abc import Iterable
from dataclasses import dataclass

from programmes.models import Event
from programmes.states import EventState, Mechanism

HINTS = {
    Mechanism.KNOWLEDGE: "come back to earlier learning, and give it in steps that can be held",
    Mechanism.MOTIVATION: "agree goals, bring somebody whose word counts, say what went well",
    Mechanism.TECHNIQUES: "show it, let colleagues try it, watch and talk about it",
    Mechanism.PRACTICE: "plan what to do next, give prompts, let staff see their own progress",
}


@dataclass(frozen=True)
class Touched:
    mechanism: Mechanism
    count: int

    @property
    def hint(self) -> str:
        return HINTS[self.mechanism]


def advice(events: Iterable[Event]) -> list[Touched]:
    """Every group with how many events touch it; those with none are the gaps."""
    known = [event for event in events if event.state != EventState.CANCELLED]
    return [
        Touched(mechanism, sum(mechanism.value in event.mechanisms for event in known))
        for mechanism in Mechanism
    ]
