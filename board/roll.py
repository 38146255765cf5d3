"""Who casts the vote of a line of the roll, which stays as it was frozen at opening.

Where a school's membership is carried on by another (it became an academy, say), the other votes
in its place. One that stands on the roll itself has its own vote and no second.
"""

from collections import defaultdict
from collections.abc import Iterable
from copy import copy

from django.db.models import QuerySet

from board.models import Election, VoterRoll
from members.models import MembershipSuccession, School


def lines_of(election: Election, urn: int) -> QuerySet[VoterRoll]:
    """The lines with which this school votes: its own, else of those it carries on.

    Several only where several became one; then it still has one vote.
    """
    own = VoterRoll.objects.filter(election=election, school=urn)
    if own.exists():
        return own
    before = carried_on_by({urn}, election)
    return VoterRoll.objects.filter(election=election, school__in=before).order_by("school_id")


def line_of(election: Election, urn: int) -> VoterRoll | None:
    """A line of theirs that has voted, else one that can; None: they have no vote."""
    return lines_of(election, urn).order_by("-has_voted", "school_id").first()


def lines_for(
    elections: Iterable[Election], schools: Iterable[School]
) -> dict[int, list[VoterRoll]]:
    """For each election what `line_of` gives for each school, under the school's name of today.

    However many of both, it asks the database twice.
    """
    elections, schools = list(elections), list(schools)
    pairs = _successions_of({election.period_id for election in elections})
    before = {
        (period, school.pk): _before(pairs[period], {school.pk})
        for period in pairs
        for school in schools
    }
    urns = {school.pk for school in schools}.union(*before.values())
    lines: dict[tuple[int, int], VoterRoll] = {}
    for row in VoterRoll.objects.filter(election__in=elections, school__in=urns):
        lines[row.election_id, row.school_id] = row
    found: dict[int, list[VoterRoll]] = defaultdict(list)
    for election in elections:
        for school in schools:
            own = lines.get((election.pk, school.pk))
            old = before.get((election.period_id, school.pk), set())
            theirs = [lines[election.pk, urn] for urn in old if (election.pk, urn) in lines]
            theirs.sort(key=lambda line: (not line.has_voted, line.school_id))
            line = own or next(iter(theirs), None)
            if line is not None:
                found[election.pk].append(_under_the_name_of(school, line))
    return found


def _under_the_name_of(school: School, line: VoterRoll) -> VoterRoll:
    """A copy, because two schools may look at one line; nothing of it is saved."""
    shown = copy(line)
    shown.school = school
    return shown


def carried_on_by(urns: Iterable[int], election: Election) -> set[int]:
    """URNs of the schools whose membership these carry on."""
    return _before(_successions(election), set(urns))


def _before(pairs: Iterable[tuple[int, int]], urns: set[int]) -> set[int]:
    before: dict[int, set[int]] = defaultdict(set)
    for old, new in pairs:
        before[new].add(old)
    found: set[int] = set()
    step = urns
    while step := {old for urn in step for old in before[urn]} - found:
        found |= step
    return found


def voters(election: Election) -> dict[School, bool]:
    """The schools that vote today, and whether they have."""
    lines = dict(election.roll.values_list("school_id", "has_voted"))
    after = dict(_successions(election))
    voted: dict[int, bool] = {}
    for urn, has_voted in lines.items():
        last, seen = urn, {urn}
        while last in after and after[last] not in seen:
            last = after[last]
            seen.add(last)
        if last == urn or last not in lines:
            voted[last] = voted.get(last, False) or has_voted
    schools = School.objects.filter(pk__in=voted).order_by("name", "pk")
    return {school: voted[school.pk] for school in schools}


def _successions(election: Election) -> list[tuple[int, int]]:
    return _successions_of({election.period_id})[election.period_id]


def _successions_of(periods: Iterable[int]) -> dict[int, list[tuple[int, int]]]:
    rows = MembershipSuccession.objects.filter(membership__period__in=periods).order_by("pk")
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for period, *pair in rows.values_list(
        "membership__period_id", "predecessor_id", "successor_id"
    ):
        found[period].append((pair[0], pair[1]))
    return found
