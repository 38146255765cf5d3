"""Beat starts the day's reminders at seven by London's clock, across both changes of the clocks."""

from datetime import UTC, date, datetime, timedelta

import pytest

from hlp.celery import app
from hlp.kit import clock, tasks
from hlp.kit.models import ReminderMail, WorkItem
from tests.factories.reminders import a_due, a_rule, send

ROW = app.conf.beat_schedule["send reminders"]


def runs_in_utc(first, days):
    """When beat starts it, looking each half hour; in UTC, as (day, hour, minute)."""
    schedule, last = ROW["schedule"], first
    found = []
    moment = first
    while moment < first + timedelta(days=days):
        schedule.nowfun = lambda moment=moment: moment.astimezone(clock.LONDON)
        if schedule.is_due(last.astimezone(clock.LONDON)).is_due:
            found.append((moment.day, moment.hour, moment.minute))
            last = moment
        moment += timedelta(minutes=30)
    return found


@pytest.mark.parametrize(
    ("first", "runs"),
    [
        (datetime(2022, 3, 26, tzinfo=UTC), [(26, 7, 0), (27, 6, 0), (28, 6, 0)]),
        (datetime(2022, 10, 29, tzinfo=UTC), [(29, 6, 0), (30, 7, 0), (31, 7, 0)]),
    ],
)
def test_it_starts_once_a_morning_across_the_change_of_the_clocks(monkeypatch, first, runs):
    monkeypatch.setattr(ROW["schedule"], "nowfun", ROW["schedule"].nowfun)

    assert runs_in_utc(first, 3) == runs


@pytest.mark.django_db
def test_the_task_leaves_a_row_for_the_day_in_london(monkeypatch):
    late = datetime(2022, 6, 30, 23, 30, tzinfo=UTC)  # already the first of July
    monkeypatch.setattr("hlp.kit.clock.now", lambda: late)
    assert ROW["task"] == tasks.send_reminders.name

    tasks.send_reminders()
    tasks.send_reminders()

    assert WorkItem.objects.get(kind="kit.send_reminders").key == "2022-07-01"


@pytest.mark.django_db
@pytest.mark.parametrize("change", [date(2022, 3, 27), date(2022, 10, 30)])
def test_the_days_around_the_change_say_each_thing_once(only, change):
    days = [change + timedelta(days=offset) for offset in range(-4, 5)]
    only(a_rule(*(a_due("head@example.org", f"thing:{day}", day) for day in days)))
    for day in days:
        for _ in range(5):
            send(day)

    # The clocks change on a Sunday; its things and Saturday's come on the Friday.
    by_day = {mail.on: mail.said.count() for mail in ReminderMail.objects.all()}
    assert by_day == {day: 3 if day.weekday() == 4 else 1 for day in days if day.weekday() < 5}
