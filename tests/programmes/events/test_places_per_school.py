"""Check 4: a cap for each school, lifted on its day; two who want the last place get one."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connections

from members.models import User
from programmes.models import Event, Place
from programmes.services import promoting
from programmes.services.booking import Booking, book
from programmes.states import PlaceState
from tests.factories import board
from tests.factories import events as made
from tests.factories.events import NOW, STARTS

RELEASE = STARTS - timedelta(days=7)


@pytest.mark.django_db
def test_check_4_the_third_of_a_school_waits_though_seats_remain_until_the_release():
    event = made.event(capacity=10, per_school=2, per_school_until_at=RELEASE)
    school = board.member(event.period)

    places = [made.booked(event, made.staff(school), school) for _ in range(3)]

    assert [place.state for place in places] == ["confirmed", "confirmed", "waiting"]
    assert promoting.promote(event_id=event.pk, now=RELEASE - timedelta(minutes=1)) == []
    assert promoting.promote(event_id=event.pk, now=RELEASE) == [places[2]]


@pytest.mark.django_db
def test_check_4_the_sweep_sees_the_release_by_itself():
    event = made.event(capacity=10, per_school=1, per_school_until_at=RELEASE)
    school = board.member(event.period)
    for _ in range(2):
        made.booked(event, made.staff(school), school)

    assert promoting.sweep(now=RELEASE) == 1


@pytest.mark.django_db
def test_check_4_who_waits_for_their_own_schools_cap_holds_up_nobody_else():
    event = made.event(capacity=3, per_school=1)
    school = board.member(event.period)
    for _ in range(2):
        made.booked(event, made.staff(school), school)

    assert made.booked(event, school=board.member(event.period)).is_confirmed


@pytest.mark.django_db(transaction=True)
@pytest.mark.two_writers
def test_check_4_two_parallel_requests_for_the_last_place_give_one_place():
    event = made.event(capacity=1)
    schools = [board.member(event.period) for _ in range(2)]
    people = [made.staff(school) for school in schools]
    ready, states = Barrier(2), []

    def press(number):
        try:
            person = User.objects.get(pk=people[number].pk)
            mine = Event.objects.get(pk=event.pk)
            ready.wait(timeout=20)
            places = book(
                event=mine,
                people=[Booking(person)],
                school=schools[number],
                by=person,
                now=NOW,
            )
            states.append(places[0].state)
        finally:
            connections.close_all()

    threads = [Thread(target=press, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(states) == [PlaceState.CONFIRMED, PlaceState.WAITING]
    assert Place.objects.seated().count() == 1
