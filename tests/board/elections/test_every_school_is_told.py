"""A worker writes to every school, each once, wherever it dies; the officer sees how far it is."""

import subprocess
import sys
from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as configured
from django.urls import reverse

from board.emails.elections import notice_key
from board.services import closing, notices, opening, preparing, telling
from board.states import ElectionState
from hlp.kit import clock, work
from hlp.kit.models import OutboxMessage, PostState, WorkItem, WorkState
from tests.factories import board as made
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db
SCHOOLS = 7


@pytest.fixture
def untold(monkeypatch):
    """A poll just opened; no worker has looked yet. Batches are small."""
    monkeypatch.setattr(telling, "BATCH", 3)
    return made.voting(candidates=SCHOOLS, told=False)


def written(election, what="open"):
    start = f"election:{election.pk}:{what}:"
    messages = OutboxMessage.objects.filter(key__startswith=start)
    return Counter(int(m.key.removeprefix(start)) for m in messages)


def everybody(election):
    return Counter(school.pk for school in made.roll(election))


def carry_on(election, what=telling.OPEN, progress=lambda done, total: None, now=None):
    now = now or made.opens_at()
    subject = f"{election.pk}:{what}"
    telling.carry_on(subject=subject, said_at=now, now=now, progress=progress)


def test_opening_writes_no_mail_itself(untold):
    assert untold.state == ElectionState.VOTING
    assert not written(untold)
    item = WorkItem.objects.get(kind="board.tell")
    assert (item.state, item.subject_id) == (WorkState.QUEUED, f"{untold.pk}:open")

    made.schools_are_told(made.opens_at())

    item.refresh_from_db()
    assert (item.state, item.done_count, item.total_count) == (WorkState.DONE, SCHOOLS, SCHOOLS)
    assert written(untold) == everybody(untold)


def test_whoever_takes_over_adds_what_is_missing(untold):
    seen = []

    def dies(done, total):
        seen.append((done, total))
        if len(seen) == 2:
            raise work.LeaseLost

    with pytest.raises(work.LeaseLost):
        carry_on(untold, progress=dies)
    assert seen == [(3, SCHOOLS), (6, SCHOOLS)]
    assert written(untold).total() == 6

    carry_on(untold, progress=lambda *far: seen.append(far))
    carry_on(untold)

    assert seen[2:] == [(7, SCHOOLS)]
    assert written(untold) == everybody(untold)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["in the middle of a batch", "after a batch"])
def test_a_killed_worker_leaves_no_school_untold_and_tells_none_twice(subprocess_env, step):
    election = made.voting(candidates=SCHOOLS, told=False)
    item = WorkItem.objects.get(kind="board.tell")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.board.elections.teller_to_kill", step, str(item.pk)],
        cwd=configured.BASE_DIR,
        env=subprocess_env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert "in the middle\n" in iter(process.stdout.readline, "")
    process.kill()
    process.communicate()
    assert process.returncode == -9
    assert written(election).total() == (0 if step == "in the middle of a batch" else 3)

    work.sweep(clock.now() + timedelta(hours=1))
    made.schools_are_told(made.opens_at())

    item.refresh_from_db()
    assert (item.state, item.attempts) == (WorkState.DONE, 1)
    assert written(election) == everybody(election)


def test_the_officer_sees_how_far_it_is(untold, time_machine):
    time_machine.move_to(made.opens_at())
    officer = client_of(made.officer())
    page = reverse("board:election_detail", args=[untold.pk])
    far = "Telling the schools: voting is open"

    held = {"token": "t", "lease_until": clock.now() + timedelta(minutes=5)}
    WorkItem.objects.update(state=WorkState.RUNNING, done_count=3, total_count=SCHOOLS, **held)
    running = officer.get(page)
    gone = {"token": "", "lease_until": None, "error": "The worker died each time."}
    WorkItem.objects.update(state=WorkState.FAILED, **gone)
    stuck = officer.get(page).content.decode()
    WorkItem.objects.update(state=WorkState.DONE)
    done = officer.get(page)

    assert far in running.content.decode()
    assert f"3 of {SCHOOLS}" in running.content.decode()
    assert running["Refresh"]
    assert far in stuck
    assert "The worker died each time. The office can try it again" in stuck
    assert far not in done.content.decode()
    assert "Refresh" not in done
    assert far not in client_of(None).get(page).content.decode()


def test_the_box_stays_closed_while_notices_are_being_written(untold, time_machine):
    time_machine.move_to(made.opens_at())
    late = made.roll(untold)[SCHOOLS - 1]
    with pytest.raises(closing.NotEverybodyReached, match="still being written"):
        made.opened(untold)
    assert notices.to_acknowledge(untold) == []  # they wait for theirs, nobody rings them yet
    page = client_of(made.officer()).get(reverse("board:unreached", args=[untold.pk]))
    assert "Notices are still being written" in page.content.decode()

    with pytest.raises(work.LeaseLost):
        carry_on(untold, progress=stop_after_six)
    first = made.roll(untold)[0]
    OutboxMessage.objects.filter(key=notice_key(untold, first.pk)).update(state=PostState.FAILED)
    assert notices.to_acknowledge(untold) == [first]

    WorkItem.objects.update(state=WorkState.FAILED)
    assert set(notices.to_acknowledge(untold)) == {first, late}
    with pytest.raises(closing.NotEverybodyReached, match="did not reach 2 schools"):
        made.opened(untold)
    for school in (first, late):
        notices.acknowledge(
            election=untold, school=school, done="Rang.", by=made.officer(), now=made.after()
        )
    assert made.opened(untold).state == ElectionState.COUNTED


def stop_after_six(done, total):
    if done == 6:
        raise work.LeaseLost


def test_nobody_is_asked_to_vote_in_a_poll_that_is_over(untold):
    carry_on(untold, now=made.after())
    assert not written(untold)

    preparing.stop(
        election=untold, because="A name was missing.", by=made.officer(), now=made.opens_at()
    )
    made.schools_are_told(made.opens_at())

    assert not written(untold)
    assert written(untold, "stopped") == everybody(untold)
    mail = OutboxMessage.objects.filter(key__contains=":stopped:").first()
    assert "The reason: A name was missing." in mail.text
    assert "destroyed unopened" in mail.text


def test_only_the_last_of_two_extensions_is_told_by_a_worker_that_comes_late(untold):
    for days, why in ((2, "Mail was down."), (4, "It is down again.")):
        opening.extend(
            election=untold,
            until=made.closes_at() + timedelta(days=days),
            because=why,
            by=made.officer(),
            now=made.opens_at(),
        )
    made.schools_are_told(made.opens_at())

    mails = OutboxMessage.objects.filter(key__contains=":extended-")
    assert mails.count() == SCHOOLS
    assert all("It is down again." in mail.text for mail in mails)
    with time_machine.travel(made.opens_at(), tick=False):
        page = client_of(None).get(reverse("board:election_detail", args=[untold.pk]))
    assert "Mail was down." in page.content.decode()


def test_an_election_stopped_before_its_poll_is_told_to_nobody():
    election = made.ready()

    preparing.stop(election=election, because="Too early.", by=made.officer(), now=made.opens_at())

    assert not WorkItem.objects.filter(kind=telling.TELL).exists()
