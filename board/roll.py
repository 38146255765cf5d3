"""Who casts the vote of a line of the roll, which stays as it was frozen at opening.

Where a school's membership is carried on by another (it became an academy, say), the other votes
in its place. One that stands on the roll itself has its own vote and no second.
"""

from collections import defaultdict
from collections.abc import Iterable

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


def carried_on_by(urns: Iterable[int], election: Election) -> set[int]:
    """URNs of the schools whose membership these carry on."""
    before: dict[int, set[int]] = defaultdict(set)
    for old, new in _successions(election):
        before[new].add(old)
    found: set[int] = set()
    step = set(urns)
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
    rows = MembershipSuccession.objects.filter(membership__period=election.period_id)
    return list(rows.order_by("pk").values_list("predecessor_id", "successor_id"))
