"""The seats of the board: public to read, office and clerk appoint."""

from datetime import timedelta

from board.models import Chairing, Seat
from board.services import chairing, seats
from board.states import ChairPost, SeatKind
from hlp.kit import clock
from members.models import User
from tests.access.page import List, Page
from tests.access.roles import EVERYONE, Role
from tests.factories.members import UserFactory

APPOINTS = frozenset({Role.OFFICE, Role.CLERK})


def fill(seat, **fields):
    return seats.fill(
        seat=seat,
        person=UserFactory.create(name=f"Lara Authority {User.objects.count()}"),
        school=None,
        from_on=clock.today() - timedelta(days=9),
        reference="letter of May",
        by=None,
        now=clock.now(),
        **fields,
    )


def coopted(world):
    return seats.add_coopted(
        period=world.period,
        skill="Finance",
        has_vote=False,
        decided_on=world.today,
        minute_reference="2022-05/4",
        by=world.people[Role.CLERK],
        now=clock.now(),
    )


# Every page gets a seat of its own, since all may be opened in one world.


def of_vacant(world):
    return {"seat_id": Seat.objects.get(period=world.period, kind=SeatKind.CHAIR).pk}


def of_held(world):
    """Held, and held before."""
    seat = coopted(world)
    fill(seat, to_on=world.today - timedelta(days=3))
    seats.fill(
        seat=seat,
        person=UserFactory.create(name=f"Leo Authority {User.objects.count()}"),
        school=None,
        from_on=world.today,
        reference="minute 3",
        by=None,
        now=clock.now(),
    )
    return {"seat_id": seat.pk}


def of_appointment(world):
    return {"appointment_id": fill(coopted(world)).pk}


def of_acting(world):
    row = Chairing.objects.first() or chairing.name(
        appointment=fill(coopted(world)),
        post=ChairPost.ACTING,
        from_on=world.today,
        decided_on=world.today,
        minute_reference="2022-05/1",
        by=None,
        now=clock.now(),
    )
    return {"chairing_id": row.pk}


def no_args_but_a_member(world):
    assert of_appointment(world)
    return {}


PAGES = [
    Page("board:board", EVERYONE, look_as=(Role.ANONYMOUS, Role.CLERK)),
    Page("board:seat_list", APPOINTS),
    Page("board:seat_detail", APPOINTS, of_held),
    Page("board:appoint", APPOINTS, of_vacant),
    Page("board:end_appointment", APPOINTS, of_appointment),
    Page("board:add_seat", APPOINTS),
    Page("board:close_seat", APPOINTS, lambda world: {"seat_id": coopted(world).pk}, method="POST"),
    Page("board:name_acting_chair", APPOINTS, no_args_but_a_member),
    Page("board:name_deputy_chair", APPOINTS),
    Page("board:end_chairing", APPOINTS, of_acting, method="POST"),
]


def add_to_board(world, count):
    """Each in a seat of their own; every second one is gone again."""
    for number in range(count):
        past = {"to_on": world.today - timedelta(days=2)} if number % 2 else {}
        fill(coopted(world), **past)


VISIBLE: list = []
LISTS = [
    List("board:board", Role.ANONYMOUS, add_to_board),
    List("board:seat_list", Role.CLERK, add_to_board),
]
