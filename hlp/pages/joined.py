"""Who has joined, by phase: the figures behind the bars on the prospectus page."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from members.models import Period, School
from members.states import Phase

# The register's phases as a head counts schools, in the order of pupils' ages.
GROUPS: tuple[tuple[str, frozenset[str]], ...] = (
    ("Nursery", frozenset({Phase.NURSERY})),
    ("Primary", frozenset({Phase.PRIMARY, Phase.MIDDLE_PRIMARY})),
    ("Secondary", frozenset({Phase.SECONDARY, Phase.MIDDLE_SECONDARY})),
    ("All-through", frozenset({Phase.ALL_THROUGH})),
    ("16 plus", frozenset({Phase.SIXTEEN_PLUS})),
    ("Special or alternative provision", frozenset({Phase.NOT_APPLICABLE})),
)


@dataclass(frozen=True)
class PhaseJoined:
    """One bar: of so many schools that may join, so many have. Widths are per cent."""

    name: str
    joined: int
    may_join: int
    joined_width: float
    may_join_width: float


def by_phase(period: Period) -> list[PhaseJoined]:
    """Two queries, however many schools there are."""
    members = period.memberships.members().values_list("school__phase")
    joined = _grouped(dict(members.annotate(Count("pk")).order_by()))
    eligible = School.objects.eligible_for(period).values_list("phase")
    may_join = _grouped(dict(eligible.annotate(Count("pk")).order_by()))
    # A member that closed or moved away has joined all the same.
    of = {name: max(may_join[name], joined[name]) for name, _ in GROUPS}
    longest = max(of.values()) or 1
    return [
        PhaseJoined(
            name, joined[name], of[name], _width(joined[name], longest), _width(of[name], longest)
        )
        for name, _ in GROUPS
        if of[name]
    ]


def _grouped(counts: dict[str, int]) -> Counter[str]:
    groups = {phase: name for name, phases in GROUPS for phase in phases}
    found: Counter[str] = Counter()
    for phase, count in counts.items():
        found[groups[phase]] += count
    return found


def _width(count: int, longest: int) -> float:
    return round(100 * count / longest, 1)
