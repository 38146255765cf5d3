"""Money, time, search words, pages, home-page rows and access: one way each."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.http import Http404, HttpResponse
from hypothesis import given
from hypothesis import strategies as st

from hlp.kit import access, clock, money, paging, searching, waiting
from members.models import School
from tests.factories.members import SchoolFactory
from tests.kit.shop import Order, Person


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("1500", "£1,500.00"),
        ("0", "£0.00"),
        ("-12.5", "-£12.50"),
        ("0.005", "£0.01"),
        ("-0.001", "£0.00"),
        ("1234567.89", "£1,234,567.89"),
    ],
)
def test_money_is_written_one_way(amount, written):
    assert money.pounds(Decimal(amount)) == written


@given(st.decimals(min_value=-(10**7), max_value=10**7, places=4))
def test_rounding_moves_an_amount_by_half_a_penny_at_most(amount):
    rounded = money.to_pennies(amount)

    assert rounded.as_tuple().exponent == -2
    assert abs(rounded - amount) <= Decimal("0.005")


def test_a_money_field_is_a_plain_decimal_to_migrations():
    field = Order._meta.get_field("total")

    assert (field.max_digits, field.decimal_places) == (10, 2)
    assert field.deconstruct()[1] == "django.db.models.DecimalField"


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2022, 3, 18), datetime(2022, 3, 18, 23, 59, 59, tzinfo=UTC)),
        (date(2022, 6, 30), datetime(2022, 6, 30, 22, 59, 59, tzinfo=UTC)),  # summer time
    ],
)
def test_a_day_ends_in_london(day, end):
    assert clock.end_of_day(day) == end
    assert clock.day_of(end) == day
    assert clock.start_of_day(day) < end


@pytest.mark.parametrize(
    "spelling",
    [
        "St. Mary's R.C. École",
        "saint marys rc ecole",
        "ST MARY’S RC ECOLE",
        " St.Mary's-RC  école ",
    ],
)
def test_spellings_of_one_name_are_one(spelling):
    assert searching.normalise(spelling) == "st marys rc ecole"


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    once = searching.normalise(text)

    assert searching.normalise(once) == once


@pytest.mark.django_db
@pytest.mark.parametrize(("asked", "number"), [("2", 2), ("99", 3), ("x", 1), ("", 1), ("-1", 3)])
def test_a_page_out_of_range_is_the_nearest(rf, asked, number):
    for n in range(5):
        SchoolFactory.create(name=f"School {n}")

    page = paging.page_of(rf.get("/", {"page": asked}), School.objects.order_by("name"), per=2)

    assert (page.number, page.paginator.count) == (number, 5)


@pytest.mark.django_db
def test_what_waits_is_looked_for_in_one_query_and_told_where_it_was_found(
    office, now, django_assert_num_queries
):
    SchoolFactory.create()
    told = waiting.counted("Schools", "home", query="?new")
    everywhere = waiting.Subject(lambda user, at: School.objects.all(), told)
    nowhere = waiting.Subject(lambda user, at: School.objects.none(), told)
    of_others = waiting.Subject(lambda user, at: None, told)
    without_power = replace(everywhere, power="board.run_election")
    office.current_roles()

    with django_assert_num_queries(1):
        subjects = [everywhere, nowhere, of_others, without_power]
        found = waiting.for_person(office, now, subjects)

    assert found == [waiting.Waiting("Schools", "/home/?new", count=1)]
    assert waiting.for_person(office, now, [of_others]) == []


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2022, 4, 1, 15, 0, tzinfo=UTC), "4pm on 1 April 2022"),
        (datetime(2022, 4, 1, 8, 30, tzinfo=UTC), "9:30am on 1 April 2022"),
        (datetime(2022, 4, 1, 11, 0, tzinfo=UTC), "midday on 1 April 2022"),
        (datetime(2022, 4, 1, 11, 5, tzinfo=UTC), "12:05pm on 1 April 2022"),
        (datetime(2022, 3, 31, 23, 0, tzinfo=UTC), "midnight on 1 April 2022"),
        (datetime(2022, 12, 31, 23, 59, 59, tzinfo=UTC), "11:59pm on 31 December 2022"),
    ],
)
def test_a_moment_in_words_is_london_s_and_never_12am_or_12pm(at, said):
    assert clock.moment(at) == said


def test_a_page_without_permission_does_not_exist(rf, caplog):
    page = access.needs("shop.send")(lambda request, pk: HttpResponse(str(pk)))
    allowed, refused = rf.get("/a/"), rf.get("/b/")
    allowed.user, refused.user = Person("shop.send"), Person()

    assert page(allowed, pk=3).status_code == 200
    with pytest.raises(Http404):
        page(refused, pk=3)
    assert caplog.messages == ["refused shop.send to user 7 at /b/"]


def test_a_service_refuses_in_a_sentence():
    access.require(Person("shop.send"), "shop.send")

    with pytest.raises(access.WrongPerson, match="You do not have permission to do this"):
        access.require(Person(), "shop.send")
    with pytest.raises(access.WrongPerson, match="Only the packer sends"):
        access.require(None, "shop.send", sentence="Only the packer sends.")
