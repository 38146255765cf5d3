"""The office reads every rule, looks a day ahead, finds what was said, and switches rules off."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hlp.kit import reminders
from tests.factories import cast, invoicing
from tests.factories.members import InvitationFactory, make_period
from tests.factories.reminders import send
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db
CLOSING = "Sign-up for Bourne Lane Primary School closes on Friday 18 March 2022"


@pytest.fixture(autouse=True)
def thursday():
    with time_machine.travel(datetime(2022, 3, 3, 9, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def olive(office):
    return client_of(office)


@pytest.fixture
def invited(thursday):
    make_period()
    return InvitationFactory.create(school=cast.primary_school(), email="head@example.org")


def page(olive, name, **query):
    return olive.get(reverse(name), query).content.decode()


def test_the_list_says_what_each_rule_is_for(olive, rules):
    text = page(olive, "reminder_list")

    for rule in rules.values():
        assert rule.title in text
        assert rule.purpose.replace("’", "&#x27;") in text or rule.purpose in text


@pytest.mark.parametrize(
    ("on", "seen"),
    [
        ("", "Nothing to say"),
        ("2022-03-04", CLOSING),
        ("2022-03-05", "Nothing goes on this day"),
        ("2022-03-01", "Reminders on Thursday 3 March 2022"),  # what is over is not looked at
        ("next week", "Reminders on Thursday 3 March 2022"),
    ],
)
def test_a_day_can_be_looked_at_before_it_comes(olive, invited, on, seen):
    assert seen in page(olive, "reminder_preview", on=on)


def test_what_was_said_is_found_by_address_school_and_rule(olive, invited):
    assert "Nothing sent yet" in page(olive, "reminder_log")
    send(date(2022, 3, 4))

    assert CLOSING in page(olive, "reminder_log", words="head@ bourne")
    assert CLOSING in page(olive, "reminder_log", rule="members.sign_up_closing")
    assert CLOSING not in page(olive, "reminder_log", rule="members.claim_waiting")
    assert "Nothing found" in page(olive, "reminder_log", words="uxbridge")


def test_a_rule_is_switched_off_and_on(olive, invited):
    address = reverse("switch_reminder", args=["members.sign_up_closing"])

    off = olive.post(address, {"is_on": "no"}, follow=True).content.decode()
    silent = page(olive, "reminder_preview", on="2022-03-04")
    on = olive.post(address, {"is_on": "yes"}, follow=True).content.decode()

    assert "“Sign-up closing” is off." in off
    assert CLOSING not in silent
    assert "“Sign-up closing” is on." in on
    assert "is on already" in olive.post(address, {"is_on": "yes"}, follow=True).content.decode()


def test_a_preview_costs_the_same_for_1_3_and_100_people(olive):
    costs = []
    for more in (1, 2, 97):
        for _ in range(more):
            invoicing.member()
        invoicing.issued([invoicing.member()], now=datetime(2022, 4, 1, 9, tzinfo=UTC))
        page(olive, "reminder_preview", on="2022-04-22")
        with CaptureQueriesContext(connection) as queries:
            page(olive, "reminder_preview", on="2022-04-22")
        costs.append(len(queries))

    assert costs == [costs[0]] * 3
    # Each rule asks its own question, one or two queries: a page for the office, looked at rarely.
    assert costs[0] <= 10 + 2 * len(reminders.RULES)
