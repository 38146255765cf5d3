"""What was voted is declared, also where somebody elected can no longer take their seat."""

from datetime import timedelta

import pytest
from auditlog.models import LogEntry

from board.models import Appointment
from board.services import declaring, nominating, publishing, seats
from board.states import ElectionState, SeatKind
from hlp.kit.models import OutboxMessage
from members.models import SchoolLink
from members.services import succeeding
from members.states import EstablishmentStatus, EstablishmentType, SchoolRole
from tests.factories import board as made
from tests.factories.members import AffiliationFactory, SchoolFactory

pytestmark = pytest.mark.django_db


def test_a_winner_who_is_no_longer_head_leaves_the_seat_vacant():
    election = made.counted()
    won = publishing.tally(election.contests.get()).elected()[0]
    left_on = made.closes_at().date()
    won.school.affiliations.update(from_on=left_on - timedelta(days=900), to_on=left_on)

    declared = declaring.declare(
        election=election, by=made.officer(), now=made.after() + timedelta(days=2)
    )

    assert declared.state == ElectionState.DECLARED
    assert won.result.place == 1
    assert Appointment.objects.count() == 2
    assert not Appointment.objects.filter(person=won.nominee).exists()
    mail = OutboxMessage.objects.get(key=f"election:{election.pk}:left-vacant")
    assert f"{won.label}: {won.nominee} is not the headteacher" in mail.text
    noted = LogEntry.objects.filter(additional_data__what="left a seat vacant")
    assert noted.get().object_id == won.result.pk


def test_a_winner_whose_school_became_an_academy_sits_for_the_academy():
    election = made.counted()
    won = publishing.tally(election.contests.get()).elected()[0]
    assert election.closed_at
    academy = carried_on(won.school, (election.closed_at + timedelta(days=1)).date())
    later = election.closed_at + timedelta(days=3)
    succeeding.carry_on(now=later)

    declaring.declare(election=election, by=made.officer(), now=later)

    assert Appointment.objects.get(person=won.nominee).school == academy


def test_no_seat_left_to_take_is_told_and_holds_nothing_up():
    election = made.counted()
    first, *_ = made.seats(SeatKind.PRIMARY_HEAD, 3)
    other = made.member()
    seats.fill(
        seat=first,
        person=made.head_of(other),
        school=other,
        from_on=made.closes_at().date(),
        by=None,
        now=made.after(),
    )

    declared = declaring.declare(election=election, by=made.officer(), now=made.after())

    assert declared.state == ElectionState.DECLARED
    assert Appointment.objects.count() == 3
    mail = OutboxMessage.objects.get(key=f"election:{election.pk}:left-vacant")
    assert "No seat is vacant on 1 June 2022." in mail.text


def test_two_heads_of_one_school_do_not_both_stand():
    election = made.announced(secondary=1)
    one, *_ = made.members(2)
    made.stand(election, one)
    other = AffiliationFactory.create(school=one, role=SchoolRole.HEADTEACHER).user

    with pytest.raises(nominating.AlreadyNominated, match="a school holds at most one seat"):
        nominating.nominate(
            contest=election.contests.get(kind=SeatKind.PRIMARY_HEAD),
            nominee=other,
            school=one,
            by=other,
            by_school=one,
            now=election.nominations_close_at - timedelta(days=1),
        )


def carried_on(school, change):
    """The academy that the school becomes on this day, as the register has it."""
    academy = SchoolFactory.create(
        name=school.name,
        type=EstablishmentType.ACADEMY_CONVERTER,
        phase=school.phase,
        open_on=change,
    )
    SchoolLink.objects.create(
        predecessor=school, successor=academy, kind="Succession", established_on=change
    )
    school.status, school.close_on = EstablishmentStatus.CLOSED, change - timedelta(days=1)
    school.save()
    return academy
