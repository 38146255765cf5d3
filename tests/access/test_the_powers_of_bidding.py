"""Design 12's rows on bidding, and every permission of it: who holds it on real bids, who not."""

import pytest
from rules.permissions import permissions

from bids.models import Bid
from bids.services import questions
from bids.states import BidState, CallState, InterestKind
from hlp.kit import clock
from members.models import User
from members.states import PortalRole
from tests.bids.marking import acts
from tests.factories import bids as made
from tests.factories import cast, deciding

pytestmark = pytest.mark.django_db

# `head`, `business_manager` and `teacher` are of the lead school, `other_head` of a partner.
WHO = (
    *("office", "clerk", "finance", "head", "business_manager", "board_member", "chair"),
    *("returning_officer", "other_head", "teacher", "stranger"),
    # Not in the table: an assessor of no board; a member whose interest the chair has yet to rule
    # on; the deputy.
    *("assessor", "conflicted", "deputy"),
)
EVERYBODY = set(WHO)
PREPARE = {"office", "clerk"}
BIDDERS = {"head", "business_manager"}
PANEL = {"board_member", "assessor"}  # asked, and clear of the bid
BOARD = {"board_member", "conflicted"}
SEES_PANEL = PREPARE | PANEL | BOARD | {"chair", "deputy"}

# what                          on what       who, and nobody else
POWERS = {
    # open and close calls, screen bids: office and clerk
    "bids.manage_call": ("call", PREPARE),
    "bids.call_again": ("call", PREPARE),
    "bids.answer_question": ("question", PREPARE),
    "bids.open_early": ("call", PREPARE),
    "bids.see_early_openings": ("call", PREPARE | {"chair"}),
    "bids.grant_exception": ("call", {"office"}),
    "bids.oversee_call": ("call", PREPARE),
    "bids.screen_bid": ("bid", PREPARE),
    "bids.clarify_bid": ("bid", PREPARE),
    "bids.change_line_up": ("bid", PREPARE),
    # bid: the head submits, the business manager edits
    "bids.start_bid": ("school", BIDDERS),
    "bids.edit_bid": ("bid", BIDDERS),
    "bids.submit_bid": ("bid", {"head"}),
    "bids.withdraw_bid": ("bid", {"head"}),
    "bids.invite_editor": ("bid", BIDDERS),
    "bids.choose_partners": ("bid", BIDDERS),
    "bids.answer_partnership": ("partner", {"other_head"}),
    "bids.see_own": ("bid", BIDDERS | {"other_head"}),
    # mark, moderate: the board, free of conflict; the clerk attends; the chair rules on interests
    "bids.declare_interest": ("bid", PANEL | BOARD),
    "bids.rule_on_interest": ("interest", {"chair"}),
    "bids.view_interests": ("call", PREPARE | {"chair", "deputy"}),
    "bids.mark_bid": ("bid", PANEL),
    "bids.submit_marks": ("sheet", {"board_member"}),
    "bids.view_marksheet": ("sheet", {"board_member"}),
    "bids.view_panel": ("call", SEES_PANEL),
    "bids.moderate_bid": ("bid", PANEL),
    "bids.note_presence": ("bid", PANEL | {"clerk"}),
    "bids.attend_panel": ("call", {"clerk"}),
    "bids.open_moderation": ("call", PREPARE | BOARD),
    # publish decisions: the clerk prepares, the board decides and the chair publishes
    "bids.decide_bid": ("bid", {"board_member"}),
    "bids.decide_call": ("call", BOARD),
    "bids.break_tie": ("call", {"chair"}),
    "bids.prepare_publication": ("call", {"clerk"}),
    "bids.publish_decision": ("call", {"chair", "deputy"}),
    "bids.arrange_feedback": ("bid", PREPARE),
    # reading
    "bids.view_call": ("call", EVERYBODY),
    "bids.view_question": ("question", PREPARE | {"teacher"}),
    "bids.ask_question": ("school", BIDDERS | {"teacher"}),
    "bids.view_bid": ("bid", BIDDERS | {"other_head"} | PREPARE | PANEL),
}


@pytest.fixture
def people(request):
    given = {who: request.getfixturevalue(who) for who in WHO[:-3]}
    return {
        **given,
        "assessor": cast.in_partnership("Ann Assessor", PortalRole.PANEL_ASSESSOR),
        "conflicted": cast.in_partnership("Connie Conflict", PortalRole.BOARD_MEMBER),
        "deputy": cast.in_partnership("Dora Deputy", PortalRole.DEPUTY_CHAIR),
    }


@pytest.fixture
def things(people, school, other_school):
    """A call that is being marked: the school's bid with its partner, and what belongs to it."""
    call = made.CallFactory.create(state=CallState.OPEN)
    asked = questions.ask(
        call=call, school=school, text="May we share?", by=people["teacher"], now=call.opens_at
    )
    for each in (school, other_school):
        made.member_of(call, each)
    bid = made.BidFactory.create(
        call=call, lead_school=school, partners=[other_school], state=BidState.SUBMITTED
    )
    call = deciding.started(call)
    bid = Bid.objects.get(pk=bid.pk)
    now = deciding.marked_at(call)
    for who in ("board_member", "assessor"):
        acts.declare(bid, people[who], now=now)
    acts.give(bid, people["board_member"], now=now)
    interest = acts.declare(
        bid, people["conflicted"], InterestKind.PERCEIVED, "My sister teaches there.", now=now
    )
    return {
        "call": call,
        "question": asked,
        "school": school,
        "bid": bid,
        "partner": bid.partners.get(),
        "interest": interest,
        "sheet": bid.sheets.get(),
    }


def holders(people, permission, thing):
    fresh = {who: User.objects.get(pk=person.pk) for who, person in people.items()}
    return {who for who, person in fresh.items() if person.has_perm(permission, thing)}


def test_these_hold_each_power_and_nobody_else(people, things):
    found = {name: holders(people, name, things[on]) for name, (on, _) in POWERS.items()}

    assert found == {name: who for name, (_, who) in POWERS.items()}


def test_every_permission_of_bidding_is_in_the_table():
    assert {name for name in permissions if name.startswith("bids.")} == set(POWERS)


def test_who_works_for_a_bidder_holds_no_power_over_the_call(people, things, school):
    """The same people once they work for the lead school: what is left is their own bid."""
    for who in ("office", "clerk", "board_member", "assessor", "conflicted", "chair", "deputy"):
        cast.AffiliationFactory.create(user=people[who], school=school, from_on=clock.today())
    left = {
        *("bids.manage_call", "bids.call_again", "bids.answer_question", "bids.grant_exception"),
        *("bids.see_early_openings", "bids.arrange_feedback", "bids.view_call"),
        *("bids.view_question", "bids.ask_question"),
    }
    outsiders = EVERYBODY - BIDDERS - {"other_head", "teacher"}

    found = {
        name for name, (on, _) in POWERS.items() if holders(people, name, things[on]) & outsiders
    }

    assert found == left
