"""A letter before it is out shows agreed marks: not to who has yet to give their own.

And it speaks for schools that are in the bid, not for those that never answered.
"""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from bids.services import letters, panels, partnering
from bids.states import CallState
from hlp.kit import clock
from members.states import PortalRole
from tests.factories import board, cast
from tests.factories import deciding as made
from tests.factories.bids import CallFactory, head_of, member_of, office
from tests.factories.members import RoleHeldFactory
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db


def newcomer_to(call):
    """Came to the board the day after moderation opened, and has declared no interest."""
    now = made.moderated_at(call) + timedelta(days=1)
    user = cast.in_partnership("Nia Newcomer")
    RoleHeldFactory.create(user=user, role=PortalRole.BOARD_MEMBER, from_on=clock.day_of(now))
    with time_machine.travel(now, tick=False):
        panels.add(call=call, user=user, by=office(), now=now)
        for bid in call.bids.all():
            made.no_interest(bid, user, now)
    return user, now


def test_26_who_has_yet_to_mark_reads_no_agreed_mark_in_a_letter():
    call = made.agreed_call()
    bid = call.bids.order_by("number").first()
    user, now = newcomer_to(call)

    with time_machine.travel(now, tick=False):
        client = client_of(user)
        assert client.get(reverse("bids:mark_bid", args=[bid.pk])).status_code == 200
        assert client.get(reverse("bids:letter", args=[bid.pk])).status_code == 404
        listed = client.get(reverse("bids:letters_of_call", args=[call.slug]))
        assert reverse("bids:letter", args=[bid.pk]) not in listed.content.decode()


@pytest.fixture
def asked_in_vain():
    """A published call; a school was asked into its first bid and never answered."""
    call = CallFactory.create(state=CallState.OPEN)
    members = made.board_members(3)
    bid = made.a_bid(call)
    school = member_of(call)
    partnering.ask(
        bid=bid,
        school=school,
        part="Hosts two sessions.",
        by=head_of(bid.lead_school),
        now=call.closes_at - timedelta(hours=2),
    )
    made.a_bid(call)
    call = made.started(call)
    for each in call.bids.all():
        for member in members:
            made.give(each, member, (4, 4, 4, 4))
    made.opened(call)
    bid.refresh_from_db()
    return bid, school


def test_a_school_that_never_answered_stands_in_no_letter(asked_in_vain):
    bid, school = asked_in_vain

    assert str(school) not in letters.content(bid)["schools"]


def test_a_school_that_never_answered_reads_no_letter():
    call = made.decided_call()
    bid = call.bids.order_by("number").first()
    school = member_of(call)
    partnering.Partner.objects.create(  # type: ignore[misc]
        bid=bid, school=school, asked_at=call.closes_at, asked_by=head_of(bid.lead_school)
    )
    made.publishing.publish(call=call, by=made.chair(), now=made.published_at(call))

    for url in ("bids:letter", "bids:bid_detail", "bids:ask_feedback"):
        client = client_of(board.head_of(school))
        assert client.get(reverse(url, args=[bid.pk])).status_code == 404
