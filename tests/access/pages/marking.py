"""The screen, interests and marking: office and clerk, the panel, the chair."""

from datetime import timedelta

from bids.models import Bid, Call, Interest, MarkSheet
from bids.services import clarifying, declaring_interests, marking, screening
from bids.states import CallState, InterestKind, ScreenItem
from hlp.kit import clock
from members.models import User
from tests.access.page import Page, Visible
from tests.access.roles import Role
from tests.access.world import World
from tests.factories import deciding
from tests.factories.bids import BidFactory, CallFactory, PriorityFactory, closed, office

PREPARES = frozenset({Role.OFFICE, Role.CLERK})
PANEL = frozenset({Role.BOARD_MEMBER})
CHAIR = frozenset({Role.CHAIR})
DAYS = 40  # since it opened: closed, and the marks due in nine days


def fields(world: World):
    priority = PriorityFactory.create(year=world.period.years.get(number=1))
    return {"priority": priority, "t0": clock.now() - timedelta(days=DAYS)}


def closed_call(world: World) -> Call:
    """With one bid that waits for the screen."""
    call = CallFactory.create(state=CallState.OPEN, **fields(world))
    BidFactory.create(call=call, state="submitted")
    return closed(call)


def a_call(world: World) -> Call:
    """Being marked; the board member has said that there is no interest."""
    call = deciding.marking_call(2, **fields(world))
    for bid in call.bids.all():
        deciding.no_interest(bid, member(world), clock.now())
    return call


def member(world: World) -> User:
    return world.people[Role.BOARD_MEMBER]


def a_bid(world: World) -> Bid:
    return a_call(world).bids.order_by("number").first()  # type: ignore[return-value]


def failed(world: World) -> Bid:
    bid = closed_call(world).bids.get()
    found = {item.value: (item != ScreenItem.KICK_OFF, "Not there.") for item in ScreenItem}
    screening.record(bid=bid, findings=found, by=office(), now=clock.now())
    return screening.finish(bid=bid, by=office(), now=clock.now())


def marked(world: World) -> MarkSheet:
    bid = a_bid(world)
    deciding.give(bid, member(world), (2, 3, 4, 5), now=clock.now())
    return bid.sheets.get(assessor=member(world))


def abstained(world: World):
    bid = a_bid(world)
    marking.abstain(bid=bid, because="I know too little.", by=member(world), now=clock.now())
    return {"bid_id": bid.pk}


def perceived(world: World) -> Interest:
    return declaring_interests.declare(
        bid=a_bid(world),
        kind=InterestKind.PERCEIVED,
        details="My sister teaches there.",
        by=member(world),
        now=clock.now(),
    )


def of_call(make=a_call):
    return lambda world: {"slug": make(world).slug}


def of_bid(make=a_bid):
    return lambda world: {"bid_id": make(world).pk}


def ready(world: World) -> Call:
    """Every bid is screened."""
    call = closed_call(world)
    deciding.passed(call.bids.get(), clock.now())
    return call


def clarified(world: World):
    asked = clarifying.ask(
        bid=a_bid(world),
        question="Who leads the sessions in the spring?",
        sections=["capacity"],
        due_at=clock.now() + timedelta(days=3),
        by=world.people[Role.OFFICE],
        now=clock.now(),
    )
    return {"clarification_id": asked.pk}


def asked(world: World):
    return {"assessor_id": a_call(world).assessors.first().pk}


def one_to_rule_on(world: World):
    perceived(world)
    return {}


def declared(world: World) -> Call:
    return perceived(world).bid.call


PAGES = [
    # Office and clerk
    Page("bids:call_bids", PREPARES, of_call(closed_call)),
    Page("bids:screen_bid", PREPARES, of_bid(lambda world: closed_call(world).bids.get())),
    Page("bids:reinstate_bid", PREPARES, of_bid(failed)),
    Page("bids:ask_clarification", PREPARES, of_bid()),
    Page("bids:give_more_time", PREPARES, clarified),
    Page("bids:start_marking", PREPARES, of_call(ready), method="POST"),
    Page("bids:assessors", PREPARES, of_call()),
    Page("bids:add_assessor", PREPARES, of_call()),
    Page("bids:release_assessor", PREPARES, asked),
    Page("bids:remind_assessors", PREPARES, of_call(), method="POST"),
    # Interests
    Page("bids:declare_interests", PANEL, of_call()),
    Page("bids:rulings", CHAIR, one_to_rule_on),
    Page("bids:rule_on_interest", CHAIR, lambda world: {"interest_id": perceived(world).pk}),
    Page("bids:interest_register", PREPARES | CHAIR, of_call(declared)),
    # Marking
    Page("bids:marking_progress", PANEL, of_call()),
    Page("bids:next_bid", PANEL, of_call(), moves_on=True),
    Page("bids:mark_bid", PANEL, of_bid()),
    Page("bids:abstain", PANEL, of_bid()),
    Page("bids:take_up", PANEL, abstained, method="POST"),
    Page("bids:stand_by", PANEL, lambda w: {"bid_id": marked(w).bid_id}, method="POST"),
    Page("bids:change_mark", PANEL, lambda w: {"mark_id": marked(w).marks.first().pk}),
]


def sheets(world: World) -> list[MarkSheet]:
    """Of the board member and of somebody else, before and after moderation opens."""
    before, after = a_call(world), a_call(world)
    other = next(p for p in deciding.board_members(3) if p != member(world))
    for call in (before, after):
        for bid in call.bids.all():
            for person in (member(world), other):
                deciding.give(bid, person, (3, 3, 3, 3), now=clock.now())
    for row in after.assessors.exclude(user__in=[member(world), other]):
        deciding.panels.release(assessor=row, because="Ill.", by=office(), now=clock.now())
    deciding.moderating.open_moderation(call=after, by=member(world), now=clock.now())
    return list(MarkSheet.objects.order_by("pk"))


VISIBLE = [Visible("bids.MarkSheet", "bids.view_marksheet", sheets)]
LISTS: list = []
