"""The policy as a table: dates in, years and pounds out; the database says the same of each row."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from hlp.kit import clock
from hlp.kit.money import pounds
from members import owing
from members.commitment import paragraphs
from members.models import Membership, Waiver
from members.states import EndReason, MembershipState
from members.workflow import why_joining_is_closed
from tests.factories.invoicing import member
from tests.factories.members import SchoolFactory, make_period

pytestmark = pytest.mark.django_db

MAR_18, MAR_31 = date(2022, 3, 18), date(2022, 3, 31)
DEC_31, JAN_1 = date(2022, 12, 31), date(2023, 1, 1)
LEAP_DAY = date(2024, 2, 29)
BOTH, FIRST, SECOND, NONE = (1, 2), (1,), (2,), ()
NOTICE_AT = datetime(2022, 1, 10, 9, tzinfo=UTC)


@pytest.fixture
def years():
    period = make_period()
    return list(period.years.order_by("number"))


def owed(years, **dates):
    policy = dates.pop("leaver_owes_year_2", True)
    return owing.years_owed(years, owing.Standing(**dates), leaver_owes_year_2=policy)


def in_pounds(years, numbers):
    return pounds(sum((y.fee for y in years if y.number in numbers), Decimal(0)))


@pytest.mark.parametrize(
    ("joined_on", "numbers", "sum_"),
    [
        (MAR_18, BOTH, "£3,000.00"),
        (MAR_31, BOTH, "£3,000.00"),
        (date(2022, 4, 1), BOTH, "£3,000.00"),
        (DEC_31, BOTH, "£3,000.00"),
        # Where the office lets schools join later, the year that is over is not owed.
        (JAN_1, BOTH, "£3,000.00"),
        (date(2023, 3, 31), BOTH, "£3,000.00"),
        (date(2023, 4, 1), SECOND, "£1,500.00"),
        (LEAP_DAY, SECOND, "£1,500.00"),
        (date(2024, 4, 1), NONE, "£0.00"),
    ],
)
def test_a_joiner_owes_the_whole_fee_of_the_year_it_joins_in(years, joined_on, numbers, sum_):
    found = owed(years, joined_on=joined_on)

    assert found == numbers
    assert in_pounds(years, found) == sum_


@pytest.mark.parametrize(
    ("left_on", "waived", "numbers", "sum_"),
    [
        (MAR_18, NONE, BOTH, "£2,650.50"),
        (MAR_31, NONE, BOTH, "£2,650.50"),
        (DEC_31, NONE, BOTH, "£2,650.50"),
        (JAN_1, NONE, BOTH, "£2,650.50"),
        (JAN_1, SECOND, FIRST, "£1,500.00"),
        (DEC_31, SECOND, FIRST, "£1,500.00"),
        (date(2023, 3, 31), SECOND, FIRST, "£1,500.00"),
        (LEAP_DAY, NONE, BOTH, "£2,650.50"),
        (LEAP_DAY, SECOND, FIRST, "£1,500.00"),  # the board may waive it late, too
    ],
)
def test_a_leaver_owes_year_2_unless_the_board_waives_it(years, left_on, waived, numbers, sum_):
    years[1].agreed_fee = Decimal("1150.50")

    found = owed(years, joined_on=date(2022, 3, 1), left_on=left_on, waived=frozenset(waived))

    assert found == numbers
    assert in_pounds(years, found) == sum_


@pytest.mark.parametrize(
    ("left_on", "numbers"),
    [
        (MAR_31, NONE),  # gone before anything began
        (DEC_31, FIRST),
        (date(2023, 3, 31), FIRST),
        (date(2023, 4, 1), BOTH),  # no refund for part of a year
        (LEAP_DAY, BOTH),
    ],
)
def test_a_period_may_let_leavers_go(years, left_on, numbers):
    joined_on = date(2022, 3, 1)

    assert owed(years, joined_on=joined_on, left_on=left_on, leaver_owes_year_2=False) == numbers


@pytest.mark.parametrize(
    ("closed_on", "numbers"),
    [
        (MAR_31, NONE),
        (date(2022, 4, 1), FIRST),
        (DEC_31, FIRST),
        (JAN_1, FIRST),
        (date(2023, 3, 31), FIRST),
        (date(2023, 4, 1), BOTH),
        (LEAP_DAY, BOTH),
    ],
)
def test_a_closed_school_owes_no_year_that_had_not_begun(years, closed_on, numbers):
    assert owed(years, joined_on=date(2022, 3, 1), closed_on=closed_on) == numbers


def test_a_waiver_means_nothing_for_a_school_that_stays(years):
    assert owed(years, joined_on=MAR_18, waived=frozenset(SECOND)) == BOTH


# Moments, as the server writes them: London is an hour ahead of UTC from the last Sunday of March
# to the last of October (27 March and 30 October 2022, 26 March and 29 October 2023).
@pytest.mark.parametrize(
    ("signed_at", "numbers"),
    [
        (datetime(2022, 3, 18, 23, 59, 59, tzinfo=UTC), BOTH),
        (datetime(2022, 3, 27, 0, 59, 59, tzinfo=UTC), BOTH),  # summer time begins
        (datetime(2022, 3, 27, 1, 0, 0, tzinfo=UTC), BOTH),
        (datetime(2022, 10, 30, 0, 59, 59, tzinfo=UTC), BOTH),  # 1:59:59 the first time
        (datetime(2022, 10, 30, 1, 59, 59, tzinfo=UTC), BOTH),  # 1:59:59 the second time
        (datetime(2023, 3, 31, 22, 59, 59, tzinfo=UTC), BOTH),  # 23:59:59 in London
        (datetime(2023, 3, 31, 22, 59, 59, 999_999, tzinfo=UTC), BOTH),
        (datetime(2023, 3, 31, 23, 0, 0, tzinfo=UTC), SECOND),  # midnight in London
        (datetime(2024, 2, 29, 23, 59, 59, tzinfo=UTC), SECOND),
        (datetime(2024, 3, 31, 22, 59, 59, tzinfo=UTC), SECOND),
        (datetime(2024, 3, 31, 23, 0, 0, tzinfo=UTC), NONE),
    ],
)
def test_a_day_ends_at_midnight_in_london(years, signed_at, numbers):
    membership = member(period=years[0].period, signed_at=signed_at)

    assert by_rule(membership, years) == by_database(membership, years) == numbers


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (datetime(2022, 3, 18, 23, 59, 59, tzinfo=UTC), True),  # in time
        (datetime(2022, 3, 19, 0, 0, 0, tzinfo=UTC), True),  # late, but welcome
        (datetime(2022, 12, 31, 23, 59, 59, tzinfo=UTC), True),
        (datetime(2022, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC), True),
        (datetime(2023, 1, 1, 0, 0, 0, tzinfo=UTC), False),
        (datetime(2024, 2, 29, 12, 0, 0, tzinfo=UTC), False),
    ],
)
def test_nobody_joins_after_the_last_day(years, moment, is_open):
    assert (why_joining_is_closed(years[0].period, moment) is None) == is_open


@pytest.mark.parametrize("last_day", [date(2022, 6, 30), date(2023, 3, 26), date(2022, 10, 30)])
def test_a_deadline_in_summer_time_ends_at_london_s_midnight_too(years, last_day):
    period = years[0].period
    period.last_join_on = last_day
    midnight = clock.start_of_day(last_day + timedelta(days=1))

    assert why_joining_is_closed(period, midnight - timedelta(seconds=1)) is None
    assert why_joining_is_closed(period, midnight)


def test_the_words_before_signing_follow_the_policy(years):
    period = years[0].period
    school, text = SchoolFactory.create(), period.commitments.get()
    owes = paragraphs(text, school, MAR_18)

    period.leaver_owes_year_2 = False
    text.period = period
    goes = paragraphs(text, school, MAR_18)

    joiners = "joins after 1 April 2022 owes the whole fee of the membership year in which it joins"
    assert any(joiners in p and "not reduced or refunded" in p for p in owes)
    assert any("still owes the fee for year 2, unless the Partnership Board" in p for p in owes)
    assert any("before year 2 begins does not owe the fee for year 2" in p for p in goes)
    assert not any("still owes" in p for p in goes)


# The rule and its twin in the database


def by_rule(membership, years):
    return tuple(year.number for year in years if owing.does_owe(membership, year))


def by_database(membership, years):
    rows = Membership.objects.filter(pk=membership.pk)
    return tuple(y.number for y in years if rows.filter(owing.owes(y)).exists())


def left(on):
    return {"state": MembershipState.LEAVING, "leaves_on": on}


def ended(on, because, **fields):
    return {"state": MembershipState.ENDED, "ended_on": on, "ended_because": because, **fields}


STANDINGS = [
    {},
    {"state": MembershipState.SIGNED},
    {"state": MembershipState.DRAFT},
    {"state": MembershipState.WITHDRAWN},
    left(DEC_31),
    left(date(2023, 4, 1)),
    left(LEAP_DAY),
    ended(DEC_31, EndReason.LEFT, leaves_on=DEC_31, notice_at=NOTICE_AT),
    ended(DEC_31, EndReason.CLOSED),
    ended(date(2023, 4, 1), EndReason.CLOSED),
    ended(MAR_31, EndReason.MERGED),
    ended(date(2024, 3, 31), EndReason.OVER),
]


@pytest.mark.parametrize("policy", [True, False])
@pytest.mark.parametrize("decisions", [(), (True,), (True, False), (True, False, True)])
@pytest.mark.parametrize("signed_on", [MAR_18, LEAP_DAY])
def test_the_database_and_the_rule_agree(years, office, now, policy, decisions, signed_on):
    period = years[0].period
    period.leaver_owes_year_2 = policy
    period.save()
    signed_at = clock.start_of_day(signed_on)
    rows = [member(period=period, signed_at=signed_at, **fields) for fields in STANDINGS]
    for row in rows:
        for is_waived in decisions:
            Waiver.objects.create(
                membership=row,
                membership_year=years[1],
                is_waived=is_waived,
                decided_on=DEC_31,
                minute_reference="12/3",
                recorded_at=now,
                recorded_by=office,
            )
    years = list(period.years.order_by("number"))

    differing = [r for r in rows if by_rule(r, years) != by_database(r, years)]

    assert differing == []
    assert {by_rule(row, years) for row in rows} >= (
        {BOTH, NONE} if signed_on == MAR_18 else {SECOND}
    )
