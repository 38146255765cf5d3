"""A seat ends when its holder stops being what it asks for, on that day, and the office hears."""

from datetime import date, timedelta

import pytest
from django.conf import settings

from board.models import Appointment
from board.services import vacating
from board.states import EndedBecause, SeatKind
from hlp.kit import clock
from hlp.kit.models import OutboxMessage
from members.models import Affiliation, Membership
from members.states import EndReason, MembershipState, Phase, PortalRole, SchoolRole
from tests.factories import cast
from tests.factories import seats as board
from tests.factories.members import AffiliationFactory, RoleHeldFactory

pytestmark = pytest.mark.django_db
K = SeatKind
LAST_DAY = date(2022, 8, 31)
NIGHT_AFTER = clock.start_of_day(LAST_DAY + timedelta(1)) + timedelta(minutes=20)


def look(now=NIGHT_AFTER):
    return vacating.end_those_who_no_longer(now=now)


def leave(appointment, last_day=LAST_DAY):
    Affiliation.objects.filter(user=appointment.person).update(to_on=last_day)


def move_to(appointment, school):
    leave(appointment)
    AffiliationFactory.create(
        user=appointment.person,
        school=school,
        role=SchoolRole.HEADTEACHER,
        from_on=LAST_DAY + timedelta(1),
    )


def refreshed(appointment):
    return Appointment.objects.get(pk=appointment.pk)


def to_office():
    return OutboxMessage.objects.filter(to=settings.OFFICE_EMAIL)


@pytest.mark.parametrize("kind", list(board.KINDS_OF_HEADS))
def test_a_head_who_is_head_no_more_leaves_on_that_day(kind):
    appointment = board.appoint(kind)
    leave(appointment)

    assert look() == 1

    row = refreshed(appointment)
    assert (row.to_on, row.ended_because) == (LAST_DAY, EndedBecause.NO_LONGER)
    assert row.person.roles_held.current(LAST_DAY).exists()
    assert not row.person.roles_held.current(LAST_DAY + timedelta(1)).exists()


def test_the_office_hears_of_it_and_how_the_seat_is_filled():
    appointment = board.appoint(K.PRIMARY_HEAD)
    leave(appointment)

    look()

    [message] = to_office()
    assert message.subject == "Vacant seat on the board: Primary head"
    assert f"The appointment of {appointment.person} as Primary head" in message.text
    assert "Its last day was 31 August 2022." in message.text
    assert "It is elected by all member schools." in message.text


def test_a_second_look_does_nothing_more():
    leave(board.appoint(K.PRIMARY_HEAD))
    look()

    assert look() == 0
    assert to_office().count() == 1


def test_who_still_is_what_the_seat_asks_for_stays():
    stays = [board.appoint(kind) for kind in K if kind != K.COOPTED]

    assert look() == 0
    assert [refreshed(row).to_on for row in stays] == [row.to_on for row in stays]


def test_an_elected_seat_ends_with_the_school_s_membership():
    appointment = board.appoint(K.SECONDARY_HEAD)
    Membership.objects.filter(school=appointment.school).update(
        state=MembershipState.ENDED, ended_on=LAST_DAY, ended_because=EndReason.LEFT
    )

    look()

    assert refreshed(appointment).to_on == LAST_DAY


def test_a_named_seat_does_not_ask_for_membership():
    appointment = board.appoint(K.HASH)
    Membership.objects.filter(school=appointment.school).delete()

    assert look() == 0


def test_a_school_that_changes_its_phase_ends_the_seat():
    appointment = board.appoint(K.PRIMARY_HEAD)
    appointment.school.phase = Phase.SECONDARY
    appointment.school.save()

    look()

    assert refreshed(appointment).to_on == LAST_DAY


def test_a_head_who_moves_to_another_school_that_fits_keeps_the_seat():
    appointment = board.appoint(K.PRIMARY_HEAD)
    school = board.member(name="Yeading Brook")
    move_to(appointment, school)

    assert look() == 0

    assert refreshed(appointment).school == school
    [message] = to_office()
    assert "is the head of Yeading Brook" in message.text


def test_a_head_who_moves_to_a_school_that_does_not_fit_leaves():
    appointment = board.appoint(K.PRIMARY_HEAD)
    move_to(appointment, board.member(phase=Phase.SECONDARY))

    assert look() == 1


def test_a_head_who_moves_to_a_school_that_has_a_seat_leaves():
    appointment, other = board.appoint(K.PRIMARY_HEAD), board.appoint(K.PRIMARY_HEAD)
    move_to(appointment, other.school)

    assert look() == 1
    assert refreshed(appointment).school == appointment.school


def test_a_chair_who_takes_a_post_at_a_member_school_leaves_the_day_before():
    appointment = board.appoint(K.CHAIR)
    AffiliationFactory.create(
        user=appointment.person, school=board.member(), from_on=LAST_DAY, role=SchoolRole.STAFF
    )

    look()

    assert refreshed(appointment).to_on == LAST_DAY - timedelta(1)


def test_a_chair_who_goes_to_work_for_the_authority_leaves():
    appointment = board.appoint(K.CHAIR)
    RoleHeldFactory.create(user=appointment.person, role=PortalRole.FINANCE, from_on=LAST_DAY)

    look()

    assert refreshed(appointment).to_on == LAST_DAY - timedelta(1)


def test_a_member_who_never_began_sits_on_no_day():
    school = board.member()
    head = cast.at_school("Hanna Head", school, SchoolRole.HEADTEACHER)
    appointment = board.appoint(
        K.PRIMARY_HEAD, school=school, person=head, from_on=date(2022, 10, 1)
    )
    leave(appointment)

    look()

    assert refreshed(appointment).to_on == date(2022, 9, 30)
    assert not head.roles_held.exists()
