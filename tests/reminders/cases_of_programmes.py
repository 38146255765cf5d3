"""A lead school with nothing planned for summer 2, which begins on Monday 6 June 2022."""

from datetime import UTC, date, datetime

from members.states import SchoolRole
from programmes.states import EventKind
from tests.factories import cast, programmes
from tests.programmes import seen
from tests.reminders.cases import HANNA, Case


def nothing_for_summer_2() -> None:
    """Summer 1 has its kick-off; a teacher of the school is not told."""
    programmes.year("2021/22")
    school = cast.primary_school()
    cast.at_school("Hanna Head", school, SchoolRole.HEADTEACHER)
    cast.at_school("Tom Teacher", school, SchoolRole.STAFF)
    made = programmes.programme(
        school=school,
        from_on=date(2022, 4, 19),
        to_on=date(2022, 7, 22),
        now=datetime(2022, 2, 1, 9, tzinfo=UTC),
    )
    seen.event(made, date(2022, 5, 10), EventKind.KICK_OFF)


CASES = [
    Case(
        "programmes.nothing_planned",
        nothing_for_summer_2,
        [HANNA],
        "Reminder: Nothing is planned yet for Summer 2 2021/22",
        "Every programme meets with schools once a half-term.",
        "Plan an event: {site}/programmes/{programme}/plan/",
        [date(2022, 5, 23), date(2022, 6, 20)],
    ),
]
