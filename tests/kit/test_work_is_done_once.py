"""A piece of work has one row per kind and key, one worker at a time, and a second chance."""

from datetime import timedelta

import pytest
from django.db import transaction

from hlp.kit import tasks, work
from hlp.kit.models import WorkItem, WorkState
from hlp.kit.refusal import Refusal, TryLater

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture
def nudges(monkeypatch):
    sent = []
    monkeypatch.setattr(tasks.run_work, "delay", lambda item_id: sent.append(item_id))
    return sent


@pytest.fixture
def does(monkeypatch):
    """Say what the work of kind "test.print" does."""

    def register(function, lease=MINUTE):
        monkeypatch.setitem(work.HANDLERS, "test.print", work.Handler(function, lease))

    return register


def enqueue(key="invoice:1", **more):
    return work.enqueue(kind="test.print", key=key, subject_id="1", **more)


def test_the_same_work_twice_is_one_row(clock, nudges):
    first, second = enqueue(), enqueue()

    assert first == second
    assert WorkItem.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_is_nudged_after_the_commit_and_only_once(clock, nudges):
    with transaction.atomic():
        item = enqueue()
        early = list(nudges)
    enqueue()

    assert early == []
    assert nudges == [item.pk]


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_away_disturbs_nobody(clock, monkeypatch):
    def away(item_id):
        raise ConnectionError

    monkeypatch.setattr(tasks.run_work, "delay", away)

    assert enqueue().state == WorkState.QUEUED


def test_work_is_done_with_progress(clock, nudges, does):
    seen = []

    def count_to_two(item, progress):
        progress(1, 2)
        seen.append(WorkItem.objects.get().done_count)
        progress(2, 2)

    does(count_to_two)
    item = enqueue()

    taken = work.run(item.pk, now=clock.time)
    again = work.run(item.pk, now=clock.time)

    item.refresh_from_db()
    assert (taken, again, seen) == (True, False, [1])
    assert (item.state, item.done_count, item.total_count) == (WorkState.DONE, 2, 2)
    assert (item.finished_at, item.token, item.lease_until) == (clock.time, "", None)


def test_an_error_is_tried_three_times_with_longer_and_longer_pauses(clock, nudges, does):
    def fail(item, progress):
        raise ValueError("Jane Smith is not a number")

    does(fail)
    item = enqueue()
    pauses = []

    for _ in range(3):
        work.run(item.pk, now=clock.time)
        item.refresh_from_db()
        pauses.append(item.due_at - clock.time)
        assert not work.run(item.pk, now=clock.time)
        clock.time = item.due_at

    assert pauses[:2] == [timedelta(seconds=10), timedelta(minutes=2)]
    assert (item.state, item.attempts) == (WorkState.FAILED, 3)
    assert item.error.startswith("ValueError, line ")
    assert "Jane" not in item.error
    assert list(WorkItem.objects.needs_attention()) == [item]


def test_a_refusal_tells_the_office_in_its_own_words(clock, nudges, does):
    def refuse(item, progress):
        raise Refusal("The supplier has no bank details.")

    does(refuse)
    item = enqueue()

    work.run(item.pk, now=clock.time)

    assert WorkItem.objects.get(pk=item.pk).error == "The supplier has no bank details."


def test_work_nobody_knows_says_so(clock, nudges):
    item = enqueue()

    work.run(item.pk, now=clock.time)

    assert "knows how to do “test.print”" in WorkItem.objects.get(pk=item.pk).error


def test_what_is_missing_is_waited_for_without_counting(clock, nudges, does):
    def wait(item, progress):
        raise TryLater("The PDF engine is missing.")

    does(wait)
    item = enqueue()

    for _ in range(5):
        work.run(item.pk, now=clock.time)
        clock.time += MINUTE

    item.refresh_from_db()
    assert (item.state, item.attempts) == (WorkState.QUEUED, 0)
    assert item.error == "The PDF engine is missing."


def test_a_worker_that_was_taken_over_stops(clock, nudges, does):
    stopped = []

    def slow(item, progress):
        clock.time += 2 * MINUTE
        work.sweep(clock.time)
        does(lambda item, progress: None)
        work.run(item.pk, now=clock.time)
        try:
            progress(1, 2)
        except work.LeaseLost:
            stopped.append(item.pk)
            raise

    does(slow)
    item = enqueue()

    work.run(item.pk, now=clock.time)

    item.refresh_from_db()
    assert stopped == [item.pk]
    assert (item.state, item.attempts, item.done_count) == (WorkState.DONE, 1, 0)


def test_progress_keeps_the_lease(clock, nudges, does):
    def steady(item, progress):
        for step in range(5):
            clock.time += timedelta(seconds=50)
            progress(step, 5)
            assert work.sweep(clock.time) == 0

    does(steady)
    item = enqueue()

    work.run(item.pk, now=clock.time)

    assert WorkItem.objects.get(pk=item.pk).state == WorkState.DONE


def test_the_sweeper_nudges_what_waits_too_long_and_not_again_at_once(
    clock, nudges, django_capture_on_commit_callbacks
):
    item = enqueue()

    with django_capture_on_commit_callbacks(execute=True):
        soon = work.sweep(clock.time + timedelta(seconds=29))
        late = work.sweep(clock.time + timedelta(seconds=31))
        again = work.sweep(clock.time + timedelta(seconds=32))

    assert (soon, late, again) == (0, 1, 0)
    assert nudges == [item.pk]


def test_work_that_kills_every_worker_is_given_up(clock, nudges, does):
    item = enqueue()

    for _ in range(work.TAKEOVERS):
        WorkItem.objects.update(state=WorkState.RUNNING, token="x", lease_until=clock.time)
        clock.time += MINUTE
        work.sweep(clock.time)

    item.refresh_from_db()
    assert item.state == WorkState.FAILED
    assert item.error == "The worker died each time it tried this."


@pytest.mark.parametrize("state", [WorkState.DONE, WorkState.FAILED])
def test_what_is_over_runs_again_only_when_asked(clock, nudges, does, state):
    does(lambda item, progress: None)
    item = enqueue()
    WorkItem.objects.update(state=state, attempts=3, error="x", finished_at=clock.time)

    unasked = enqueue()
    asked = enqueue(again=True)

    assert (unasked.state, unasked.attempts) == (state, 3)
    assert (asked.pk, asked.state, asked.attempts) == (item.pk, WorkState.QUEUED, 0)
    assert (asked.error, asked.finished_at) == ("", None)


def test_running_work_is_not_started_a_second_time(clock, nudges, does):
    item = enqueue()
    WorkItem.objects.update(state=WorkState.RUNNING, token="x", lease_until=clock.time + MINUTE)

    assert enqueue(again=True).state == WorkState.RUNNING
    assert not work.run(item.pk, now=clock.time)


def test_thousands_are_queued_at_once_and_one_nudge_does_them_all(
    clock, nudges, does, django_assert_max_num_queries, django_capture_on_commit_callbacks
):
    done = []
    does(lambda item, progress: done.append(item.subject_id))
    enqueue(key="k7")
    subjects = {f"k{n}": str(n) for n in range(300)}

    with django_assert_max_num_queries(10), django_capture_on_commit_callbacks(execute=True):
        work.enqueue_many(kind="test.print", subjects=subjects)
    tasks.run_work(item_id=nudges[-1])

    assert WorkItem.objects.filter(state=WorkState.DONE).count() == 300
    assert len(done) == 300


def test_a_long_chain_gives_way_and_goes_on(clock, nudges, does, monkeypatch):
    does(lambda item, progress: None)
    monkeypatch.setattr(tasks, "TURN", -1)
    first, second = enqueue("a"), enqueue("b")
    handed_on = []
    monkeypatch.setattr(
        tasks.run_work, "delay_on_commit", lambda item_id: handed_on.append(item_id)
    )

    tasks.run_work(item_id=first.pk)

    assert handed_on == [second.pk]
    assert WorkItem.objects.get(pk=second.pk).state == WorkState.QUEUED


def test_how_long_the_oldest_work_waits(clock, nudges):
    nothing = work.oldest_wait_seconds(clock.time)
    enqueue()

    assert nothing == 0
    assert work.oldest_wait_seconds(clock.time + timedelta(seconds=90)) == 90


def test_work_of_a_story_in_another_year_is_due_at_once(clock, nudges, does):
    does(lambda item, progress: None)
    item = enqueue(now=clock.time + timedelta(days=400))

    assert work.run(item.pk, now=clock.time)
