"""March 2022, five runs a day, one of them killed: every mail of the month, and no other."""

import subprocess
import sys
from collections import Counter
from datetime import date, timedelta

import pytest
import time_machine
from django.conf import settings as configured

from hlp.kit import tasks
from hlp.kit.models import OutboxMessage, ReminderMail, Said
from members.models import Period
from members.states import SchoolRole
from tests.factories import cast, invoicing
from tests.factories.members import (
    AffiliationFactory,
    ClaimFactory,
    InvitationFactory,
    MembershipFactory,
    make_period,
)
from tests.factories.reminders import send

pytestmark = pytest.mark.django_db(transaction=True)

FIRST = date(2022, 3, 1)
MARCH = [FIRST + timedelta(days=day) for day in range(31)]  # the clocks go forward on the 27th
KILLED_ON = date(2022, 3, 11)
OFFICE = configured.OFFICE_EMAIL
HANNA, OMAR, BEA = "hanna.head@example.org", "omar.head@example.org", "bea.both@example.org"
BOURNE, UXBRIDGE = "Bourne Lane Primary School", "Uxbridge Moor School"


def closing(school, words):
    return f"Sign-up for {school} closes {words}"


TWO_WEEKS = ONE_WEEK = "on Friday 18 March 2022"
ONE_DAY = "tomorrow, Friday 18 March 2022"
UNFINISHED = f"The sign-up of {BOURNE} is not finished"
LATE = "1 claim has waited for more than two working days"
EXPECTED = [
    (4, BEA, "2 reminders: " + closing(BOURNE, TWO_WEEKS)),
    (4, HANNA, "Reminder: " + closing(BOURNE, TWO_WEEKS)),
    (4, OMAR, "Reminder: " + closing(UXBRIDGE, TWO_WEEKS)),
    (8, BEA, "Reminder: " + UNFINISHED),
    (8, HANNA, "Reminder: " + UNFINISHED),
    (10, OFFICE, "Reminder: " + LATE),
    (11, BEA, "2 reminders: " + closing(BOURNE, ONE_WEEK)),
    (11, HANNA, "Reminder: " + closing(BOURNE, ONE_WEEK)),
    (11, OMAR, "Reminder: " + closing(UXBRIDGE, ONE_WEEK)),
    (17, BEA, "Reminder: " + closing(BOURNE, ONE_DAY)),  # Uxbridge Moor has signed by then
    (17, HANNA, "Reminder: " + closing(BOURNE, ONE_DAY)),
    (17, OFFICE, "Reminder: " + LATE),
    (22, BEA, "Reminder: " + UNFINISHED),
    (22, HANNA, "Reminder: " + UNFINISHED),
    (24, OFFICE, "Reminder: " + LATE),
    (31, OFFICE, "Reminder: " + LATE),
]


@pytest.fixture(autouse=True)
def no_worker(monkeypatch):
    """Nobody takes the post out; the rows are what counts."""
    monkeypatch.setattr(tasks.send_message, "delay", lambda message_id: None)


@pytest.fixture
def partnership():
    """One school has begun, one was only invited, one has signed; somebody claims a fourth."""
    period = make_period()
    bourne, uxbridge = cast.primary_school(), cast.secondary_school()
    cast.at_school("Hanna Head", bourne, SchoolRole.HEADTEACHER)
    cast.at_school("Omar Head", uxbridge, SchoolRole.HEADTEACHER)
    bea = cast.at_school("Bea Both", bourne, SchoolRole.BUSINESS_MANAGER)
    AffiliationFactory.create(user=bea, school=uxbridge, role=SchoolRole.BUSINESS_MANAGER)
    cast.at_school("Tom Teacher", bourne, SchoolRole.STAFF)
    InvitationFactory.create(school=uxbridge, email=OMAR)
    invoicing.member(period=period)
    with time_machine.travel(f"{FIRST} 09:00Z", tick=False):  # for the audit log
        MembershipFactory.create(school=bourne, period=period)
    ClaimFactory.create(made_at=f"{MARCH[6]} 10:00Z")
    return uxbridge


def kill_halfway(env, day):
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.reminders.run_to_kill", str(day)],
        cwd=configured.BASE_DIR,
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert "in the middle\n" in iter(process.stdout.readline, "")
    process.kill()
    process.communicate()
    assert process.returncode == -9


def sign(school):
    """As if signed and verified; the rules look at nothing else."""
    invoicing.member(school, period=Period.objects.get())


def test_a_month_says_each_thing_once(partnership, subprocess_env):
    kept_by_the_killed = None
    for day in MARCH:
        if day == date(2022, 3, 14):
            sign(partnership)
        if day == KILLED_ON:
            kill_halfway(subprocess_env, day)
            kept_by_the_killed = ReminderMail.objects.filter(on=day).count()
        for _ in range(5):
            send(day)

    mails = ReminderMail.objects.select_related("message").order_by("on", "to")
    assert [(m.on.day, m.to, m.message.subject) for m in mails] == EXPECTED
    assert kept_by_the_killed == 1
    assert OutboxMessage.objects.filter(key__startswith="reminders:").count() == len(EXPECTED)


def test_nobody_hears_a_thing_twice_or_gets_two_mails_on_one_day(partnership):
    for day in MARCH:
        for _ in range(5):
            send(day)

    said = Said.objects.values_list("rule", "to", "key", "counts_from", "day")
    a_day = OutboxMessage.objects.filter(key__startswith="reminders:").values_list("to", "key")
    assert max(Counter(said).values()) == 1
    assert max(Counter(a_day).values()) == 1
