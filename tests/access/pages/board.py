"""Elections: who nominates, votes, runs them and reads the count."""

from datetime import timedelta

from board.models import Election, Nomination
from board.states import ElectionState, NominationState, SeatKind
from hlp.kit import clock
from tests.access.page import List, Page, Visible
from tests.access.roles import EVERYONE, Role
from tests.factories import board

OFFICER = frozenset({Role.RETURNING_OFFICER})
HEADS = frozenset({Role.HEAD, Role.OTHER_HEAD})
OF_ROLL = frozenset({Role.TEACHER, Role.BUSINESS_MANAGER}) | HEADS
SEES_TOTALS = OF_ROLL | OFFICER | {Role.BOARD_MEMBER}
STATES = {
    "draft": (board.election, 1),
    "nomination": (board.announced, 1),
    "ready": (board.ready, 8),
    "voting": (board.voting, 9),
    "counted": (board.counted, 20),
    "swept": (board.counted, 20),
    "tied": (board.counted, 20),
    "declared": (board.declared, 20),
}


def an_election(world, state):
    """Of the world's period; both its schools are members and stand on the roll."""
    for school in (world.school, world.other_school):
        if not school.memberships.exists():
            board.join(school, world.period)
    make, days = STATES[state]
    more = {
        "tied": {"tie": True, "candidates": 6},
        "swept": {"forgotten": False},
    }.get(state, {})
    if state == "declared":  # one fills the seats
        kept = Election.objects.filter(state=ElectionState.DECLARED).first()
        if kept:
            return kept
    return make(period=world.period, t0=clock.now() - timedelta(days=days), **more)


def of(state, **more):
    def kwargs(world):
        election = an_election(world, state)
        found = {key: value(world, election) for key, value in more.items()}
        return {"election_id": election.pk, **found}

    return kwargs


def urn(world, election):
    return world.school.pk


def contest(world, election):
    return election.contests.get(kind=SeatKind.PRIMARY_HEAD).pk


def nomination(world):
    """The head of the other school has put the head forward."""
    election = an_election(world, "nomination")
    school = world.school
    return {
        "nomination_id": election.contests.get()
        .nominations.create(
            nominee=world.people[Role.HEAD],
            school=school,
            name="Hanna Head",
            school_name=school.name,
            state=NominationState.PROPOSED,
            proposed_at=clock.now(),
            proposed_by=world.people[Role.OTHER_HEAD],
        )
        .pk
    }


PAGES = [
    Page("board:election_list", EVERYONE, look_as=(Role.ANONYMOUS, Role.RETURNING_OFFICER)),
    Page("board:secret", EVERYONE),
    Page("board:deputy", frozenset({Role.HEAD}), lambda world: {"urn": world.school.pk}),
    Page("board:prepare_election", OFFICER),
    Page(
        "board:election_detail",
        EVERYONE,
        of("voting"),
        look_as=(Role.ANONYMOUS, Role.HEAD, Role.RETURNING_OFFICER),
    ),
    Page("board:candidates", EVERYONE, of("voting")),
    # Nominating
    Page("board:nominate", HEADS, of("nomination", contest_id=contest)),
    Page("board:nominations", OFFICER, of("ready")),
    Page("board:answer_nomination", frozenset({Role.HEAD}), nomination),
    Page(
        "board:withdraw_nomination",
        OFFICER | {Role.HEAD},
        nomination,
        method="POST",
    ),
    # Running
    Page("board:announce", OFFICER, of("draft"), method="POST"),
    Page("board:close_nominations", OFFICER, of("nomination"), method="POST"),
    Page("board:keys", OFFICER, of("ready")),
    Page("board:second_keyholder", OFFICER, of("ready")),
    Page("board:passphrase", OFFICER, of("ready", place=lambda w, e: "printed")),
    Page(
        "board:rehearse",
        OFFICER,
        lambda world: {"election_id": board.with_keys(an_election(world, "ready")).pk},
    ),
    Page("board:open_poll", OFFICER, of("ready")),
    Page("board:extend", OFFICER, of("voting")),
    Page("board:stop_election", OFFICER, of("voting")),
    Page("board:unreached", OFFICER, of("voting")),
    Page("board:close_poll", OFFICER, of("voting")),
    Page("board:sweep", OFFICER, of("counted")),
    Page(
        "board:backups",
        OFFICER,
        lambda world: {"election_id": an_election(world, "swept").pk},
    ),
    Page(
        "board:lot",
        OFFICER,
        lambda world: {
            "election_id": (tied := an_election(world, "tied")).pk,
            "contest_id": contest(world, tied),
        },
    ),
    Page("board:declare", OFFICER, of("counted"), method="POST"),
    Page("board:declare_unopposed", OFFICER, of("ready"), method="POST"),
    # Voting
    Page("board:vote", frozenset({Role.HEAD}), of("voting", urn=urn)),
    Page(
        "board:cast_vote",
        frozenset({Role.HEAD}),
        of("voting", urn=urn),
        method="POST",
        but={Role.HEAD: "opens"},  # the answer is the page: for a redirect the code would be kept
    ),
    # The count
    Page("board:recount_program", EVERYONE, is_html=False),
    Page("board:counted", SEES_TOTALS, of("declared"), look_as=(Role.HEAD, Role.RETURNING_OFFICER)),
    Page("board:codes", SEES_TOTALS, of("declared"), look_as=(Role.HEAD,)),
    Page("board:voters", SEES_TOTALS, of("declared"), look_as=(Role.HEAD,)),
    Page("board:votes_csv", SEES_TOTALS, of("declared"), is_html=False),
    Page("board:codes_csv", SEES_TOTALS, of("declared"), is_html=False),
]


def nominations(world):
    """Put forward, standing, withdrawn; of one election that is announced."""
    election = an_election(world, "nomination")
    standing = board.stand(election, board.member(world.period))
    proposed = Nomination.objects.get(pk=nomination(world)["nomination_id"])
    return [standing, proposed]


VISIBLE = [
    Visible(
        "board.Election",
        "board.view_election",
        lambda world: [an_election(world, state) for state in ("draft", "nomination")],
    ),
    Visible("board.Nomination", "board.view_nomination", nominations),
]
LISTS = [
    List(
        "board:election_list",
        Role.HEAD,
        lambda world, n: [an_election(world, "nomination") for _ in range(n)],
    ),
]
