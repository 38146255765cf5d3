"""Check 6: a colleague comes instead in one step, up to the start; both names and who did it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from hlp.kit import clock
from hlp.kit.access import WrongPerson
from hlp.kit.models import OutboxMessage
from hlp.kit.states import WrongMoment
from programmes.models import PlaceLog
from programmes.services import feeds, substituting
from programmes.services.booking import AlreadyBooked, NotForThem
from programmes.states import PlaceState, PlaceStep
from tests.factories import board
from tests.factories import events as made
from tests.factories.events import NOW, STARTS

pytestmark = pytest.mark.django_db


def substitute(place, by=None, person=None, now=NOW, **typed):
    given = {"name": "", "email": "", **typed}
    return substituting.substitute(
        place=place, person=person, by=by or place.person, now=now, **given
    )


def test_check_6_the_seat_never_becomes_free():
    event = made.full(1)
    waiting = made.waiting(event)
    place = event.places.confirmed().get()
    colleague = made.staff(place.school)

    new = substitute(place, person=colleague)

    place.refresh_from_db()
    waiting.refresh_from_db()
    assert (place.state, new.state) == (PlaceState.SUBSTITUTED, PlaceState.CONFIRMED)
    assert (new.person, new.school, new.substitute_for) == (colleague, place.school, place)
    assert waiting.is_waiting


def test_check_6_the_page_shows_both_names_and_who_did_it(client):
    event = made.event(starts_at=clock.now() + timedelta(days=9))
    place = made.booked(event, now=clock.now())
    boss = made.cpd_lead(place.school)
    new = substitute(place, by=boss, name="Anna Agency", now=clock.now())
    client.force_login(boss)

    page = client.get(reverse("programmes:place_detail", args=[new.pk])).content.decode()

    for name in ("Anna Agency", place.who, boss.name):
        assert name in page
    log = PlaceLog.objects.filter(step=PlaceStep.SUBSTITUTED)
    assert {(row.place, row.by) for row in log} == {(place, boss), (new, boss)}


def test_check_6_calendars_follow(client):
    event = made.event(starts_at=clock.now() + timedelta(days=9))
    place = made.booked(event, now=clock.now())
    colleague = made.staff(place.school)
    substitute(place, person=colleague, now=clock.now())

    def entries(person):
        url = reverse("programmes:personal_feed", args=[feeds.make_address(person=person, now=NOW)])
        return Calendar.from_ical(client.get(url).content).walk("VEVENT")

    assert entries(place.person) == []
    assert len(entries(colleague)) == 1


def test_check_6_up_to_the_start_and_not_after():
    place = made.booked(made.event())
    last_minute = STARTS - timedelta(seconds=1)
    with pytest.raises(WrongMoment, match="started"):
        substitute(place, name="Anna", now=STARTS)

    assert substitute(place, name="Anna", now=last_minute).is_confirmed


def test_check_6_only_for_the_same_school_and_by_those_who_may():
    event = made.event()
    place = made.booked(event)
    elsewhere = made.staff(board.member(event.period))
    with pytest.raises(NotForThem, match="does not work"):
        substitute(place, person=elsewhere)
    with pytest.raises(WrongPerson):
        substitute(place, by=made.staff(place.school), name="Anna")


def test_check_6_a_colleague_who_has_a_place_cannot_take_another_but_one_who_waits_can():
    event = made.event(capacity=2)
    school = board.member(event.period)
    first = made.booked(event, made.staff(school), school)
    second = made.booked(event, made.staff(school), school)
    waits = made.booked(event, made.staff(school), school)
    with pytest.raises(AlreadyBooked):
        substitute(first, person=second.person)

    new = substitute(first, person=waits.person)

    waits.refresh_from_db()
    assert (new.state, waits.state) == (PlaceState.CONFIRMED, PlaceState.CANCELLED)


def test_check_6_both_are_told_once():
    place = made.booked(made.event())
    new = substitute(place, name="Anna", email="anna@school.example.org")

    told = OutboxMessage.objects.filter(subject__startswith="A colleague comes")
    assert list(told.values_list("to", flat=True)) == [place.person.email]
    assert OutboxMessage.objects.get(key=f"place:{new.pk}:confirmed").to == new.email
