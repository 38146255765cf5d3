"""Somebody has a place on Tuesday 24 May 2022; a colleague waits for one and hears nothing."""

from datetime import UTC, date, datetime

from members.states import SchoolRole
from tests.factories import board, cast, events, programmes
from tests.reminders.cases import HANNA, Case

BEFORE = datetime(2022, 4, 1, 9, tzinfo=UTC)


def a_place_on_a_tuesday() -> None:
    made = programmes.programme(now=BEFORE)
    school = board.join(cast.primary_school(), made.period)
    head = cast.at_school("Hanna Head", school, SchoolRole.HEADTEACHER)
    event = events.event(
        programme=made,
        now=BEFORE,
        capacity=1,
        title="Kick-off of Tuesday",
        starts_at=datetime(2022, 5, 24, 15, tzinfo=UTC),
    )
    events.booked(event, head, school, now=BEFORE)
    events.waiting(event, now=BEFORE)


CASES = [
    Case(
        "programmes.event_tomorrow",
        a_place_on_a_tuesday,
        [HANNA],
        "Reminder: Kick-off of Tuesday is tomorrow, Tuesday 24 May 2022",
        "4pm to 5:30pm. Oak Wood School",
        "The event: {site}/events/{event}/",
        [date(2022, 5, 23)],
    ),
]
