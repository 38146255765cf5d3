"""`manage.py send_reminders [--on DATE] [--dry-run]`."""

from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from hlp.kit.models import ReminderMail
from tests.factories.reminders import a_due, a_rule

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def thing(only):
    only(a_rule(a_due("head@example.org", "one", date(2022, 3, 4))))


def run(*args):
    out = StringIO()
    call_command("send_reminders", *args, stdout=out)
    return out.getvalue().splitlines()


def test_a_dry_run_says_who_would_get_what_and_sends_nothing():
    assert run("--on", "2022-03-04", "--dry-run") == [
        "head@example.org",
        "  one of head",
        "4 March 2022: 1 mail would be sent. Nothing was.",
    ]
    assert not ReminderMail.objects.exists()


def test_twice_is_once():
    assert run("--on", "2022-03-04") == ["4 March 2022: 1 reminder mail is on the way."]
    assert run("--on", "2022-03-04") == ["4 March 2022: 0 reminder mails are on the way."]


def test_without_a_day_it_is_today(monkeypatch):
    now = datetime(2022, 3, 4, 7, tzinfo=UTC)
    monkeypatch.setattr("hlp.kit.clock.now", lambda: now)

    run()

    assert ReminderMail.objects.get().on == date(2022, 3, 4)


def test_a_wrong_day_is_explained():
    with pytest.raises(CommandError, match="Write it like 2022-03-11"):
        run("--on", "11 March")
