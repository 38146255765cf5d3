"""Who may do what with elections and meetings (design 12, the table of powers)."""

import rules

from board import roll
from board.models import Election, Nomination, Seat
from board.states import ELECTED_KINDS, ElectionState, NominationState
from members.models import School
from members.querysets import AnyUser
from members.rules import (
    holds_role,
    is_chair,
    is_clerk,
    is_head_of,
    is_office,
    is_returning_officer,
    school_of,
)
from members.states import PortalRole, SchoolRole


def schools_deputised_for(user: AnyUser) -> set[int]:
    """URNs of the schools that named this person, as long as they work there."""
    if not user.is_authenticated:
        return set()
    return user.schools_voted_for() & user.schools_as(*SchoolRole)


@rules.predicate
def deputises_for(user: AnyUser, thing: School | None) -> bool:
    """One school, one vote, cast by its head or the deputy it named."""
    school = school_of(thing)
    return school is not None and school.pk in schools_deputised_for(user)


@rules.predicate
def is_announced(user: AnyUser, election: Election | None) -> bool:
    return election is not None and election.state != ElectionState.DRAFT


@rules.predicate
def is_nominee(user: AnyUser, nomination: Nomination | None) -> bool:
    return nomination is not None and nomination.nominee_id == user.pk


@rules.predicate
def is_proposer(user: AnyUser, nomination: Nomination | None) -> bool:
    return nomination is not None and user.is_authenticated and nomination.proposed_by_id == user.pk


@rules.predicate
def is_candidate(user: AnyUser, nomination: Nomination | None) -> bool:
    """Accepted, or on the printed paper and withdrawn since."""
    return nomination is not None and (
        nomination.state == NominationState.ACCEPTED or nomination.position is not None
    )


@rules.predicate
def holds_key_of(user: AnyUser, election: Election | None) -> bool:
    if election is None or not user.is_authenticated:
        return False
    return election.keyholders.filter(holder=user).exists()


@rules.predicate
def votes_or_works_in(user: AnyUser, election: Election | None) -> bool:
    """Somebody of a school on the roll."""
    if election is None or not user.is_authenticated:
        return False
    urns = user.schools_as(*SchoolRole)
    if not urns:
        return False
    urns = urns | roll.carried_on_by(urns, election)
    return election.roll.filter(school__in=urns).exists()


@rules.predicate
def is_elected_seat(user: AnyUser, seat: Seat | None) -> bool:
    return seat is not None and seat.kind in ELECTED_KINDS


sits_on_board = holds_role(PortalRole.BOARD_MEMBER)

# what                                   who
rules.add_perm("board.manage_seats", is_office | is_clerk)
# Declaring an election fills the seats it was for.
rules.add_perm("board.fill_seat", is_office | is_clerk | is_returning_officer & is_elected_seat)
rules.add_perm("board.end_appointment", is_office | is_clerk)
rules.add_perm("board.name_chair", is_office | is_clerk)
rules.add_perm("board.run_election", is_returning_officer)
rules.add_perm("board.hold_key", holds_role(PortalRole.KEYHOLDER) | is_chair)
rules.add_perm("board.vote", is_head_of | deputises_for)
rules.add_perm("board.view_election", is_announced | is_returning_officer)
rules.add_perm("board.nominate", is_head_of)
rules.add_perm("board.answer_nomination", is_nominee)
rules.add_perm("board.withdraw_nomination", is_nominee | is_returning_officer)
rules.add_perm(
    "board.view_nomination", is_candidate | is_nominee | is_proposer | is_returning_officer
)
rules.add_perm("board.use_key", holds_key_of | is_returning_officer)
# Totals, codes and marks are for the schools that voted, not for the street.
rules.add_perm("board.view_totals", votes_or_works_in | is_returning_officer | sits_on_board)
rules.add_perm("board.name_deputy", is_head_of)
rules.add_perm("board.keep_meetings", is_clerk)
rules.add_perm("board.read_minutes", sits_on_board | is_chair | is_clerk)
rules.add_perm("board.correct_minutes", sits_on_board)
rules.add_perm("board.approve_minutes", is_chair)
