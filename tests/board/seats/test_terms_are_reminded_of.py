"""90 and 30 days before a term ends its member and the office hear of it, unless one follows."""

from datetime import date, timedelta

import pytest
from django.conf import settings

from board.reminders import SEAT_FALLING_VACANT, TERM_ENDING
from board.states import SeatKind
from tests.factories import seats as board

pytestmark = pytest.mark.django_db
LAST_DAY = date(2022, 10, 31)


def said(day):
    """Who hears of what on that day, by the engine's own rule."""
    return {
        due.to: due.line.title
        for rule in (TERM_ENDING, SEAT_FALLING_VACANT)
        for due in rule.due(day)
        if rule.stage(due.on, day, since=date(2022, 1, 1)) is not None
    }


@pytest.mark.parametrize("before", [90, 30])
def test_member_and_office_hear_of_it(before):
    row = board.appoint(SeatKind.LA, to_on=LAST_DAY)
    day = LAST_DAY - timedelta(before)
    day -= timedelta(max(0, day.weekday() - 4))  # a weekend's comes on the Friday before

    found = said(day)

    assert set(found) == {row.person.email, settings.OFFICE_EMAIL}
    assert "ends on Monday 31 October 2022" in found[row.person.email]


def test_nothing_is_said_earlier():
    board.appoint(SeatKind.LA, to_on=LAST_DAY)

    assert said(LAST_DAY - timedelta(120)) == {}


def test_nothing_is_said_once_somebody_is_appointed_after_them():
    row = board.appoint(SeatKind.LA, to_on=LAST_DAY)
    board.appoint(SeatKind.LA, seat=row.seat, from_on=LAST_DAY + timedelta(1))

    assert said(date(2022, 10, 3)) == {}
