"""What waits for a person about the board: vacant seats, votes to cast, elections to run."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from board import roll, sitting
from board.models import Election, Keyholder, Nomination, Seat, VoterRoll
from board.rules import schools_deputised_for
from board.states import COMING_STATES, ElectionState, NominationState
from hlp.kit import clock
from hlp.kit.clock import moment
from hlp.kit.states import available
from hlp.kit.waiting import Found, Subject, Waiting
from members.models import MembershipSuccession, User
from members.states import PortalRole, SchoolRole

RUNNING = COMING_STATES | {ElectionState.VOTING, ElectionState.COUNTED}
MAY_HOLD_KEYS = (
    *(PortalRole.RETURNING_OFFICER, PortalRole.KEYHOLDER, PortalRole.CHAIR),
    PortalRole.ACTING_CHAIR,
)
NEXT = ("close_nominations", "declare_unopposed", "open", "close", "declare")


def _vacant(user: User, now: datetime) -> QuerySet[Seat]:
    today = clock.day_of(now)
    return Seat.objects.filter(period__in=sitting.only_board_of(today)).vacant_on(today)


def _seats(found: Found) -> Iterator[Waiting]:
    seats = "seat" if found.count == 1 else "seats"
    url = reverse("board:seat_list")
    yield Waiting(f"Vacant {seats} on the board", url, "", found.count, tone="info")


def _votes_for(user: User) -> set[int]:
    """URNs of the schools for which the person votes, as their head or voting deputy."""
    urns = user.schools_as(SchoolRole.HEADTEACHER)
    return urns | schools_deputised_for(user) if user.holds(PortalRole.VOTING_DEPUTY) else urns


def _polls(user: User, now: datetime) -> QuerySet[Election] | None:
    """Where one of their schools has not voted, or carries on another, which may be on the roll."""
    urns = _votes_for(user)
    if not urns:
        return None
    own = VoterRoll.objects.filter(school__in=urns, has_voted=False)
    carrying_on = MembershipSuccession.objects.filter(successor__in=urns)
    return Election.objects.taking_votes(now).filter(
        Q(pk__in=own.values("election")) | Q(period__in=carrying_on.values("membership__period"))
    )


def _votes(found: Found) -> Iterator[Waiting]:
    urns = _votes_for(found.user)
    schools = {post.school for post in found.user.current_posts() if post.school_id in urns}
    polls = list(found.rows.order_by("voting_closes_at", "pk"))
    lines = roll.lines_for(polls, sorted(schools, key=lambda school: (school.name, school.pk)))
    for poll in polls:
        for line in lines.get(poll.pk, ()):
            if not line.has_voted:
                url = reverse("board:vote", args=[poll.pk, line.school_id])
                until = moment(poll.voting_closes_at)
                yield Waiting(f"Vote for {line.school}", url, f"{poll.name}, until {until}.")


def _proposed(user: User, now: datetime) -> QuerySet[Nomination]:
    mine = Nomination.objects.filter(nominee=user, state=NominationState.PROPOSED)
    return mine.filter(contest__election__state=ElectionState.NOMINATION)


def _nominations(found: Found) -> Iterator[Waiting]:
    for nomination in found.rows.select_related("contest__election").order_by("pk"):
        url = reverse("board:answer_nomination", args=[nomination.pk])
        title = "You have been nominated: accept or decline"
        yield Waiting(title, url, f"{nomination.contest.election}: {nomination.contest.title}")


def _unset_keys(user: User, now: datetime) -> QuerySet[Keyholder] | None:
    if not user.holds(*MAY_HOLD_KEYS):
        return None
    return Keyholder.objects.filter(holder=user, public=None, election__state__in=COMING_STATES)


def _keys(found: Found) -> Iterator[Waiting]:
    for key in found.rows.select_related("election").order_by("pk"):
        url = reverse("board:keys", args=[key.election_id])
        yield Waiting("Set your passphrase for the box", url, key.election.name)


def _to_run(found: Found) -> Iterator[Waiting]:
    """The move of each election whose moment has come."""
    for election in found.rows.order_by("voting_closes_at", "pk"):
        nexts = {row.move.name: row for row in available(election, found.user, found.now)}
        for name in NEXT:
            if name in nexts and not nexts[name].closed_because:
                url = reverse("board:election_detail", args=[election.pk])
                yield Waiting(f"{election.name}: {nexts[name].move.text.lower()}", url)
                break


OF_SEATS = Subject(_vacant, _seats, "board.manage_seats")
OF_ELECTIONS = (
    Subject(_polls, _votes),
    Subject(_proposed, _nominations),
    Subject(_unset_keys, _keys),
    Subject(
        lambda user, now: Election.objects.filter(state__in=RUNNING), _to_run, "board.run_election"
    ),
)
