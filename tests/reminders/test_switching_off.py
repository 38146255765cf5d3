"""A rule that is off says nothing; on again, it does not make up for what it kept to itself."""

from datetime import date, datetime, timedelta

import pytest
from auditlog.models import LogEntry

from hlp.kit import reminding
from hlp.kit.access import WrongPerson
from hlp.kit.clock import LONDON
from hlp.kit.models import ReminderMail, ReminderSwitch
from tests.factories.reminders import a_due, a_rule, send

pytestmark = pytest.mark.django_db
RULE = "test.rule"
FIRST = date(2022, 3, 1)


def switch(is_on, by, day):
    now = datetime(2022, 3, day, 12, tzinfo=LONDON)
    return reminding.switch(rule=RULE, is_on=is_on, by=by, now=now)


@pytest.fixture
def thing(only):
    """Something with a stage every other day of March, for ten people."""
    dues = [a_due(f"person.{n}@example.org", "thing", FIRST) for n in range(10)]
    only(a_rule(*dues, days=range(0, 31, 2)))


def test_a_rule_that_is_off_says_nothing_and_nothing_floods_when_it_is_on_again(thing, office):
    switch(False, office, 1)
    while_off = [send(FIRST + timedelta(days=day)) for day in range(15)]
    switch(True, office, 16)  # a Wednesday; the stage of the 15th was reached while it was off
    after = [send(date(2022, 3, day)) for day in range(16, 24)]

    assert while_off == [0] * 15
    # Thursday the 17th; Friday brings the weekend's forward; Monday the 21st; Wednesday the 23rd.
    assert after == [0, 10, 10, 0, 0, 10, 0, 10]


def test_other_rules_go_on(only, office):
    only(
        a_rule(a_due("head@example.org", "one", FIRST)),
        a_rule(a_due("head@example.org", "two", FIRST), name="test.other"),
    )
    switch(False, office, 1)

    send(FIRST)

    assert ReminderMail.objects.get().message.subject == "Reminder: two of head"
    assert reminding.names_on() == {"test.other"}


def test_switching_is_in_the_audit_log(thing, office):
    switch(False, office, 1)
    switch(True, office, 2)

    entries = LogEntry.objects.get_for_model(ReminderSwitch).order_by("pk")
    assert [entry.actor for entry in entries] == [office, office]
    assert entries[1].changes["is_on"] == ["False", "True"]


@pytest.mark.parametrize("is_on", [True, False])
def test_switching_to_what_it_is_already_is_said(thing, office, is_on):
    if not is_on:
        switch(False, office, 1)

    with pytest.raises(reminding.NothingToSwitch, match="already"):
        switch(is_on, office, 2)


def test_a_switch_of_nothing_is_refused(office, thing):
    with pytest.raises(reminding.NothingToSwitch, match="no such reminder"):
        reminding.switch(rule="test.none", is_on=False, by=office, now=datetime.now(LONDON))


def test_only_the_office_switches(thing, head):
    with pytest.raises(WrongPerson):
        switch(False, head, 1)
    assert not ReminderSwitch.objects.exists()
