"""A person gets one mail a day with all that is due, and hears each thing once, for ever."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection

from hlp.kit import clock, reminding, work
from hlp.kit.models import OutboxMessage, ReminderMail, Said, WorkItem, WorkState
from hlp.kit.reminders import Line
from tests.factories.reminders import a_due, a_rule, send

DAY = timedelta(days=1)
THURSDAY = date(2022, 3, 17)
FRIDAY, SATURDAY, MONDAY = THURSDAY + DAY, THURSDAY + 2 * DAY, THURSDAY + 4 * DAY
HEAD, SBM = "head@example.org", "sbm@example.org"


def post():
    """Whom the outbox writes to, about what."""
    return list(OutboxMessage.objects.order_by("pk").values_list("to", "subject"))


@pytest.mark.django_db
def test_all_that_is_due_is_gathered_by_person(only):
    only(
        a_rule(a_due(HEAD, "one", FRIDAY), a_due(SBM, "one", FRIDAY)),
        a_rule(a_due(HEAD, "two", FRIDAY), name="test.other", is_deadline=True),
    )

    assert send(FRIDAY) == 2

    assert post() == [(HEAD, "2 reminders: two of head"), (SBM, "Reminder: one of sbm")]
    text = OutboxMessage.objects.get(to=HEAD).text
    assert text.index("two of head") < text.index("one of head")  # the day's deadline first
    assert "About one.\nLook: http://localhost:8000/one/\n" in text


@pytest.mark.django_db
def test_however_often_it_runs_each_thing_is_said_once(only):
    only(a_rule(a_due(HEAD, "one", FRIDAY), a_due(HEAD, "one", FRIDAY)))

    assert [send(FRIDAY) for _ in range(5)] == [1, 0, 0, 0, 0]
    assert [send(MONDAY + day * DAY) for day in range(5)] == [0] * 5
    assert Said.objects.count() == 1


@pytest.mark.django_db
def test_an_address_is_one_address_however_it_is_written(only):
    only(a_rule(a_due("Head@Example.org ", "one", FRIDAY), a_due(HEAD, "two", FRIDAY)))

    send(FRIDAY)

    assert post() == [(HEAD, "2 reminders: one of Head")]


@pytest.mark.django_db
def test_who_has_no_address_gets_nothing(only):
    only(a_rule(a_due("", "one", FRIDAY)))

    assert send(FRIDAY) == 0


@pytest.mark.django_db
def test_what_comes_up_after_the_day_s_mail_waits_for_the_next(only):
    only(a_rule(a_due(HEAD, "one", THURSDAY)))
    send(THURSDAY)
    only(a_rule(a_due(HEAD, "one", THURSDAY), a_due(HEAD, "two", THURSDAY)))

    assert reminding.letters(THURSDAY) == []
    assert (send(THURSDAY), send(FRIDAY)) == (0, 1)
    assert post()[1] == (HEAD, "Reminder: two of head")
    assert ReminderMail.objects.filter(to=HEAD).count() == 2


@pytest.mark.django_db
def test_a_weekend_brings_only_the_deadline_of_its_day(only):
    only(
        a_rule(a_due(HEAD, "deadline", SATURDAY), is_deadline=True),
        a_rule(a_due(HEAD, "other", SATURDAY), name="test.other"),
    )

    assert send(SATURDAY) == 1
    assert post() == [(HEAD, "Reminder: deadline of head")]
    send(MONDAY)
    assert post()[1:] == [(HEAD, "Reminder: other of head")]


@pytest.mark.django_db
def test_a_new_date_is_reminded_of_anew(only):
    only(a_rule(a_due(HEAD, "sign-up", THURSDAY)))
    send(THURSDAY)
    only(a_rule(a_due(HEAD, "sign-up", MONDAY)))

    assert [send(THURSDAY + DAY), send(MONDAY)] == [0, 1]


@pytest.mark.django_db
def test_a_rule_may_speak_of_one_thing_so_often_and_no_more(only):
    for week in range(5):
        only(a_rule(a_due(HEAD, "draft", THURSDAY + 7 * week * DAY), at_most=3))
        send(THURSDAY + 7 * week * DAY)

    assert Said.objects.filter(key="draft").count() == 3


@pytest.mark.django_db
def test_a_rule_may_gather_many_things_into_one_line(only):
    def gather(due, today):
        return Line(f"{len(due)} claims wait", "/claims/", "Look")

    only(a_rule(*(a_due(HEAD, f"claim:{n}", FRIDAY) for n in range(3)), gather=gather))

    send(FRIDAY)

    assert post() == [(HEAD, "Reminder: 3 claims wait")]
    assert sorted(Said.objects.values_list("key", flat=True)) == ["claim:0", "claim:1", "claim:2"]


@pytest.mark.django_db
def test_the_morning_s_work_is_a_row_that_says_what_is_true_when_it_is_done(only, monkeypatch):
    only(a_rule(a_due(HEAD, "one", FRIDAY)))
    item = reminding.start(clock.start_of_day(THURSDAY))
    monkeypatch.setattr("hlp.kit.clock.now", lambda: clock.start_of_day(FRIDAY))
    WorkItem.objects.update(due_at=clock.start_of_day(THURSDAY))

    work.run(item.pk, now=clock.start_of_day(FRIDAY))

    item.refresh_from_db()
    assert (item.state, item.key) == (WorkState.DONE, "2022-03-17")
    assert list(ReminderMail.objects.values_list("to", "on")) == [(HEAD, FRIDAY)]


@pytest.mark.django_db(transaction=True)
def test_runs_side_by_side_write_to_each_person_once(only):
    only(a_rule(*(a_due(f"person.{n}@example.org", "one", FRIDAY) for n in range(10))))
    together = Barrier(4)

    def run(number):
        together.wait()
        try:
            # Two of them believe it is another day: what is said is said there, too.
            return send(FRIDAY if number % 2 else MONDAY)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        sent = sum(pool.map(run, range(4)))

    assert sent == Said.objects.count() == ReminderMail.objects.count() == 10
    assert OutboxMessage.objects.count() == 10
