"""Ending now or on a day to come, and the role that goes with the seat."""

from datetime import date, timedelta

import pytest
import time_machine

from board.models import Seat
from board.services import vacating
from board.states import EndedBecause, SeatKind
from hlp.kit import clock
from hlp.kit.access import WrongPerson
from hlp.kit.models import OutboxMessage
from members.models import User
from members.states import PortalRole
from tests.factories import seats as board
from tests.factories.seats import NOW, TODAY

pytestmark = pytest.mark.django_db
K = SeatKind
LATER = NOW + timedelta(days=30)


def end(appointment, by, **fields):
    asked = {"because": EndedBecause.STEPPED_DOWN, "by": by, "now": LATER, **fields}
    return vacating.end(appointment=appointment, **asked)


def sits_on(appointment, day):
    """Whether the person may do on that day what a member of the board may."""
    with time_machine.travel(clock.start_of_day(day) + timedelta(hours=12), tick=False):
        return User.objects.get(pk=appointment.person_id).holds(PortalRole.BOARD_MEMBER)


def test_ended_today_the_seat_is_vacant_today_and_the_role_gone(clerk):
    appointment = board.appoint(K.LA)
    today = clock.day_of(LATER)

    end(appointment, clerk)

    assert Seat.objects.vacant_on(today).filter(pk=appointment.seat_id).exists()
    assert [sits_on(appointment, today + timedelta(n)) for n in (-1, 0)] == [True, False]


def test_ended_on_a_day_to_come_access_stays_until_that_day_without_a_task(clerk):
    appointment = board.appoint(K.LA)
    last_day = date(2022, 7, 22)

    end(appointment, clerk, last_day=last_day)

    days = [clock.day_of(LATER), last_day, last_day + timedelta(1)]
    assert [sits_on(appointment, day) for day in days] == [True, True, False]
    vacant = [Seat.objects.vacant_on(day).filter(pk=appointment.seat_id).exists() for day in days]
    assert vacant == [False, False, True]


def test_who_is_taken_out_on_the_first_day_has_sat_on_no_day(clerk):
    appointment = board.appoint(K.LA)

    row = end(appointment, clerk, now=NOW, because=EndedBecause.MISTAKE)

    assert row.to_on == TODAY - timedelta(1)
    assert not sits_on(appointment, TODAY)
    assert not appointment.person.roles_held.exists()


def test_the_chair_s_two_roles_end_together(office):
    appointment = board.appoint(K.CHAIR)

    end(appointment, office)

    assert not appointment.person.roles_held.current(clock.day_of(LATER)).exists()


def test_the_seat_can_be_filled_again_the_same_day(office):
    before = board.appoint(K.HASH)
    end(before, office)

    board.appoint(K.HASH, seat=before.seat, from_on=clock.day_of(LATER), now=LATER)

    assert before.seat.appointments.count() == 2


def test_how_they_came_and_why_they_left_is_kept(clerk):
    appointment = board.appoint(K.LA)

    row = end(appointment, clerk, note="A new post elsewhere.")

    assert (row.ended_because, row.end_note) == ("stepped_down", "A new post elsewhere.")
    assert (row.ended_by, row.ended_at) == (clerk, LATER)
    [message] = OutboxMessage.objects.filter(subject="Your seat on the Partnership Board ends")
    assert message.to == appointment.person.email


@pytest.mark.parametrize(
    ("last_day", "sentence"),
    [
        (TODAY - timedelta(1), "when the appointment begins, or later"),
        (date(2024, 3, 31), "ends on 31 March 2024 anyway"),
    ],
)
def test_a_day_outside_the_appointment_is_refused(clerk, last_day, sentence):
    with pytest.raises(vacating.WrongDay, match=sentence):
        end(board.appoint(K.LA), clerk, last_day=last_day)


def test_what_has_ended_does_not_end_again(clerk):
    appointment = board.appoint(K.LA)
    end(appointment, clerk)

    with pytest.raises(vacating.WrongDay, match="This appointment ended on 31 May 2022"):
        end(appointment, clerk)


@pytest.mark.parametrize("who", ["head", "board_member", "chair", "returning_officer", "stranger"])
def test_others_end_nothing(who, request):
    with pytest.raises(WrongPerson):
        end(board.appoint(K.LA), request.getfixturevalue(who))
