"""Check 8: a register of each date; what is corrected keeps its history; past rows stay."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from hlp.kit.access import WrongPerson
from programmes.models import Attendance
from programmes.querysets.registers import latest_marks, people_on
from programmes.services import cancelling, registering, substituting
from programmes.services.registering import AlreadyFinished, NoRegister, NotOnRegister, TooEarly
from programmes.states import Mark, MarkSource
from tests.factories import board, events, registers
from tests.factories.events import LONG, NOW, STARTS
from tests.factories.sessions import client_of
from tests.programmes.registers.seen import log_of, marks, names, two_booked, url

pytestmark = pytest.mark.django_db

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def test_it_holds_who_is_expected_when_it_is_opened_and_opening_it_twice_is_one():
    event, _ = two_booked()

    register = registers.opened(event)
    again = registers.opened(event)

    assert again == register
    assert names(register) == ["Ada Byron", "Ben Nevis"]
    assert register.lines.count() == 2


def test_until_the_event_begins_the_list_follows_the_bookings():
    event, (ada, ben) = two_booked()
    register = registers.opened(event, now=NOW)

    cancelling.cancel_place(place=ada, by=events.cpd_lead(ada.school), now=NOW)
    substituting.substitute(
        place=ben, person=None, name="Cleo Late", email="", by=events.cpd_lead(ben.school), now=NOW
    )

    assert names(register) == ["Cleo Late"]


def test_somebody_who_booked_after_it_was_opened_can_be_marked():
    event = events.event()
    register = registers.opened(event, now=NOW)
    place = events.booked(event)

    registers.see(register, place, Mark.PRESENT)

    assert marks(register) == {place.who: Mark.PRESENT}


def test_a_correction_is_a_further_row_and_the_latest_holds():
    event, (ada, _) = two_booked()
    register = registers.registered(event, {ada: Mark.ABSENT})

    registers.see(register, ada, Mark.LATE)

    assert log_of(register) == [Mark.ABSENT, Mark.LATE]
    assert latest_marks(event) == {ada.pk: Mark.LATE}


def test_the_same_seen_again_is_no_further_row():
    event, (ada, _) = two_booked()
    register = registers.registered(event, {ada: Mark.PRESENT})

    registers.see(register, ada, Mark.PRESENT)

    assert log_of(register) == [Mark.PRESENT]


def test_the_database_lets_nobody_rewrite_what_was_seen():
    event, (ada, _) = two_booked()
    registers.registered(event, {ada: Mark.PRESENT})

    with pytest.raises(DatabaseError), transaction.atomic():
        Attendance.objects.update(mark=Mark.ABSENT)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM programmes_attendance")


def test_a_later_move_to_another_school_leaves_past_rows_as_they_are():
    event = events.event()
    place = events.booked(event)
    register = registers.registered(event, {place: Mark.PRESENT})
    old, new = place.school, board.member(event.period)

    place.person.affiliations.update(school=new)

    (row,) = people_on(register)
    assert (row.school, row.latest) == (old, Mark.PRESENT)


def test_an_event_of_two_days_has_a_register_of_each_and_both_must_be_attended():
    event, (ada, ben) = two_booked(ends_at=STARTS + DAY + LONG)
    first, second = event.days
    by, now = registers.organiser(event), STARTS
    one = registering.open_register(event=event, on=first, by=by, now=now)
    two = registering.open_register(event=event, on=second, by=by, now=now)
    for register, place, mark in (
        (one, ada, Mark.PRESENT),
        (two, ada, Mark.LATE),
        (one, ben, Mark.PRESENT),
        (two, ben, Mark.ABSENT),
    ):
        registers.see(register, place, mark, now=STARTS + DAY)

    assert latest_marks(event) == {ada.pk: Mark.LATE, ben.pk: Mark.PARTIAL}


def test_who_walks_in_on_the_second_day_was_not_expected_on_the_first():
    event, _ = two_booked(ends_at=STARTS + DAY + LONG)
    first, second = event.days
    by = registers.organiser(event)
    one = registering.open_register(event=event, on=first, by=by, now=STARTS)
    two = registering.open_register(event=event, on=second, by=by, now=STARTS)

    registering.walk_in(
        register=two, name="Wanda Walker", email="", school=None, by=by, now=STARTS + DAY
    )

    assert "Wanda Walker" not in names(one)
    assert marks(two)["Wanda Walker"] == Mark.PRESENT


def test_who_came_without_booking_is_on_the_register_and_counted():
    event, (ada, _) = two_booked()
    register = registers.opened(event)

    seen = registering.walk_in(
        register=register,
        name="Wanda Walker",
        email="",
        school=ada.school,
        by=registers.organiser(event),
        now=STARTS + 20 * MINUTE,
    )

    assert (seen.mark, seen.line.is_walk_in) == (Mark.LATE, True)
    assert latest_marks(event) == {seen.line.place_id: Mark.LATE}


def test_finishing_marks_the_rest_absent_and_once():
    event, (ada, ben) = two_booked()
    register = registers.registered(event, {ada: Mark.PARTIAL})
    by, now = registers.organiser(event), event.ends_at

    assert registering.finish(register=register, by=by, now=now) == 1

    assert latest_marks(event) == {ada.pk: Mark.PARTIAL, ben.pk: Mark.ABSENT}
    with pytest.raises(AlreadyFinished):
        registering.finish(register=register, by=by, now=now)


def test_what_is_corrected_in_a_finished_register_says_so():
    event, (ada, ben) = two_booked()
    register = registers.registered(event, {ada: Mark.PRESENT})
    registering.finish(register=register, by=registers.organiser(event), now=event.ends_at)
    register.refresh_from_db()

    registers.see(register, ben, Mark.PRESENT, now=event.ends_at + DAY)

    assert Attendance.objects.latest("pk").source == MarkSource.AFTERWARDS


@pytest.mark.parametrize("early", [timedelta(hours=2, minutes=1), 3 * DAY])
def test_nobody_is_seen_before_the_doors_open(early):
    event, (ada, _) = two_booked()

    with pytest.raises(TooEarly):
        registers.registered(event, {ada: Mark.PRESENT}, now=event.starts_at - early)


def test_only_who_organises_takes_it():
    event, (ada, _) = two_booked()
    register = registers.opened(event)

    with pytest.raises(WrongPerson):
        registering.mark(
            line=registering.line_of(register, ada.pk),
            mark=Mark.PRESENT,
            source=MarkSource.REGISTER,
            by=events.cpd_lead(ada.school),
            now=STARTS,
        )
    assert client_of(events.cpd_lead(ada.school)).get(url(register)).status_code == 404


def test_a_place_of_another_event_is_not_on_the_register():
    event, _ = two_booked()
    register = registers.opened(event)
    other = events.booked(events.event(programme=event.programme))

    with pytest.raises(NotOnRegister):
        registering.line_of(register, other.pk)


def test_there_is_no_register_on_another_day_nor_of_a_draft():
    event, _ = two_booked()
    by = registers.organiser(event)

    with pytest.raises(NoRegister):
        registering.open_register(event=event, on=event.days[0] + DAY, by=by, now=NOW)
    event.programme.refresh_from_db()
    draft = events.event(programme=event.programme, state="draft")  # type: ignore[arg-type]
    with pytest.raises(NoRegister):
        registering.open_register(event=draft, on=draft.days[0], by=by, now=NOW)
