"""How each commitment stands, computed from what is planned, held and shared; written nowhere.

`standings_of` looks everything up, the rest is plain functions over what was found.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.db.models.functions import Coalesce

from hlp.kit import clock
from programmes.models import Acceptance, Commitment, Event, Programme, Resource
from programmes.states import ENGAGING_KINDS, CommitmentKind, EventKind, EventState, Standing

# How long before it is due something unplanned becomes the lead school's next task.
AHEAD = timedelta(weeks=8)

# What a lead school is told about each.
COUNTS = {
    CommitmentKind.KICK_OFF: "A kick-off event that has taken place.",
    CommitmentKind.ENGAGEMENT: "A kick-off, CPD session, action learning set or speaker that has"
    " taken place within the half-term.",
    CommitmentKind.EXPERTISE: "An event that has taken place with somebody from outside"
    " Hillingdon.",
    CommitmentKind.LEARNING_EVENT: "A final learning event that has taken place.",
    CommitmentKind.RESOURCES: "A file or link shared in the library.",
}


@dataclass(frozen=True)
class Row:
    """One commitment, how it stands, what makes it so, and the board's own view if it has one."""

    commitment: Commitment
    standing: Standing
    because: "list[Event | Resource]"
    acceptance: Acceptance | None
    sentence: str

    @property
    def counts(self) -> str:
        return COUNTS[CommitmentKind(self.commitment.kind)]

    @property
    def is_open(self) -> bool:
        """Missed or not planned, and the board has not taken it as met."""
        return self.acceptance is None and self.standing in {Standing.MISSED, Standing.DUE}


@dataclass(frozen=True)
class Facts:
    """What a programme has: events that are held or coming, and what it has shared."""

    now: datetime
    held: list[Event] = field(default_factory=list)
    coming: list[Event] = field(default_factory=list)
    resources: list[Resource] = field(default_factory=list)

    @property
    def today(self) -> date:
        return clock.day_of(self.now)

    @classmethod
    def of(cls, events: Iterable[Event], resources: Iterable[Resource], now: datetime) -> "Facts":
        facts = cls(now=now, resources=list(resources))
        for event in sorted(events, key=lambda row: (row.starts_at, row.pk)):
            if event.state == EventState.PUBLISHED:
                (facts.held if event.is_held(now) else facts.coming).append(event)
        return facts


def standings(programme: Programme, now: datetime) -> list[Row]:
    return standings_of([programme], now)[programme.pk]


def standings_of(programmes: Sequence[Programme], now: datetime) -> dict[int, list[Row]]:
    """By programme, in the order of their dates; the same five queries for one and for all."""
    keys = [programme.pk for programme in programmes]
    holding = Acceptance.objects.filter(withdrawn_at=None)
    commitments = Commitment.objects.filter(programme__in=keys)
    commitments = commitments.select_related("half_term__year").prefetch_related(
        Prefetch("acceptances", holding, to_attr="holding")
    )
    facts = _facts_of(keys, now)
    rows: dict[int, list[Row]] = {key: [] for key in keys}
    for row in commitments.order_by("due_on", "pk"):
        rows[row.programme_id].append(judge(row, facts[row.programme_id]))
    return rows


def coming_due(today: date) -> "QuerySet[Commitment]":
    """Whose time has come, not accepted as met; among them those planned or met already."""
    begins_on = Coalesce("half_term__from_on", "due_on")
    accepted = Acceptance.objects.filter(commitment=OuterRef("pk"), withdrawn_at=None)
    rows = Commitment.objects.alias(begins_on=begins_on)
    return rows.filter(~Exists(accepted), due_on__gte=today, begins_on__lte=today + AHEAD)


def still_to_plan(rows: "QuerySet[Commitment]", now: datetime) -> dict[Programme, list[Row]]:
    """Of those coming due, the ones for which nothing is planned; programmes by title."""
    rows = rows.select_related("half_term__year", "programme")
    coming = list(rows.order_by("programme__title", "programme", "due_on", "pk"))
    facts = _facts_of({row.programme_id for row in coming}, now)
    found: dict[Programme, list[Row]] = defaultdict(list)
    for commitment in coming:
        row = judge(commitment, facts[commitment.programme_id])
        if row.standing == Standing.DUE:
            found[commitment.programme].append(row)
    return found


def _facts_of(keys: Collection[int], now: datetime) -> dict[int, Facts]:
    events: dict[int | None, list[Event]] = defaultdict(list)
    for event in Event.objects.published().filter(programme__in=keys):
        events[event.programme_id].append(event)
    shared: dict[int | None, list[Resource]] = defaultdict(list)
    for resource in Resource.objects.shared().filter(programme__in=keys).order_by("shared_at"):
        shared[resource.programme_id].append(resource)
    return {key: Facts.of(events[key], shared[key], now) for key in keys}


def judge(commitment: Commitment, facts: Facts) -> Row:
    """Met by what has happened; planned by what is announced; missed when its day is over."""
    held = [row for row in facts.held if counts_for(commitment, row)]
    coming = [row for row in facts.coming if counts_for(commitment, row)]
    because: list[Event | Resource] = [*held]
    if commitment.kind == CommitmentKind.RESOURCES:
        because = [*facts.resources]
    standing = _standing(commitment, facts.today, bool(because), bool(coming))
    accepted = getattr(commitment, "holding", None) or [None]
    return Row(
        commitment=commitment,
        standing=standing,
        because=because or [*coming],
        acceptance=accepted[0],
        sentence=_sentence(commitment, standing, facts, because or [*coming]),
    )


def counts_for(commitment: Commitment, event: Event) -> bool:
    """Whether the event is one of those the commitment asks for."""
    if commitment.kind == CommitmentKind.ENGAGEMENT:
        half_term, day = commitment.half_term, clock.day_of(event.starts_at)
        inside = half_term is not None and half_term.from_on <= day <= half_term.to_on
        return inside and event.kind in ENGAGING_KINDS
    if commitment.kind == CommitmentKind.EXPERTISE:
        return event.is_outside_hillingdon
    return {
        CommitmentKind.KICK_OFF: EventKind.KICK_OFF,
        CommitmentKind.LEARNING_EVENT: EventKind.LEARNING_EVENT,
    }.get(CommitmentKind(commitment.kind)) == event.kind


def _standing(commitment: Commitment, today: date, has_happened: bool, is_coming: bool) -> Standing:
    if has_happened:
        return Standing.MET
    if commitment.due_on < today:
        return Standing.MISSED
    if is_coming:
        return Standing.PLANNED
    return Standing.DUE if _begins_on(commitment) <= today + AHEAD else Standing.LATER


def _begins_on(commitment: Commitment) -> date:
    """From when one may look for it: an engagement's half-term, else the day it is due."""
    if commitment.kind == CommitmentKind.ENGAGEMENT and commitment.half_term:
        return commitment.half_term.from_on
    return commitment.due_on


def _sentence(
    commitment: Commitment, standing: Standing, facts: Facts, because: "list[Event | Resource]"
) -> str:
    """What makes it so, in words."""
    if standing == Standing.MISSED and because:
        return f"Was due by {_day(commitment.due_on)}; now planned for {_of(because[0])}."
    if standing == Standing.MISSED:
        return _missed(commitment, facts)
    if standing == Standing.MET:
        more = f" and {len(because) - 1} more" if len(because) > 1 else ""
        return f"By “{because[0]}” on {_of(because[0])}{more}."
    if standing == Standing.PLANNED:
        return f"Planned for {_of(because[0])}."
    return f"Due by {_day(commitment.due_on)}."


def _missed(commitment: Commitment, facts: Facts) -> str:
    if commitment.kind == CommitmentKind.ENGAGEMENT:
        return f"No session was held in {commitment.half_term}."
    speakers = [event for event in facts.held if event.speaker or event.organisation]
    if commitment.kind == CommitmentKind.EXPERTISE and speakers:
        return "Everybody who has spoken so far is from the borough."
    return f"Was due by {_day(commitment.due_on)}."


def _of(thing: "Event | Resource") -> str:
    moment = thing.starts_at if isinstance(thing, Event) else thing.shared_at
    return _day(clock.day_of(moment))


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
