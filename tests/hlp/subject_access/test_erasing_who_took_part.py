"""Erasure reaches events: places, needs, calendars and certificates lose the name, counts stay."""

import pytest

from hlp.kit import clock
from hlp.subject_access import erasing
from members.models import User
from programmes.models import Certificate, Place, PlaceNeeds
from programmes.services import feeds, needs
from tests.factories import events, registers

pytestmark = pytest.mark.django_db


@pytest.fixture
def attended():
    """An event with one person who was there, with a certificate, needs and a calendar."""
    of = registers.happening(1)
    place = of.places.select_related("person").get()
    needs.say(place=place, dietary="No nuts", access_needs="", by=place.person, now=clock.now())
    feeds.make_address(person=place.person, now=clock.now())
    registers.certified(place)
    return place


def test_who_took_part_is_counted_and_not_named(attended, office):
    person = User.objects.get(pk=attended.person_id)
    name = person.name

    erasing.erase(user=person, by=office, now=clock.now())

    certificate = Certificate.objects.get()
    assert Place.objects.filter(pk=attended.pk, school=attended.school).exists()
    assert (certificate.name, certificate.document) == ("", None)
    assert certificate.revoked_at is not None
    assert not PlaceNeeds.objects.exists()
    assert not User.objects.get(pk=person.pk).calendar_tokens.exists()
    assert name not in str(list(Certificate.objects.values())) + str(list(Place.objects.values()))


def test_a_place_a_colleague_typed_for_the_same_address_loses_the_name_too(office):
    of = events.held()
    person = events.staff(events.school_for(of), "Dora Typed")
    place = events.booked(of)
    Place.objects.filter(pk=place.pk).update(person=None, name="Dora Typed", email=person.email)

    erasing.erase(user=person, by=office, now=clock.now())

    left = Place.objects.get(pk=place.pk)
    assert (left.name, left.email.partition("@")[2]) == ("Erased person", "erased.invalid")
