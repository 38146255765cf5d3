"""Seats of an event: how many are taken, by which schools, and whether more people fit."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from programmes.models import Event


@dataclass
class Room:
    """What is free while the event's row is locked; guests without a school have no cap."""

    capacity: int | None  # None: as many as come
    per_school: int | None  # None: no cap, or not any more
    taken: Counter[int | None]

    @property
    def free(self) -> int | None:
        if self.capacity is None:
            return None
        return max(self.capacity - self.taken.total(), 0)

    def seats_allow(self, people: int) -> bool:
        return self.free is None or people <= self.free

    def school_allows(self, school_id: int | None, people: int) -> bool:
        if self.per_school is None or school_id is None:
            return True
        return self.taken[school_id] + people <= self.per_school

    def fits(self, school_id: int | None, people: int = 1) -> bool:
        return self.seats_allow(people) and self.school_allows(school_id, people)

    def take(self, school_id: int | None, people: int = 1) -> None:
        self.taken[school_id] += people

    def is_overfull(self) -> bool:
        """More sit there than fit: asked before an event is made smaller."""
        if self.capacity is not None and self.taken.total() > self.capacity:
            return True
        if self.per_school is None:
            return False
        return any(n > self.per_school for urn, n in self.taken.items() if urn is not None)


def room(event: Event, now: datetime) -> Room:
    """Confirmed and offered places take up seats; so do those who came through the door."""
    rows = event.places.seated().order_by().values_list("school_id").annotate(Count("pk"))
    return Room(event.capacity, event.cap_now(now), Counter(dict(rows)))
