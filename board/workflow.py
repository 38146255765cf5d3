"""The law of elections: which move joins which states, who makes it and when (design 7)."""

from datetime import datetime

from board.models import Contest, Election, Nomination
from board.states import ElectionState, KeyPlace, NominationState
from hlp.kit.clock import moment
from hlp.kit.states import Move, moves

DRAFT, NOMINATION, READY = ElectionState.DRAFT, ElectionState.NOMINATION, ElectionState.READY
VOTING, COUNTED = ElectionState.VOTING, ElectionState.COUNTED
DECLARED, STOPPED = ElectionState.DECLARED, ElectionState.STOPPED
PROPOSED, ACCEPTED = NominationState.PROPOSED, NominationState.ACCEPTED

# With fewer votes than this the totals would show how somebody voted (field notes 4.4).
FEWEST_VOTES = 5


def has_contests(election: Election, now: datetime) -> str | None:
    """It says which seats are to be filled, and leaves time to nominate."""
    if not election.contests.exists():
        return "Say first which seats are to be filled."
    if now >= election.nominations_close_at:
        return "Nominations would close before they open. Change the dates first."
    return None


def nominations_are_over(election: Election, now: datetime) -> str | None:
    """The announced moment has passed."""
    if now < election.nominations_close_at:
        return f"Nominations are open until {moment(election.nominations_close_at)}."
    return None


def is_contested(contest: Contest) -> bool:
    return contest.nominations.candidates().count() > contest.seats


def contested(election: Election) -> list[Contest]:
    return [c for c in election.contests.order_by("kind") if is_contested(c)]


def can_open(election: Election, now: datetime) -> str | None:
    """Somebody to choose between, time to vote in, and a key proved by all three pairs."""
    if not contested(election):
        return "No contest has more candidates than seats, so there is nothing to vote on."
    if now >= election.voting_closes_at:
        return "Voting would close before it opens. Change the dates first."
    if election.keyholders.exclude(public=None).count() < len(KeyPlace):
        return "All three keyholders must have a passphrase first."
    if election.rehearsed_at is None:
        return "Rehearse the opening first: it proves that any two passphrases open the box."
    return None


def is_unopposed(election: Election, now: datetime) -> str | None:
    """Nobody stands against anybody: no ballot."""
    if found := contested(election):
        return f"There is a choice to be made for: {', '.join(c.title for c in found)}."
    return None


def voting_is_over(election: Election, now: datetime) -> str | None:
    """The announced moment has passed."""
    if now <= election.voting_closes_at:
        return f"Voting is open until {moment(election.voting_closes_at)}."
    return None


def box_is_forgotten(election: Election, now: datetime) -> str | None:
    """The engine holds nothing of the open box, and it is confirmed that backups go."""
    if not election.vacuumed_at:
        return "The database has not been swept yet."
    if not hasattr(election, "backups_gone"):
        return "Confirm first what becomes of the backups of the days of voting."
    return None


def still_nominating(nomination: Nomination, now: datetime) -> str | None:
    """Nominations are open."""
    election = nomination.contest.election
    if election.state != NOMINATION or now > election.nominations_close_at:
        return f"Nominations closed at {moment(election.nominations_close_at)}."
    return None


def not_counted_yet(nomination: Nomination, now: datetime) -> str | None:
    """The box has not been opened."""
    if nomination.contest.election.state in {NOMINATION, READY, VOTING}:
        return None
    return "The votes have been counted, so nobody can withdraw any more."


RUN = "board.run_election"

ELECTION_MOVES = moves(
    Election,
    #    move        from          to       permission  only if
    Move("announce", {DRAFT}, NOMINATION, RUN, has_contests, stamp="announced"),
    Move("close_nominations", {NOMINATION}, READY, RUN, nominations_are_over),
    Move("open", {READY}, VOTING, RUN, can_open, stamp="opened", label="Open the poll"),
    Move(
        "declare_unopposed",
        {READY},
        DECLARED,
        RUN,
        is_unopposed,
        stamp="declared",
        label="Declare elected unopposed",
    ),
    Move("extend", {VOTING}, VOTING, RUN, label="Extend voting"),
    Move("close", {VOTING}, COUNTED, RUN, voting_is_over, stamp="closed", label="Open the box"),
    Move(
        "declare",
        {COUNTED},
        DECLARED,
        RUN,
        box_is_forgotten,
        stamp="declared",
        label="Declare result",
    ),
    Move(
        "stop",
        {DRAFT, NOMINATION, READY, VOTING, COUNTED},
        STOPPED,
        RUN,
        stamp="stopped",
        label="Stop the election",
    ),
)

NOMINATION_MOVES = moves(
    Nomination,
    Move(
        "accept",
        {PROPOSED},
        ACCEPTED,
        "board.answer_nomination",
        still_nominating,
        stamp="answered",
    ),
    Move("decline", {PROPOSED}, NominationState.DECLINED, "board.answer_nomination"),
    Move(
        "withdraw",
        {PROPOSED, ACCEPTED},
        NominationState.WITHDRAWN,
        "board.withdraw_nomination",
        not_counted_yet,
        stamp="withdrawn",
    ),
)
