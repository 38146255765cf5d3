"""Who is put in a seat, what that gives them, and when a seat says no."""

from datetime import UTC, date, datetime, timedelta

import pytest

from board.models import Appointment, Seat
from board.services import seats
from board.states import How, SeatKind
from hlp.kit.access import WrongPerson
from hlp.kit.models import OutboxMessage
from members.services import periods, setting_up
from members.states import PortalRole, SchoolRole
from tests.factories import cast
from tests.factories import seats as board
from tests.factories.members import PeriodFactory, SchoolFactory, UserFactory, make_period
from tests.factories.seats import NOW, TODAY

pytestmark = pytest.mark.django_db
K = SeatKind


def roles_on(person, day):
    return set(person.roles_held.current(day).values_list("role", flat=True))


def test_ten_seats_are_there_from_day_one_all_vacant():
    period = make_period()

    found = Seat.objects.of(period)

    assert [seat.kind for seat in found] == [
        *(K.CHAIR, K.PRIMARY_FORUM, K.HASH, K.PRIMARY_HEAD, K.PRIMARY_HEAD, K.PRIMARY_HEAD),
        *(K.SECONDARY_HEAD, K.LA, K.LA, K.SPECIAL),
    ]
    assert Seat.objects.of(period).vacant_on(TODAY).count() == 10


def test_publishing_a_period_sets_up_its_board(office):
    now = datetime(2021, 12, 1, tzinfo=UTC)
    period = periods.create_period(name="2022–24", starts_on=date(2022, 4, 1), now=now)
    assert not Seat.objects.exists()

    setting_up.publish(period=period, by=office, now=now)

    assert Seat.objects.of(period).count() == 10


def test_a_board_that_was_never_set_up_is_set_up_at_night():
    PeriodFactory.create(is_published=True)

    assert [seats.set_up_missing(now=NOW) for _ in range(2)] == [1, 0]
    assert Seat.objects.count() == 10


def test_setting_up_twice_adds_nothing(office):
    period = PeriodFactory.create()

    for _ in range(2):
        made = seats.set_up(period=period, by=office, now=NOW)

    assert len(made) == 10
    assert Seat.objects.count() == 10


@pytest.mark.parametrize("kind", [kind for kind in K if kind != K.COOPTED])
def test_each_seat_takes_whom_it_asks_for(kind):
    appointment = board.appoint(kind)

    assert appointment.how == appointment.seat.row.how
    assert appointment.to_on == appointment.seat.period.ends_on
    assert roles_on(appointment.person, TODAY) == (
        {PortalRole.BOARD_MEMBER, PortalRole.CHAIR}
        if kind == K.CHAIR
        else {PortalRole.BOARD_MEMBER}
    )


def test_the_role_has_the_days_of_the_appointment():
    appointment = board.appoint(K.LA, from_on=TODAY + timedelta(7), to_on=TODAY + timedelta(9))

    found = [bool(roles_on(appointment.person, TODAY + timedelta(n))) for n in range(6, 11)]

    assert found == [False, True, True, True, False]


def test_a_role_given_by_hand_is_taken_over_so_that_it_ends_with_the_seat():
    person = cast.in_partnership("Bola Board", PortalRole.BOARD_MEMBER)

    appointment = board.appoint(K.LA, person=person, to_on=TODAY)

    assert person.roles_held.count() == 1
    assert roles_on(appointment.person, TODAY + timedelta(1)) == set()


def test_the_person_hears_of_it_once():
    appointment = board.appoint(K.LA)

    [message] = OutboxMessage.objects.filter(to=appointment.person.email)
    assert "LA representative, from 2 May 2022 to 31 March 2024" in message.text


def test_a_seat_that_is_held_is_refused():
    held = board.appoint(K.HASH)

    with pytest.raises(seats.SeatTaken, match=f"{held.person} holds this seat until 31 March 2024"):
        board.appoint(K.HASH, seat=held.seat)


def test_a_successor_may_be_appointed_ahead_for_the_days_after():
    held = board.appoint(K.LA, to_on=date(2022, 8, 31))

    board.appoint(K.LA, seat=held.seat, from_on=date(2022, 9, 1))

    assert held.seat.appointments.count() == 2
    assert not Seat.objects.vacant_on(date(2022, 9, 1)).filter(pk=held.seat.pk).exists()


def test_one_school_holds_at_most_one_seat():
    school = board.member()
    board.appoint(K.PRIMARY_HEAD, school=school)
    co_head = board.head(school, "Cora Head")

    with pytest.raises(seats.SeatTaken, match="A school holds at most one seat"):
        board.appoint(K.PRIMARY_HEAD, school=school, person=co_head)


@pytest.mark.parametrize("representative", [K.PRIMARY_FORUM, K.HASH])
def test_the_head_in_a_representative_seat_holds_no_elected_one(representative):
    school = board.member()
    held = board.appoint(representative, school=school)

    with pytest.raises(seats.SeatTaken, match="has a seat already"):
        board.appoint(K.PRIMARY_HEAD, school=school, person=held.person)


def test_an_executive_head_of_two_schools_has_one_seat():
    first, second = board.member(), board.member()
    head = board.head(first)
    cast.AffiliationFactory.create(user=head, school=second, role=SchoolRole.HEADTEACHER)
    board.appoint(K.PRIMARY_HEAD, school=first, person=head)

    with pytest.raises(seats.SeatTaken):
        board.appoint(K.PRIMARY_HEAD, school=second, person=head)


def test_an_elected_head_is_of_a_member_school_and_a_named_one_of_any():
    school = SchoolFactory.create(name="Not A Member")
    head = board.head(school)

    with pytest.raises(seats.MayNotHold, match="Not A Member is not a member of 2022–24"):
        board.appoint(K.PRIMARY_HEAD, school=school, person=head)
    assert board.appoint(K.PRIMARY_FORUM, school=school, person=head).pk


def test_only_the_head_sits_for_a_school():
    school = board.member()
    manager = cast.at_school("Bea Manager", school, SchoolRole.BUSINESS_MANAGER)

    with pytest.raises(seats.MayNotHold, match="is not the headteacher"):
        board.appoint(K.PRIMARY_HEAD, school=school, person=manager)


def test_the_chair_works_at_no_member_school():
    teacher = cast.at_school("Tom Teacher", board.member(name="Bourne Lane"), SchoolRole.STAFF)

    with pytest.raises(seats.MayNotHold, match="Tom Teacher works at Bourne Lane"):
        board.appoint(K.CHAIR, person=teacher)


def test_the_chair_does_not_work_for_the_authority(finance):
    with pytest.raises(seats.MayNotHold, match="works for the local authority"):
        board.appoint(K.CHAIR, person=finance)


def test_the_chair_declares_independence_and_a_minute_holds_the_appointment():
    with pytest.raises(seats.NotSaid, match="must have declared"):
        board.appoint(K.CHAIR, is_declared=False)
    with pytest.raises(seats.NotSaid, match="which minute"):
        board.appoint(K.CHAIR, reference=" ")
    assert board.appoint(K.CHAIR).declared_on == TODAY


def test_a_coopted_seat_comes_by_decision_and_says_the_skill_and_the_vote(clerk):
    seat = seats.add_coopted(
        period=PeriodFactory.create(),
        skill="Finance",
        has_vote=False,
        decided_on=TODAY,
        minute_reference="2022-05/4",
        by=clerk,
        now=NOW,
    )
    appointment = board.appoint(K.COOPTED, seat=seat)

    assert str(seat) == "Co-opted member, Finance"
    assert not seat.has_vote
    assert appointment.how == How.COOPTED
    assert roles_on(appointment.person, TODAY) == {PortalRole.BOARD_MEMBER}


def test_a_vacant_coopted_seat_may_be_taken_away_again(office):
    added = {"skill": "Business", "has_vote": True, "minute_reference": "5", "by": office}
    seat = seats.add_coopted(period=PeriodFactory.create(), decided_on=TODAY, now=NOW, **added)

    seats.close(seat=seat, by=office, now=NOW)

    assert not Seat.objects.of(seat.period).filter(kind=K.COOPTED).exists()
    with pytest.raises(seats.CannotClose):
        seats.close(seat=board.seat(K.HASH), by=office, now=NOW)


def test_nobody_appoints_themselves(clerk):
    with pytest.raises(seats.MayNotHold, match="Nobody appoints themselves"):
        board.appoint(K.LA, person=clerk, by=clerk)


@pytest.mark.parametrize("who", ["head", "board_member", "chair", "finance", "stranger"])
def test_others_appoint_nobody(who, request):
    with pytest.raises(WrongPerson):
        board.appoint(K.LA, by=request.getfixturevalue(who))


def test_the_returning_officer_fills_elected_seats_only(returning_officer):
    assert board.appoint(K.PRIMARY_HEAD, by=returning_officer).pk
    with pytest.raises(WrongPerson):
        board.appoint(K.LA, by=returning_officer)


def test_who_sits_in_two_boards_changes_over_on_the_first_day():
    old = board.appoint(K.LA)
    following = make_period(starts_on=date(2024, 4, 1))
    first_meeting = date(2024, 3, 21)

    seats.fill(
        seat=Seat.objects.of(following).get(kind=K.LA, number=1),
        person=old.person,
        school=None,
        from_on=first_meeting,
        by=None,
        now=NOW,
    )

    old.refresh_from_db()
    assert old.to_on == first_meeting - timedelta(1)
    days = [first_meeting + timedelta(n) for n in (-1, 0, 20)]
    assert [roles_on(old.person, day) for day in days] == [{PortalRole.BOARD_MEMBER}] * 3


def test_nobody_is_appointed_whose_account_is_closed():
    with pytest.raises(seats.MayNotHold, match="is closed"):
        board.appoint(K.LA, person=UserFactory.create(is_active=False))
    assert not Appointment.objects.exists()
