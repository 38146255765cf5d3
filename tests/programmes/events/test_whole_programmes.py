"""Check 12: one booking makes all places to come, new events are added, an opt-out is kept."""

from datetime import timedelta

import pytest

from hlp.kit import clock, work
from hlp.kit.access import WrongPerson
from hlp.kit.models import OutboxMessage, WorkItem
from programmes.models import Place, WholeBooking
from programmes.services import cancelling, events, whole_booking
from programmes.services.booking import AlreadyBooked, Booking, NotForThem
from programmes.states import BookedVia, EventState, PlaceState, ProgrammeState
from tests.factories import board
from tests.factories import events as made
from tests.factories import programmes as programme_factory
from tests.factories.events import NOW, STARTS

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def programme():
    return programme_factory.programme()


@pytest.fixture
def person(programme):
    return made.staff(board.member(programme.period))


def school_of(person):
    return person.affiliations.get().school


def book_all(programme, person, by=None, now=NOW):
    return whole_booking.book_all(
        programme=programme,
        people=[Booking(person)],
        school=school_of(person),
        by=by or person,
        now=now,
    )[0]


def event_in(programme, weeks, **more):
    return made.event(programme=programme, starts_at=STARTS + weeks * WEEK, **more)


def test_check_12_all_that_is_to_come_is_booked(programme, person):
    coming = [event_in(programme, weeks) for weeks in range(3)]
    event_in(programme, 4, state=EventState.DRAFT)

    booked = book_all(programme, person)

    places = Place.objects.filter(whole_booking=booked).order_by("event__starts_at")
    assert [place.event for place in places] == coming
    assert {(place.state, place.via) for place in places} == {
        (PlaceState.CONFIRMED, BookedVia.PROGRAMME)
    }


def test_check_12_only_who_works_at_the_school_is_booked_and_each_has_a_name(programme, person):
    school, stranger = school_of(person), made.staff(board.member(programme.period))
    boss = made.cpd_lead(school)
    event_in(programme, 1)

    for one, said in ((Booking(stranger), "does not work at"), (Booking(name=" "), "name")):
        with pytest.raises(NotForThem, match=said):
            whole_booking.book_all(
                programme=programme, people=[one], school=school, by=boss, now=NOW
            )
    assert not WholeBooking.objects.exists()


def test_check_12_what_has_begun_is_not_booked(programme, person):
    event_in(programme, 0)
    later = event_in(programme, 1)

    book_all(programme, person, now=STARTS)

    assert [place.event for place in Place.objects.all()] == [later]


def test_check_12_a_new_event_is_added_and_told(programme, person):
    book_all(programme, person)

    event = event_in(programme, 1)

    place = event.places.get()
    assert (place.person, place.via, place.booked_by) == (person, BookedVia.PROGRAMME, person)
    item = WorkItem.objects.get(kind="programmes.tell_added")
    work.run(item.pk, now=clock.now())
    assert OutboxMessage.objects.get(key=f"place:{place.pk}:confirmed").to == person.email


def test_check_12_who_has_left_the_school_is_booked_no_further(programme, person):
    booked = book_all(programme, person)
    post = person.affiliations.get()
    post.to_on = clock.day_of(NOW)
    post.save()

    event_in(programme, 1, now=NOW + timedelta(days=2))

    assert not Place.objects.filter(whole_booking=booked).exists()


def test_check_12_a_single_opt_out_is_kept(programme, person):
    first = event_in(programme, 0)
    draft = event_in(programme, 1, state=EventState.DRAFT)
    booked = book_all(programme, person)

    cancelling.cancel_place(place=first.places.get(), by=person, now=NOW)
    whole_booking.opt_out(booking=booked, event=draft, by=person, now=NOW)
    events.publish(event=draft, by=programme_factory.lead(programme), now=NOW)
    third = event_in(programme, 2)

    assert not first.places.active().exists()
    assert not draft.places.exists()
    assert third.places.get().is_confirmed
    whole_booking.fill(first, now=NOW)
    assert not first.places.active().exists()


def test_check_12_who_has_a_place_of_their_own_keeps_it(programme, person):
    event = event_in(programme, 0)
    own = made.booked(event, person, school_of(person))

    book_all(programme, person)

    assert event.places.get() == own
    assert own.whole_booking is None


def test_check_12_where_it_is_full_they_wait(programme, person):
    event = event_in(programme, 0, capacity=1)
    made.booked(event, school=board.member(programme.period))

    book_all(programme, person)

    assert event.places.get(person=person).is_waiting


def test_check_12_the_first_to_book_all_sit_first(programme, person):
    other = made.staff(board.member(programme.period))
    book_all(programme, person, now=NOW)
    book_all(programme, other, now=NOW + timedelta(hours=1))

    event = event_in(programme, 0, capacity=1)

    assert event.places.get(person=person).is_confirmed
    assert event.places.get(person=other).is_waiting


def test_check_12_ended_is_ended_and_what_is_booked_stays(programme, person):
    event = event_in(programme, 0)
    booked = book_all(programme, person)

    whole_booking.end(booking=booked, by=person, now=NOW)

    assert event.places.get().is_confirmed
    assert not event_in(programme, 1).places.exists()
    with pytest.raises(whole_booking.NotBooked):
        whole_booking.end(booking=booked, by=person, now=NOW)


def test_check_12_once_and_by_those_who_may(programme, person):
    book_all(programme, person)
    with pytest.raises(AlreadyBooked):
        book_all(programme, person, by=made.cpd_lead(school_of(person)))
    other = made.staff(school_of(person))
    with pytest.raises(WrongPerson):
        book_all(programme, other, by=person)


def test_check_12_two_of_one_name_at_two_schools_are_two_people(programme):
    for school in (board.member(programme.period), board.member(programme.period)):
        (booked,) = whole_booking.book_all(
            programme=programme,
            people=[Booking(name="Sam Smith")],
            school=school,
            by=made.cpd_lead(school),
            now=NOW,
        )
        assert booked.school == school


def test_check_12_a_programme_that_does_not_run_is_not_booked(person):
    draft = programme_factory.programme(state=ProgrammeState.DRAFT)
    with pytest.raises(whole_booking.NotRunning):
        book_all(draft, person)
