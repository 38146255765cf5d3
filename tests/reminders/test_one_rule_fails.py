"""A rule that raises is one rule's mistake: the others speak, and the office reads which failed."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from hlp.kit import clock, failing, reminding, waiting, work
from hlp.kit.access import WrongPerson
from hlp.kit.models import OutboxMessage, ReminderMail, Said, WorkItem, WorkState
from tests.factories.reminders import a_due, a_rule, send
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db
FRIDAY = date(2022, 3, 18)
HEAD, SBM = "head@example.org", "sbm@example.org"


def broken(today):
    yield a_due(SBM, "half", today)
    raise KeyError(HEAD)


@pytest.fixture
def one_broken(only):
    good = a_rule(a_due(HEAD, "good", FRIDAY), name="test.good")
    only(
        replace(a_rule(name="test.broken"), due=broken),
        good,
        a_rule(
            a_due(HEAD, "gathered", FRIDAY),
            a_due(SBM, "gathered", FRIDAY),
            name="test.badly gathered",
            gather=lambda due, today: 1 / 0,
        ),
    )
    return good


def run_the_morning(now):
    item = reminding.start(now)
    for _ in range(work.TRIES):
        WorkItem.objects.filter(pk=item.pk).update(due_at=now)
        work.run(item.pk, now=now)
    item.refresh_from_db()
    return item


def test_the_others_go_out_and_what_failed_is_named_and_logged(one_broken, caplog):
    with pytest.raises(reminding.RulesFailed) as told:
        send(FRIDAY)

    assert list(OutboxMessage.objects.values_list("to", "subject")) == [
        (HEAD, "Reminder: good of head")
    ]
    assert list(Said.objects.values_list("rule", flat=True)) == ["test.good"]
    assert not ReminderMail.objects.filter(to=SBM).exists()
    assert "“Test.broken” (KeyError, line" in str(told.value)
    assert "“Test.badly gathered” (ZeroDivisionError, line" in str(told.value)
    assert HEAD not in str(told.value)  # an error's text may quote whoever it was about
    assert [record.getMessage() for record in caplog.records] == [
        "the reminder test.broken could not be worked out",
        "the reminder test.badly gathered could not be worked out",
    ]


def test_the_office_reads_it_and_tries_again_once_it_is_mended(
    one_broken, only, office, clerk, time_machine
):
    now = clock.start_of_day(FRIDAY)
    time_machine.move_to(now, tick=False)
    assert run_the_morning(now).state == WorkState.FAILED
    told = [row.title for row in waiting.for_person(office, now, [failing.FAILED])]
    assert told == ["Reminders that could not be worked out"]
    assert waiting.for_person(clerk, now, [failing.FAILED]) == []
    olive = client_of(office)
    assert "“Test.broken” (KeyError" in olive.get(reverse("reminder_list")).content.decode()
    with pytest.raises(WrongPerson):
        reminding.try_again(by=clerk, now=now)

    only(one_broken)
    olive.post(reverse("try_reminders_again"))
    work.run(WorkItem.objects.get().pk, now=clock.now())

    assert waiting.for_person(office, now, [failing.FAILED]) == []
    assert "Test.broken" not in olive.get(reverse("reminder_list")).content.decode()
    assert OutboxMessage.objects.count() == 1
    with pytest.raises(reminding.NothingFailed):
        reminding.try_again(by=office, now=now)


def test_a_later_morning_that_goes_through_makes_up_for_it(one_broken, only, time_machine):
    friday, monday = clock.start_of_day(FRIDAY), clock.start_of_day(date(2022, 3, 21))
    time_machine.move_to(friday, tick=False)
    run_the_morning(friday)
    only(a_rule(a_due(SBM, "late", FRIDAY), name="test.broken"))

    time_machine.move_to(monday, tick=False)
    run_the_morning(monday)

    assert reminding.stuck() is None
    assert OutboxMessage.objects.get(to=SBM).subject == "Reminder: late of sbm"


def test_a_look_ahead_and_the_command_say_so_as_well(one_broken, office, capsys, time_machine):
    time_machine.move_to(clock.start_of_day(FRIDAY), tick=False)

    page = client_of(office).get(reverse("reminder_preview")).content.decode()
    call_command("send_reminders", on=FRIDAY, dry_run=True)

    assert "“Test.broken” could not be worked out" in page
    assert "good of head" in page
    assert "“Test.broken” could not be worked out" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Not worked out"):
        call_command("send_reminders", on=FRIDAY)
