"""Whatever the order of bookings, cancellations, offers, moves and edits: never more than fit."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from hlp.kit.refusal import Refusal
from programmes.models import Event, Place
from programmes.services import (
    answering_offers,
    booking,
    cancelling,
    events,
    promoting,
    substituting,
)
from programmes.services.booking import Booking
from tests.factories import board
from tests.factories import events as made
from tests.factories.events import NOW, STARTS

pytestmark = pytest.mark.django_db

STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                *("book", "book", "group", "cancel", "cancel", "accept", "wait"),
                *("substitute", "jump", "resize", "move"),
            ]
        ),
        st.integers(0, 2),  # which school, or by how much
        st.integers(0, 9),  # which place
    ),
    min_size=4,
    max_size=14,
)


class Story:
    """One event and three schools whose CPD leads press buttons in any order."""

    def __init__(self, capacity, per_school):
        self.event = made.event(
            capacity=capacity,
            per_school=per_school,
            per_school_until_at=STARTS - timedelta(days=3),
        )
        self.schools = [board.member(self.event.period) for _ in range(3)]
        self.bosses = [made.cpd_lead(school) for school in self.schools]
        self.lead = made.made.lead(self.event.programme)
        self.now, self.number = NOW, 0

    def press(self, step, which, place):
        self.now += timedelta(minutes=7)
        with suppress(Refusal):  # a no changes nothing, which is what is looked at next
            getattr(self, step)(which, place)
        self.event = Event.objects.get(pk=self.event.pk)

    def book(self, which, place, people=1, **more):
        self.number += 1
        names = [Booking(name=f"Person {self.number}-{n}") for n in range(people)]
        booking.book(
            event=self.event,
            people=names,
            school=self.schools[which],
            by=self.bosses[which],
            now=self.now,
            **more,
        )

    def group(self, which, place):
        self.book(which, place, people=2, together=True)

    def cancel(self, which, place):
        if found := self._place(place):
            cancelling.cancel_place(place=found, by=self.lead, now=self.now)
            promoting.promote(event_id=self.event.pk, now=self.now)

    def accept(self, which, place):
        if found := self._place(place):
            answering_offers.accept(place=found, by=self.lead, now=self.now)

    def wait(self, which, place):
        self.now += timedelta(days=3)
        promoting.promote(event_id=self.event.pk, now=self.now)

    def substitute(self, which, place):
        self.number += 1
        if found := self._place(place):
            substituting.substitute(
                place=found,
                person=None,
                name=f"Other {self.number}",
                email="",
                by=self.lead,
                now=self.now,
            )

    def jump(self, which, place):
        if found := self._place(place):
            promoting.offer_out_of_turn(place=found, because="Why.", by=self.lead, now=self.now)

    def resize(self, which, place):
        fields = {"capacity": 1 + place % 4, "per_school": 1 + which}
        events.edit(event=self.event, fields=fields, by=self.lead, now=self.now)

    def move(self, which, place):
        starts_at = self.event.starts_at + timedelta(days=which - 1)
        events.move(
            event=self.event,
            starts_at=starts_at,
            ends_at=starts_at + made.LONG,
            because="Why.",
            by=self.lead,
            now=self.now,
        )

    def _place(self, number):
        places = list(self.event.places.active().order_by("pk"))
        return places[number % len(places)] if places else None

    def check(self):
        seated = list(Place.objects.filter(event=self.event).seated())
        assert len(seated) <= self.event.capacity
        cap = self.event.cap_now(self.now)
        counted = Counter(place.school_id for place in seated)
        assert cap is None or all(n <= cap for n in counted.values())


@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking replays it for minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(capacity=st.integers(1, 4), per_school=st.integers(1, 3), steps=STEPS)
def test_never_more_active_places_than_seats_or_a_schools_cap(db, capacity, per_school, steps):
    from django.db import transaction  # noqa: PLC0415 - app ready

    with transaction.atomic():
        story = Story(capacity, per_school)
        for step in steps:
            story.press(*step)
            story.check()
        transaction.set_rollback(True)
