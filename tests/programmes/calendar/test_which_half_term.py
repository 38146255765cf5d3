"""Half-terms, bank holidays and what clashes, as event forms and commitments ask for them."""

from datetime import UTC, date, datetime

import pytest

from programmes import calendar, term_dates, wording
from programmes.models import ClosedDay, HalfTerm
from programmes.states import HalfTermNumber
from tests.factories import programmes
from tests.factories.members import SchoolFactory

pytestmark = pytest.mark.django_db


def test_a_day_is_in_the_half_term_of_the_authority():
    programmes.year()

    assert calendar.half_term_on(date(2022, 10, 20)).label == "Autumn 1"
    assert calendar.half_term_on(date(2022, 11, 3)).label == "Autumn 2"
    assert calendar.half_term_on(date(2022, 10, 26)) is None


def test_a_school_with_dates_of_its_own_goes_by_them():
    year, school = programmes.year(), SchoolFactory.create()
    HalfTerm.objects.create(
        year=year,
        school=school,
        calendar=school.pk,
        number=HalfTermNumber.AUTUMN_1,
        from_on=date(2022, 9, 1),
        to_on=date(2022, 10, 14),
    )

    assert calendar.half_term_on(date(2022, 10, 20), school) is None
    assert calendar.half_term_on(date(2022, 10, 20), SchoolFactory.create()).label == "Autumn 1"


def test_half_terms_between_come_in_order_and_only_the_authoritys():
    year = programmes.year()
    found = calendar.half_terms_between(date(2022, 10, 1), date(2023, 1, 20))

    assert [row.label for row in found] == ["Autumn 1", "Autumn 2", "Spring 1"]
    assert programmes.half_terms(year)[:3] == found


def test_one_off_bank_holidays_are_known():
    assert calendar.bank_holiday(date(2022, 9, 19)) == "State Funeral of Queen Elizabeth II"
    assert calendar.bank_holiday(date(2023, 5, 8)) != ""
    assert calendar.bank_holiday(date(2022, 9, 20)) == ""


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2022, 10, 20), []),
        (
            date(2022, 9, 19),
            ["19 September 2022 is a bank holiday: State Funeral of Queen Elizabeth II."],
        ),
        (date(2022, 11, 5), ["5 November 2022 is a Saturday."]),
        (date(2022, 11, 7), ["7 November 2022 is a day schools are closed: INSET day."]),
        (
            date(2022, 10, 26),
            ["26 October 2022 is in the school holidays by the authority's dates."],
        ),
    ],
)
def test_what_speaks_against_a_day_is_said(day, said):
    programmes.year()
    ClosedDay.objects.create(on=date(2022, 11, 7), name="INSET day")

    assert calendar.clashes([day]) == said


def test_an_event_late_on_a_summer_evening_is_on_the_day_in_london():
    at = datetime(2023, 6, 30, 23, 30, tzinfo=UTC)  # half past midnight on 1 July

    assert wording.days_of(at, at) == [date(2023, 7, 1)]


def test_the_usual_year_never_overlaps_and_ends_on_a_working_day():
    for first in range(2022, 2040):
        rows = term_dates.usual(first)

        assert [row.number for row in rows] == list(HalfTermNumber)
        days = [day for row in rows for day in (row.from_on, row.to_on)]
        assert days == sorted(days)
        assert all(day.weekday() < 5 for day in days)


def test_the_factory_makes_a_programme_and_its_planner():
    made = programmes.programme()

    assert programmes.lead(made).has_perm("programmes.plan_programme", made)
    assert made.commitments.count() == 10
