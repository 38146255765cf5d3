"""The home page of board, chair, clerk and office, from moderation on."""

import pytest

from bids import home
from bids.services import meetings
from bids.states import Outcome
from hlp.kit import waiting
from members.models import User
from tests.factories import board
from tests.factories import deciding as made
from tests.factories.bids import office

pytestmark = pytest.mark.django_db


def titles(person, call):
    user, now = User.objects.get(pk=person.pk), made.moderated_at(call)
    rows = waiting.for_person(user, now, home.SUBJECTS)
    return [(row.title, row.count) for row in rows]


def test_office_and_clerk_open_moderation_once_everybody_has_marked():
    call = made.marking_call(1, members=3)
    one, *others = made.board_members(3)
    bid = call.bids.get()
    for member in others:
        made.give(bid, member, (3, 3, 3, 3))
    said = ("Everybody has marked: open moderation", None)

    assert said not in titles(made.clerk(), call)
    made.give(bid, one, (3, 3, 3, 3))
    assert said in titles(made.clerk(), call)


def test_the_board_decides_then_closes_then_the_chair_publishes():
    call = made.agreed_call()
    member, chair, clerk = made.board_members(1)[0], made.chair(), made.clerk()

    assert titles(member, call) == [("Bids to moderate and decide on", 2)]
    best, other = call.bids.order_by("number")
    made.decide(best, Outcome.SELECTED)
    made.decide(other)
    assert titles(member, call) == [("All bids are decided on: close the decisions", None)]
    made.closed(call)

    assert titles(member, call) == []
    assert titles(chair, call) == [("Decisions to publish", None)]
    assert titles(clerk, call) == [("Look through the letters before they go out", None)]


def test_the_office_arranges_what_bidders_asked_for():
    call = made.published_call()
    bid = call.bids.first()
    head, now = board.head_of(bid.lead_school), made.published_at(call)
    meetings.ask(bid=bid, message="", by=head, now=now)  # type: ignore[arg-type]

    assert titles(office(), call) == [("Feedback meetings to arrange", 1)]
    assert titles(head, call) == []
