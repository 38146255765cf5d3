"""The prospectus for everyone, and a start page that says what waits for a person."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from hlp import home
from hlp.kit import clock
from members.services import periods

pytestmark = pytest.mark.django_db


@pytest.fixture
def period():
    return periods.create_period(name="2022–24", starts_on=date(2022, 4, 1), is_published=True)


def test_the_timeline_has_the_dates_of_the_prospectus_in_order(period):
    days = [row.on for row in home.timeline(period, date(2022, 4, 15))]

    assert days == [
        date(2022, 2, 24),
        date(2022, 3, 18),
        date(2022, 3, 21),
        date(2022, 4, 1),
        date(2022, 6, 30),
        date(2022, 9, 1),
        date(2022, 12, 31),
        date(2023, 4, 1),
        date(2023, 9, 30),
        date(2024, 3, 31),
    ]


def test_the_timeline_knows_what_is_past(period):
    past = [row.is_past for row in home.timeline(period, date(2022, 4, 15))]

    assert past == [True] * 4 + [False] * 6


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2022, 1, 10), "Sign-up for 2022–24 opens on 1 February 2022."),
        (date(2022, 3, 18), "Sign up for 2022–24 by 18 March 2022."),
        (date(2022, 3, 19), "2022–24 has begun. You can still join until 31 December 2022."),
        (date(2023, 1, 1), "Joining for 2022–24 has closed."),
    ],
)
def test_the_prospectus_says_how_joining_stands(period, day, words):
    assert home.joining_words(period, clock.end_of_day(day)) == words


def test_a_stranger_reads_what_it_costs(client, period):
    with time_machine.travel("2022-03-01T09:00:00Z", tick=False):
        page = client.get("/").content.decode()

    assert "£1,500.00 a year" in page
    assert "Sign up for 2022–24 by 18 March 2022." in page


def test_without_a_period_the_prospectus_still_opens(client):
    assert "have not been published yet" in client.get("/").content.decode()


def test_someone_of_no_school_is_led_to_find_it(client, stranger):
    client.force_login(stranger)

    page = client.get(reverse("home")).content.decode()

    assert "You are not linked to a school yet." in page
    assert "Nothing is waiting for you." in page


def test_a_head_sees_their_school_and_invoices(client, head, school):
    client.force_login(head)

    page = client.get(reverse("home")).content.decode()

    assert f"{school.name}" in page
    assert "Your school&#x27;s invoices" in page


def test_finance_has_invoices_and_no_claims(client, finance):
    client.force_login(finance)

    titles = [place.title for place in home.links_for(finance)]

    assert titles == ["Fee runs", "Invoices"]
