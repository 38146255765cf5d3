"""`kill -9` at the worst moments: afterwards all work is done once, no mail is lost or doubled."""

import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings as configured

from hlp.kit import clock, documents, outbox, tasks, work
from hlp.kit.models import Document, OutboxMessage, PostState, WorkItem, WorkState
from tests.kit.shop import Person

pytestmark = pytest.mark.django_db(transaction=True)

LATER = timedelta(hours=1)  # every lease has run out


@pytest.fixture(autouse=True)
def nudges(monkeypatch):
    """Nudges go nowhere: only rows and sweeper may save what was lost."""
    monkeypatch.setattr(tasks.run_work, "delay", lambda item_id: None)
    monkeypatch.setattr(tasks.send_message, "delay", lambda message_id: None)


@pytest.fixture
def worker(subprocess_env):
    """Start a worker and let it run to a point; whatever still lives at the end is killed."""
    started = []

    def start(what, pk, pause, *more):
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.kit.worker_to_kill", what, str(pk), pause, *more],
            cwd=configured.BASE_DIR,
            env=subprocess_env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def reaches(process, point):
    for line in process.stdout:
        if line.strip() == point:
            return
    raise AssertionError(f"the worker ended before “{point}”")


def kill(process):
    process.kill()
    assert process.wait() == -9


@pytest.mark.parametrize("moment", ["claimed", "rendered", "stored"])
def test_work_is_done_once_wherever_its_worker_dies(worker, moment):
    item = work.enqueue(kind="test.print", key="invoice:1")
    first = worker("work", item.pk, moment)
    reaches(first, moment)
    kill(first)
    before = [(d.sha256, d.created_at) for d in Document.objects.all()]

    in_lease = work.run(item.pk, now=clock.now())
    taken_back = work.sweep(clock.now() + LATER)
    WorkItem.objects.update(due_at=clock.now())
    reaches(worker("work", item.pk, ""), "over")

    item.refresh_from_db()
    document = Document.objects.get()
    assert (in_lease, taken_back) == (False, 2)  # given back, and nudged
    assert (item.state, item.attempts) == (WorkState.DONE, 1)
    assert documents.read(document)[:5] == b"%PDF-"
    assert before in ([], [(document.sha256, document.created_at)])


def test_mail_taken_by_the_server_before_the_worker_died_is_not_sent_again(worker, smtp):
    message = queued()
    smtp.hold.clear()
    sender = worker("mail", message.pk, "", str(smtp.port))
    assert smtp.arrived.wait(30)
    kill(sender)
    smtp.hold.set()

    assert state_of(message) == PostState.SENDING
    for hours in range(1, 4):
        outbox.sweep(clock.now() + hours * LATER)
        outbox.send(message.pk, now=clock.now() + hours * LATER)

    assert state_of(message) == PostState.UNSURE
    assert len(smtp.letters) == 1


@pytest.mark.parametrize(("moment", "letters"), [("sending", 1), ("handed over", 2)])
def test_doubtful_mail_is_kept_and_goes_when_the_office_says_so(worker, smtp, moment, letters):
    message = queued()
    sender = worker("mail", message.pk, moment, str(smtp.port))
    reaches(sender, moment)
    kill(sender)
    outbox.sweep(clock.now() + LATER)

    assert list(OutboxMessage.objects.needs_attention()) == [message]
    outbox.send_again(message, by=Person("kit.send_again"))
    reaches(worker("mail", message.pk, "", str(smtp.port)), "over")

    assert state_of(message) == PostState.SENT
    assert [mail["Message-ID"] for mail in smtp.mails] == [message.message_id] * letters


def queued():
    return outbox.queue(key="a", to="head@school.example", subject="Hello", text="Hi")


def state_of(message):
    return OutboxMessage.objects.get(pk=message.pk).state
