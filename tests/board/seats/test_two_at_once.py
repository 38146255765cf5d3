"""Two people press at the same moment: one appointment, and the other is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection

from board.models import Appointment
from board.services import seats
from board.states import How, SeatKind
from hlp.kit import overlaps
from members.models import RoleHeld
from tests.factories import seats as board
from tests.factories.members import UserFactory
from tests.factories.seats import NOW, TODAY

pytestmark = pytest.mark.django_db(transaction=True)
K = SeatKind


def at_once(*asked):
    start = Barrier(len(asked))

    def run(fields):
        start.wait()
        try:
            return seats.fill(
                **{"school": None, "from_on": TODAY, "by": None, "now": NOW, **fields}
            )
        except seats.SeatTaken as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(asked)) as pool:
        return list(pool.map(run, asked))


def one_of_them(outcomes):
    [refused] = [found for found in outcomes if isinstance(found, seats.SeatTaken)]
    [made] = [found for found in outcomes if isinstance(found, Appointment)]
    assert Appointment.objects.get() == made
    assert RoleHeld.objects.get().user == made.person
    return str(refused)


def test_two_appointments_to_one_seat():
    seat = board.seat(K.LA)
    people = UserFactory.create_batch(2)

    outcomes = at_once(*({"seat": seat, "person": person} for person in people))

    assert "holds this seat until" in one_of_them(outcomes)


def test_two_seats_for_one_school():
    school = board.member()
    heads = board.head(school, "Hanna Head"), board.head(school, "Cora Head")
    wanted = zip((board.seat(K.PRIMARY_FORUM), board.seat(K.PRIMARY_HEAD)), heads, strict=True)

    outcomes = at_once(*({"seat": s, "person": p, "school": school} for s, p in wanted))

    one_of_them(outcomes)


def test_two_seats_for_one_person():
    person = UserFactory.create()
    wanted = [{"seat": seat, "person": person} for seat in seats.Seat.objects.filter(kind=K.LA)]
    wanted = wanted or [
        {"seat": seat, "person": person} for seat in board.board() if seat.kind == K.LA
    ]

    outcomes = at_once(*wanted)

    one_of_them(outcomes)


# The database itself says no, whatever the services forget


def row(seat, person, **fields):
    return Appointment(
        **{"seat": seat, "person": person, "from_on": TODAY, "how": How.NAMED, **fields}
    )


@pytest.mark.parametrize("same", ["seat", "person", "school"])
def test_the_database_refuses_what_overlaps(same):
    first = board.appoint(K.PRIMARY_FORUM)
    other = {
        "seat": board.seat(K.HASH),
        "person": UserFactory.create(),
        "school": board.member(),
        same: getattr(first, same),
    }

    with pytest.raises(IntegrityError):
        row(**other).save()
    later = row(**{**other, "from_on": first.to_on.replace(year=2025)})
    later.save()
    later.from_on = TODAY
    with pytest.raises(IntegrityError):
        later.save()


def test_the_guards_are_in_the_database():
    assert overlaps.missing(connection) == []
    overlaps.lift(connection)
    of_seats = [name for name in overlaps.missing(connection) if "board_appointment" in name]
    assert len(of_seats) == (3 if connection.vendor == "postgresql" else 6)
    assert [found.id for found in overlaps.check_guards(None, ["default"])] == ["kit.W002"]
    overlaps.install(connection)
    assert overlaps.missing(connection) == []
