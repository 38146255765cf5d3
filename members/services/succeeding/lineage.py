"""Who carries on a closed school: links followed to the open end, over as many hops as it takes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from members.gias.links import PLAIN, is_split
from members.models import School, SchoolLink
from members.services.succeeding.report import named
from members.states import EstablishmentStatus


@dataclass(frozen=True)
class Heir:
    """The one open school at the end, and the links that lead there."""

    school: School
    hops: tuple[SchoolLink, ...]

    @property
    def since(self) -> date | None:
        return self.hops[-1].established_on


@dataclass
class Lineage:
    """The links behind some closed schools, loaded one generation at a time."""

    _onward: dict[int, list[SchoolLink]] = field(default_factory=lambda: defaultdict(list))
    _origins: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, urns: Iterable[int], *, on: date) -> "Lineage":
        lineage = cls()
        reached = Q(established_on=None) | Q(established_on__lte=on)
        ahead, seen = set(urns), set[int]()
        while ahead:
            seen |= ahead
            links = SchoolLink.objects.filter(reached, predecessor__in=ahead)
            links = links.select_related("successor").order_by("pk")
            ahead = set()
            for link in links:
                lineage._onward[link.predecessor_id].append(link)
                if link.successor.status == EstablishmentStatus.CLOSED:
                    ahead.add(link.successor_id)
            ahead -= seen
        heirs = {link.successor_id for links in lineage._onward.values() for link in links}
        origins = SchoolLink.objects.filter(successor__in=heirs)
        for old, new in origins.values_list("predecessor_id", "successor_id"):
            lineage._origins[new].add(old)
        return lineage

    def heir(self, school: School) -> Heir | str:
        """The school's one heir, or the sentence why nobody but the office can say."""
        ways = self.ways(school.urn)
        name = f"{named(school)} has closed"
        if not ways:
            return f"{name} and the register names no open school that carries it on."
        if len(ways) > 1:
            listed = " and ".join(named(heir.school) for heir in ways.values())
            return f"{name} and more than one school carries it on: {listed}."
        (heir,) = ways.values()
        if any(is_split(hop.kind) for hop in heir.hops):
            return f"{name}: it was split, and {named(heir.school)} is a part of it."
        return heir

    def is_same_school(self, heir: Heir) -> bool:
        """The same school under a new number: no merger, and no other school went into it."""
        return all(
            hop.kind == PLAIN and self._origins[hop.successor_id] == {hop.predecessor_id}
            for hop in heir.hops
        )

    def ways(self, urn: int) -> dict[int, Heir]:
        """Every open school that can be reached, by the shortest way; circles end."""
        ways: dict[int, Heir] = {}
        seen = {urn}
        ahead: list[tuple[int, tuple[SchoolLink, ...]]] = [(urn, ())]
        while ahead:
            at, hops = ahead.pop(0)
            for link in self._onward[at]:
                if link.successor_id in seen:
                    continue
                seen.add(link.successor_id)
                way = (*hops, link)
                if link.successor.is_open:
                    ways[link.successor_id] = Heir(link.successor, way)
                elif link.successor.status == EstablishmentStatus.CLOSED:
                    ahead.append((link.successor_id, way))
        return ways
