"""Moderation, decision and what comes after: panel, chair, clerk, and bidders once it is out."""

from datetime import timedelta

from bids.models import Award, Bid, Call, Decision, FeedbackMeeting
from bids.services import letters, meetings, moderating, publishing
from bids.states import BidState, CallState, CriterionKind, Outcome
from hlp.kit import clock
from members.models import User
from members.states import PortalRole
from tests.access.page import List, Page
from tests.access.roles import EVERYONE, Role
from tests.access.world import World
from tests.factories import board
from tests.factories import deciding as made
from tests.factories.bids import CallFactory, PriorityFactory
from tests.factories.members import RoleHeldFactory, SchoolFactory

PREPARES = frozenset({Role.OFFICE, Role.CLERK})
PANEL = frozenset({Role.BOARD_MEMBER})
CHAIR = frozenset({Role.CHAIR})
AT_THE_TABLE = PREPARES | PANEL | CHAIR
BIDDERS = frozenset({Role.HEAD, Role.BUSINESS_MANAGER})
DAYS = 60  # since the call opened: marked, moderated and decided weeks ago
TWO = ((4, 4, 4, 4), (3, 3, 3, 3))
LEVEL = ((3, 3, 3, 3), (3, 3, 3, 3))


def fields(world: World):
    priority = PriorityFactory.create(year=world.period.years.get(number=1))
    return {"priority": priority, "t0": clock.now() - timedelta(days=DAYS)}


def member(world: World) -> User:
    return world.people[Role.BOARD_MEMBER]


def marked(world: World) -> Call:
    """Nobody owes a mark; moderation can open."""
    call = made.marking_call(1, **fields(world))
    for person in made.board_members(3):
        made.give(call.bids.get(), person, (3, 3, 3, 3))
    made.release_the_rest(call)
    return call


def moderating_call(world: World) -> Call:
    return made.moderating_call(TWO, **fields(world))


def agreed(world: World, marks=TWO) -> Call:
    return made.agreed_call(marks, **fields(world))


def to_combine(world: World) -> Call:
    call = agreed(world)
    for bid in call.bids.all():
        made.decide(bid, Outcome.COMBINE)
    return call


def decided(world: World) -> Call:
    return made.decided_call(TWO, **fields(world))


def published(world: World) -> Bid:
    """The bid of the world's school, which was selected; its letter is out."""
    made.board_members(3)
    call = CallFactory.create(state=CallState.OPEN, **fields(world))
    made.a_bid(call, board.join(world.school, world.period))
    made.started(call)
    bid = call.bids.get()
    for person in made.board_members(3):
        made.give(bid, person, (4, 4, 4, 4))
    made.release_the_rest(call)
    made.opened(call)
    made.agree(bid, (4, 4, 4, 4))
    made.decide(bid, Outcome.SELECTED)
    call = made.closed(call)
    now = made.published_at(call)
    publishing.publish(call=call, by=world.people[Role.CHAIR], now=now)
    letters.send(bid_id=bid.pk, now=now)
    return Bid.objects.get(pk=bid.pk)


def first(call: Call) -> Bid:
    return call.bids.order_by("number").first()  # type: ignore[return-value]


def taken_up(world: World) -> Bid:
    bid = first(moderating_call(world))
    now = made.moderated_at(bid.call)
    moderating.begin(bid=bid, held_on=now.date(), by=member(world), now=now)
    return bid


def tie(world: World):
    """The chair sits on the board as well, and has declared no interest."""
    call, chair = agreed(world, LEVEL), world.people[Role.CHAIR]
    RoleHeldFactory.create(user=chair, role=PortalRole.BOARD_MEMBER)
    one, other = call.bids.order_by("number")
    for bid in (one, other):
        made.no_interest(bid, chair, made.moderated_at(call))
    return {"slug": call.slug, "one": one.pk, "other": other.pk}


def with_meeting(world: World) -> Bid:
    bid = published(world)
    meetings.ask(bid=bid, message="", by=world.people[Role.HEAD], now=clock.now())
    return bid


def of_call(make):
    return lambda world: {"slug": make(world).slug}


def of_bid(make, **more):
    return lambda world: {"bid_id": make(world).pk, **more}


def one_of(make):
    return of_bid(lambda world: first(make(world)))


PAGES = [
    # The panel
    Page(
        "bids:panel",
        AT_THE_TABLE,
        of_call(moderating_call),
        look_as=(Role.BOARD_MEMBER, Role.CHAIR),
    ),
    Page("bids:open_moderation", PREPARES | PANEL, of_call(marked), method="POST"),
    Page("bids:moderate_bid", PREPARES | PANEL, one_of(agreed), look_as=(Role.BOARD_MEMBER,)),
    Page("bids:begin_moderation", PANEL | {Role.CLERK}, one_of(moderating_call)),
    Page("bids:presence", PANEL | {Role.CLERK}, of_bid(taken_up)),
    Page("bids:agree_mark", PANEL, of_bid(taken_up, kind=CriterionKind.APPROACH.value)),
    Page("bids:finish_moderation", PANEL, of_bid(taken_up)),
    # Deciding
    Page("bids:ranking", AT_THE_TABLE, of_call(agreed), look_as=(Role.BOARD_MEMBER,)),
    Page("bids:ranking_csv", AT_THE_TABLE, of_call(agreed), is_html=False),
    Page("bids:ranking_xlsx", AT_THE_TABLE, of_call(agreed), is_html=False),
    Page("bids:break_tie", CHAIR, tie),
    Page("bids:decide_bid", PANEL, one_of(agreed)),
    Page("bids:combine_bids", PANEL, of_call(to_combine)),
    Page("bids:close_decisions", PANEL, of_call(agreed), method="POST"),
    Page("bids:reconsider", PANEL, of_call(decided), method="POST"),
    Page("bids:publish_call", CHAIR, of_call(decided)),
    # Letters
    Page("bids:letters_of_call", AT_THE_TABLE, of_call(decided), look_as=(Role.CLERK, Role.CHAIR)),
    Page("bids:edit_letter", frozenset({Role.CLERK}), one_of(decided)),
    Page(
        "bids:letter",
        BIDDERS | PREPARES | PANEL,
        of_bid(published),
        look_as=(Role.HEAD, Role.CLERK),
    ),
    Page("bids:letter_pdf", BIDDERS | PREPARES | PANEL, of_bid(published), is_html=False),
    Page("bids:ask_feedback", BIDDERS, of_bid(published)),
    Page("bids:meeting_list", PREPARES),
    Page("bids:arrange_meeting", PREPARES, of_bid(with_meeting)),
    Page("bids:lead_list", EVERYONE, look_as=(Role.ANONYMOUS,)),
]


def a_decided_bid(world: World) -> Bid:
    """By rows: lists are filled by the hundred."""
    call, now = CallFactory.create(state=CallState.CLOSED, **fields(world)), clock.now()
    by = world.people[Role.OFFICE]
    bid = Bid.objects.create(
        call=call,
        lead_school=SchoolFactory.create(),
        number=1,
        state=BidState.DECIDED,
        created_at=now,
        submitted_at=now,
        submitted_by=by,
    )
    Decision.objects.create(
        bid=bid,
        outcome=Outcome.SELECTED,
        public_reason="It met the criteria best.",
        agreed_sum=9000,
        decided_on=now.date(),
        minute_reference="Board, item 3",
        decided_at=now,
        decided_by=by,
    )
    return bid


def awards(world: World, count: int) -> None:
    for _ in range(count):
        bid = a_decided_bid(world)
        Award.objects.create(
            bid=bid, priority=bid.call.priority, agreed_sum=9000, awarded_at=clock.now()
        )


def meetings_asked_for(world: World, count: int) -> None:
    for _ in range(count):
        FeedbackMeeting.objects.create(
            bid=a_decided_bid(world), asked_at=clock.now(), asked_by=world.people[Role.HEAD]
        )


VISIBLE: list = []
LISTS = [
    List("bids:lead_list", Role.ANONYMOUS, awards),
    List("bids:meeting_list", Role.OFFICE, meetings_asked_for),
]
