"""Acting chair until there is a chair, deputy chair beside one: members whom the board names."""

from datetime import timedelta

import pytest

from board.models import Chairing
from board.services import chairing, vacating
from board.states import ChairPost, EndedBecause, SeatKind
from hlp.kit.access import WrongPerson
from members.states import PortalRole
from tests.factories import seats as board
from tests.factories.seats import NOW, TODAY

pytestmark = pytest.mark.django_db
K = SeatKind
ACTING, DEPUTY = ChairPost.ACTING, ChairPost.DEPUTY
LATER = NOW + timedelta(days=30)
NEXT_MONTH = TODAY + timedelta(days=30)


def name(appointment, by, post=ACTING, **fields):
    asked = {"from_on": TODAY, "decided_on": TODAY, "minute_reference": "2022-05/1", "now": NOW}
    return chairing.name(appointment=appointment, post=post, by=by, **{**asked, **fields})


def leads(person, role, day):
    return person.roles_held.of(role).current(day).exists()


@pytest.mark.parametrize(
    ("post", "role"), [(ACTING, PortalRole.ACTING_CHAIR), (DEPUTY, PortalRole.DEPUTY_CHAIR)]
)
def test_the_one_named_has_the_role_as_long_as_they_sit(clerk, post, role):
    member = board.appoint(K.LA)

    made = name(member, clerk, post)

    assert made.to_on == member.to_on
    assert leads(member.person, role, TODAY)
    assert not leads(member.person, role, member.to_on + timedelta(1))


def test_the_acting_chair_makes_way_on_the_day_the_chair_begins(clerk):
    member = board.appoint(K.LA)
    name(member, clerk)

    board.appoint(K.CHAIR, from_on=NEXT_MONTH)

    days = [NEXT_MONTH - timedelta(1), NEXT_MONTH]
    assert [leads(member.person, PortalRole.ACTING_CHAIR, day) for day in days] == [True, False]
    assert member.person.roles_held.of(PortalRole.BOARD_MEMBER).current(NEXT_MONTH).exists()


def test_a_chair_appointed_ahead_is_known_when_an_acting_chair_is_named(clerk):
    board.appoint(K.CHAIR, from_on=NEXT_MONTH)

    assert name(board.appoint(K.LA), clerk).to_on == NEXT_MONTH - timedelta(1)


def test_there_is_no_acting_chair_beside_a_chair(clerk):
    board.appoint(K.CHAIR)

    with pytest.raises(chairing.CannotChair, match="There is a chair"):
        name(board.appoint(K.LA), clerk)
    assert name(board.appoint(K.LA), clerk, DEPUTY).pk


@pytest.mark.parametrize("post", ChairPost)
def test_there_is_one_of_each_at_a_time(clerk, post):
    first = board.appoint(K.LA)
    name(first, clerk, post)

    with pytest.raises(chairing.CannotChair, match=f"{first.person} is {post.label.lower()}"):
        name(board.appoint(K.LA), clerk, post)


def test_only_who_sits_on_the_board_leads_it(clerk):
    gone = board.appoint(K.LA, to_on=TODAY)

    with pytest.raises(chairing.CannotChair, match="is not on the board on 1 June 2022"):
        name(gone, clerk, from_on=NEXT_MONTH)


def test_who_leaves_the_board_leads_it_no_more(clerk):
    member = board.appoint(K.LA)
    name(member, clerk)

    vacating.end(
        appointment=member, because=EndedBecause.STEPPED_DOWN, by=clerk, now=LATER, last_day=None
    )

    assert not member.person.roles_held.current(NEXT_MONTH).exists()
    assert Chairing.objects.get().to_on == NEXT_MONTH - timedelta(1)


def test_it_ends_at_once_and_the_seat_stays(clerk):
    member = board.appoint(K.LA)
    made = name(member, clerk)

    chairing.end(chairing=made, by=clerk, now=LATER)

    assert not leads(member.person, PortalRole.ACTING_CHAIR, NEXT_MONTH)
    assert leads(member.person, PortalRole.BOARD_MEMBER, NEXT_MONTH)
    with pytest.raises(chairing.NotChairing):
        chairing.end(chairing=made, by=clerk, now=LATER)


def test_another_is_named_after_the_first_has_ended(clerk):
    first = name(board.appoint(K.LA), clerk)
    chairing.end(chairing=first, by=clerk, now=NOW)

    assert name(board.appoint(K.LA), clerk).pk != first.pk


@pytest.mark.parametrize("who", ["chair", "board_member", "returning_officer", "head"])
def test_others_name_nobody(who, request):
    with pytest.raises(WrongPerson):
        name(board.appoint(K.LA), request.getfixturevalue(who))
