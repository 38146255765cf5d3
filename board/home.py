"""What waits for a person about the board: vacant seats, votes to cast, elections to run."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from board import roll, sitting
from board.models import Election, Keyholder, Nomination, Seat
from board.rules import schools_deputised_for
from board.states import COMING_STATES, ElectionState, NominationState
from board.workflow import moment
from hlp.kit import clock
from hlp.kit.states import available
from hlp.kit.waiting import Waiting
from members.models import School, User
from members.querysets import AnyUser
from members.states import PortalRole, SchoolRole

RUNNING = COMING_STATES | {ElectionState.VOTING, ElectionState.COUNTED}
MAY_HOLD_KEYS = (
    *(PortalRole.RETURNING_OFFICER, PortalRole.KEYHOLDER, PortalRole.CHAIR),
    PortalRole.ACTING_CHAIR,
)
NEXT = ("close_nominations", "declare_unopposed", "open", "close", "declare")


def waiting_for(user: AnyUser, now: datetime) -> Iterator[Waiting]:
    if not user.has_perm("board.manage_seats"):
        return
    today = clock.day_of(now)
    period = sitting.board_of(today)
    count = Seat.objects.filter(period=period).vacant_on(today).count() if period else 0
    if count:
        seats = "seat" if count == 1 else "seats"
        url = reverse("board:seat_list")
        yield Waiting(f"Vacant {seats} on the board", url, "", count, tone="info")


def elections_waiting(user: AnyUser, now: datetime) -> Iterator[Waiting]:
    """Votes to cast, nominations to answer, keys to set, and what comes next in an election."""
    if not user.is_authenticated:
        return
    # One question on quiet days; what then is asked depends on who looks.
    states = set(Election.objects.filter(state__in=RUNNING).values_list("state", flat=True))
    if ElectionState.VOTING in states:
        yield from _votes(user, now)
    if ElectionState.NOMINATION in states and user.schools_as(SchoolRole.HEADTEACHER):
        yield from _nominations(user)
    if states & COMING_STATES and user.holds(*MAY_HOLD_KEYS):
        yield from _keys(user)
    if states and user.has_perm("board.run_election"):
        yield from _to_run(user, now)


def _votes(user: User, now: datetime) -> Iterator[Waiting]:
    urns = user.schools_as(SchoolRole.HEADTEACHER)
    if user.holds(PortalRole.VOTING_DEPUTY):
        urns |= schools_deputised_for(user)
    if not urns:
        return
    schools = School.objects.filter(pk__in=urns).order_by("name", "pk")
    polls = Election.objects.taking_votes(now).order_by("voting_closes_at", "pk")
    lines = roll.lines_for(polls, schools)
    for poll in polls:
        for line in lines.get(poll.pk, ()):
            if not line.has_voted:
                url = reverse("board:vote", args=[poll.pk, line.school_id])
                until = moment(poll.voting_closes_at)
                yield Waiting(f"Vote for {line.school}", url, f"{poll.name}, until {until}.")


def _nominations(user: User) -> Iterator[Waiting]:
    mine = Nomination.objects.filter(nominee=user, state=NominationState.PROPOSED)
    open_ones = mine.filter(contest__election__state=ElectionState.NOMINATION)
    for nomination in open_ones.select_related("contest__election").order_by("pk"):
        url = reverse("board:answer_nomination", args=[nomination.pk])
        title = "You have been nominated: accept or decline"
        yield Waiting(title, url, f"{nomination.contest.election}: {nomination.contest.title}")


def _keys(user: User) -> Iterator[Waiting]:
    keys = Keyholder.objects.filter(holder=user, public=None, election__state__in=COMING_STATES)
    for key in keys.select_related("election"):
        url = reverse("board:keys", args=[key.election_id])
        yield Waiting("Set your passphrase for the box", url, key.election.name)


def _to_run(user: User, now: datetime) -> Iterator[Waiting]:
    """The move of each election whose moment has come."""
    for election in Election.objects.filter(state__in=RUNNING).order_by("voting_closes_at"):
        nexts = {row.move.name: row for row in available(election, user, now)}
        for name in NEXT:
            if name in nexts and not nexts[name].closed_because:
                url = reverse("board:election_detail", args=[election.pk])
                yield Waiting(f"{election.name}: {nexts[name].move.text.lower()}", url)
                break
