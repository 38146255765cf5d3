"""Check 19: what people need, who reads it, and when it vanishes."""

from datetime import timedelta

import pytest
from auditlog.models import LogEntry

from hlp.kit import clock
from programmes.models import PlaceNeeds
from programmes.services import cancelling, events, needs, promoting
from tests.factories import board
from tests.factories import events as made
from tests.factories.events import NOW
from tests.factories.sessions import client_of
from tests.programmes.events.visits import page, soon

pytestmark = pytest.mark.django_db


def needing(event, now=NOW):
    place = made.booked(event, now=now)
    needs.say(place=place, dietary="No nuts", access_needs="Step-free", by=place.person, now=now)
    return place


def test_check_19_only_the_organisers_of_that_event_see_needs():
    event = soon()
    place = needing(event, clock.now())
    lead = made.made.lead(event.programme)
    other_lead = made.made.lead(made.made.programme())
    boss = made.cpd_lead(place.school)

    assert "No nuts" in page(lead, "event_needs", event.pk).content.decode()
    for person in (other_lead, boss, made.made.office(), place.person):
        assert page(person, "event_needs", event.pk).status_code == 404
    for name in ("place_detail", "place_needs"):
        assert "No nuts" in page(place.person, name, place.pk).content.decode()
        assert "No nuts" not in page(boss, name, place.pk).content.decode()


def test_check_19_the_office_sees_needs_of_its_own_meetings():
    meeting = made.information(
        board.member().memberships.get().period,
        now=clock.now(),
        starts_at=clock.now() + timedelta(days=9),
    )

    assert page(made.made.office(), "event_needs", meeting.pk).status_code == 200


def test_check_19_they_vanish_thirty_days_after_the_event():
    event = made.event()
    needing(event)
    ends_on = clock.day_of(event.ends_at)

    assert needs.forget(now=clock.end_of_day(ends_on + timedelta(days=29))) == 0
    assert needs.forget(now=clock.start_of_day(ends_on + timedelta(days=30))) == 1
    assert not PlaceNeeds.objects.exists()


def test_check_19_they_move_with_the_event_and_go_with_the_place():
    event = made.event()
    place = needing(event)
    moved = events.move(
        event=event,
        starts_at=event.starts_at + timedelta(days=7),
        ends_at=event.ends_at + timedelta(days=7),
        because="The hall is closed.",
        by=made.made.lead(event.programme),
        now=NOW,
    )
    kept = PlaceNeeds.objects.get()
    assert kept.vanish_on == clock.day_of(moved.ends_at) + timedelta(days=30)

    cancelling.cancel_place(place=place, by=place.person, now=NOW)

    assert not PlaceNeeds.objects.exists()


def test_check_19_who_books_for_somebody_erases_nothing_they_cannot_see():
    place = needing(made.event())
    boss = made.cpd_lead(place.school)

    needs.say(place=place, dietary="Vegan", access_needs="", by=boss, now=NOW)
    needs.say(place=place, dietary="", access_needs="", by=boss, now=NOW)

    kept = PlaceNeeds.objects.get()
    assert (kept.dietary, kept.access) == ("Vegan", "Step-free")


def test_check_19_who_books_for_colleagues_says_at_once_what_each_needs():
    event = soon()
    school = board.member(event.period)
    lead = made.cpd_lead(school)
    typed = {"name_1": "Anna Agency", "name_2": "Ben Bursar"}

    booked = page(lead, "book_staff", event.pk, method="post", data=typed)
    anna, ben = event.places.order_by("pk")
    asked = client_of(lead).get(booked.headers["Location"]).content.decode()
    said = {f"dietary_{anna.pk}": "No nuts", f"access_{ben.pk}": "Step-free"}
    answer = client_of(lead).post(booked.headers["Location"], said)

    assert asked.index("Anna Agency") < asked.index("Ben Bursar")
    assert answer.status_code == 302
    assert set(PlaceNeeds.objects.values_list("place", "dietary", "access")) == {
        (anna.pk, "No nuts", ""),
        (ben.pk, "", "Step-free"),
    }
    assert "No nuts" not in client_of(lead).get(booked.headers["Location"]).content.decode()
    other = made.cpd_lead(board.member(event.period))
    assert client_of(other).get(booked.headers["Location"]).status_code == 404


def test_check_19_who_books_themselves_with_colleagues_reads_their_own_and_keeps_it():
    event = soon()
    boss = made.cpd_lead(board.member(event.period))
    place = made.booked(event, boss, boss.affiliations.get().school, now=clock.now())
    needs.say(place=place, dietary="Vegan", access_needs="", by=boss, now=clock.now())

    answer = page(boss, "staff_needs", event.pk).content.decode()

    assert "Vegan" in answer


def test_check_19_they_go_with_an_offer_that_was_not_taken_up():
    event = made.full(1)
    place = made.waiting(event)
    needs.say(place=place, dietary="No nuts", access_needs="", by=place.person, now=NOW)
    seat = event.places.confirmed().get()
    cancelling.cancel_place(place=seat, by=seat.person, now=NOW)
    promoting.promote(event_id=event.pk, now=NOW)
    place.refresh_from_db()

    promoting.promote(event_id=event.pk, now=place.offer_ends_at)  # type: ignore[arg-type]

    assert not PlaceNeeds.objects.exists()


def test_check_19_no_log_keeps_them():
    needing(made.event())

    entries = [f"{entry.changes} {entry.additional_data}" for entry in LogEntry.objects.all()]

    assert not any("nuts" in entry or "Step-free" in entry for entry in entries)
