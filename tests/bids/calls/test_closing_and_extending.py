"""Field notes 2 and 6: opens and closes are moments in London, and hold whatever a page says."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from bids.models import Call
from bids.services import closing, extending
from bids.states import CallState
from hlp.kit.access import WrongPerson
from hlp.kit.models import OutboxMessage
from hlp.kit.states import WrongMoment
from hlp.kit.templatetags.ui import uk_datetime
from tests.bids.calls.post import mails, tell_schools
from tests.factories import bids as made
from tests.factories.bids import T0, CallFactory, after

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def test_a_call_closes_at_noon_in_london_not_at_noon_in_greenwich():
    call = CallFactory.create(state=CallState.OPEN)

    assert uk_datetime(call.closes_at) == "2 May 2022, midday"
    assert call.closes_at.hour == 11  # summer time


def test_bids_are_taken_from_opening_to_the_last_second_of_the_grace():
    call = CallFactory.create(state=CallState.OPEN, grace_minutes=5)
    last = call.closes_at + timedelta(minutes=5)

    taken = {
        moment: call.takes_bids(moment)
        for moment in (T0 - SECOND, T0, call.closes_at + SECOND, last, last + SECOND)
    }

    assert list(taken.values()) == [False, True, True, True, False]


def test_a_call_can_be_announced_before_it_takes_bids(office):
    call = CallFactory.create(state=CallState.OPEN, opens_at=T0 + timedelta(days=7))

    assert call.takes_questions(T0)
    assert not call.takes_bids(T0)
    assert call.takes_bids(T0 + timedelta(days=7))


def test_beat_closes_what_is_over_and_nothing_else():
    over = CallFactory.create(state=CallState.OPEN)
    longer = CallFactory.create(state=CallState.OPEN, grace_minutes=10)
    draft = CallFactory.create()
    now = after(over)

    assert closing.close_due(now=now) == [over]
    assert closing.close_due(now=now) == []
    assert [Call.objects.get(pk=row.pk).state for row in (over, longer, draft)] == [
        CallState.CLOSED,
        CallState.OPEN,
        CallState.DRAFT,
    ]
    assert Call.objects.get(pk=over.pk).closed_at == now


def test_nobody_closes_a_call_before_its_moment():
    call = CallFactory.create(state=CallState.OPEN, grace_minutes=2)

    with pytest.raises(WrongMoment, match="midday on 2 May 2022"):
        closing.close(call=call, now=call.enforced_at)


def test_an_extension_is_later_for_everybody_with_a_reason(office):
    call = CallFactory.create(state=CallState.OPEN)
    marks_due_at, later = call.marks_due_at, call.closes_at + timedelta(days=2)

    row = extending.extend(
        call=call, closes_at=later, because=" Snow closed the schools. ", by=office, now=T0
    )

    now = Call.objects.get(pk=call.pk)
    assert (now.closes_at, now.marks_due_at) == (later, marks_due_at + timedelta(days=2))
    assert (row.closed_at, row.because) == (call.closes_at, "Snow closed the schools.")
    assert now.takes_bids(later)
    assert closing.close_due(now=after(call)) == []


@pytest.mark.parametrize("by", [-1, 0])
def test_a_call_never_gets_shorter(office, by):
    call = CallFactory.create(state=CallState.OPEN)

    with pytest.raises(extending.CannotExtend, match="Choose a moment after"):
        extending.extend(
            call=call,
            closes_at=call.closes_at + timedelta(days=by),
            because="It is spring.",
            by=office,
            now=T0,
        )


def test_what_has_closed_is_not_extended_also_before_anybody_noticed(office):
    call = CallFactory.create(state=CallState.OPEN)
    later = call.closes_at + timedelta(days=9)

    with pytest.raises(extending.CannotExtend, match="not open"):
        extending.extend(
            call=call, closes_at=later, because="We forgot.", by=office, now=after(call)
        )


def test_an_extension_says_why_and_is_for_office_and_clerk(office, head):
    call = CallFactory.create(state=CallState.OPEN)
    later = call.closes_at + timedelta(days=1)

    with pytest.raises(extending.CannotExtend, match="Say why"):
        extending.extend(call=call, closes_at=later, because=" ", by=office, now=T0)
    with pytest.raises(WrongPerson):
        extending.extend(call=call, closes_at=later, because="Please.", by=head, now=T0)


def test_an_extension_that_was_overtaken_is_not_told(office, teacher_who_asked):
    """Two in a row before a worker comes by: people read of the last one."""
    call = teacher_who_asked
    for days in (1, 2):
        extending.extend(
            call=call,
            closes_at=call.closes_at + timedelta(days=days),
            because=f"Day {days}",
            by=office,
            now=T0,
        )

    tell_schools(T0)

    assert [mail.text.count("Day 2") for mail in mails("More time to bid")] == [1]
    assert OutboxMessage.objects.filter(text__contains="Day 1").count() == 0


@pytest.mark.two_writers
@pytest.mark.django_db(transaction=True)
def test_two_who_extend_at_once_never_make_it_shorter():
    """Whoever comes second reads what the first has set, so the later moment holds."""
    call, by = CallFactory.create(state=CallState.OPEN), made.office()
    moments = [call.closes_at + timedelta(days=days) for days in (3, 1)]

    def extend(closes_at):
        try:
            extending.extend(call=call, closes_at=closes_at, because="Snow", by=by, now=T0)
        except extending.CannotExtend:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(extend, moments))

    assert done[0]
    assert Call.objects.get(pk=call.pk).closes_at == moments[0]
    assert call.extensions.count() == sum(done)
