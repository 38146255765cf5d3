"""Check 7, of a school that has left the partnership or closed while its people wait."""

from datetime import timedelta

import pytest

from members.models import School, SchoolLink
from members.states import EndReason, EstablishmentStatus, MembershipState
from programmes.services import cancelling, promoting
from tests.factories import events as made
from tests.factories.events import NOW
from tests.factories.members import SchoolFactory

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
ENDED = {
    "state": MembershipState.ENDED,
    "ended_on": NOW.date(),
    "ended_because": EndReason.LEFT,
}


def freed(place):
    cancelling.cancel_place(place=place, by=place.person, now=LATER)
    return promoting.promote(event_id=place.event_id, now=LATER)


def test_check_7_a_school_that_has_left_is_offered_nothing_and_keeps_what_is_confirmed():
    event = made.full(2)
    gone, stays = event.places.confirmed().order_by("pk")
    leaver, next_one = made.waiting(event), made.waiting(event, now=LATER)
    for place in (gone, leaver):
        place.school.memberships.update(**ENDED)

    assert freed(stays) == [next_one]
    gone.refresh_from_db()
    assert gone.is_confirmed


def test_check_7_who_waits_for_a_school_that_another_carries_on_keeps_their_turn():
    event = made.full(1)
    place = made.waiting(event)
    old, new = School.objects.get(places=place), SchoolFactory.create()
    SchoolLink.objects.create(predecessor=old, successor=new, kind="Successor")
    School.objects.filter(pk=old.pk).update(status=EstablishmentStatus.CLOSED)
    old.memberships.update(school=new)

    assert freed(event.places.confirmed().get()) == [place]
