"""Who may do what with elections and meetings (design 12, the table of powers)."""

import rules

from members.models import School
from members.querysets import AnyUser
from members.rules import (
    holds_role,
    is_chair,
    is_clerk,
    is_head_of,
    is_returning_officer,
    school_of,
)
from members.states import PortalRole


@rules.predicate
def deputises_for(user: AnyUser, thing: School | None) -> bool:
    """One school, one vote, cast by its head or the deputy it named."""
    school = school_of(thing)
    return school is not None and user.is_authenticated and school.pk in user.schools_voted_for()


sits_on_board = holds_role(PortalRole.BOARD_MEMBER)

# what                                   who
rules.add_perm("board.run_election", is_returning_officer)
rules.add_perm("board.hold_key", holds_role(PortalRole.KEYHOLDER) | is_chair)
rules.add_perm("board.vote", is_head_of | deputises_for)
rules.add_perm("board.keep_meetings", is_clerk)
rules.add_perm("board.read_minutes", sits_on_board | is_chair | is_clerk)
rules.add_perm("board.correct_minutes", sits_on_board)
rules.add_perm("board.approve_minutes", is_chair)
