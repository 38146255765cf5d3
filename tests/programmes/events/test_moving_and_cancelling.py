"""A moved or cancelled event is told to all who booked, once, by a worker that may be killed."""

from datetime import timedelta
from typing import Any

import pytest

from hlp.kit import clock, work
from hlp.kit.access import WrongPerson
from hlp.kit.models import OutboxMessage, WorkItem
from hlp.kit.states import WrongMoment
from programmes.models import PlaceLog, Presence
from programmes.services import (
    answering_offers,
    cancelling,
    events,
    promoting,
    substituting,
    telling,
)
from programmes.services.events import NotLikeThis, WrongEvent
from programmes.states import Audience, EventKind, EventState, PlaceState, PlaceStep
from tests.factories import board
from tests.factories import events as made
from tests.factories import programmes as programme_factory
from tests.factories.events import LINK, LONG, NOW, STARTS

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def run(kind):
    """As the worker would; again changes nothing."""
    for item in WorkItem.objects.filter(kind=kind):
        work.run(item.pk, now=clock.now())
        item.refresh_from_db()
        assert item.state == "done", item.error


def move(event, **more):
    given: dict[str, Any] = {
        "starts_at": STARTS + WEEK,
        "ends_at": STARTS + WEEK + LONG,
        "because": "The hall is closed.",
        "by": made.made.lead(event.programme),
        "now": NOW,
        **more,
    }
    return events.move(event=event, **given)


def test_a_move_is_told_to_all_who_booked_or_wait_with_old_and_new_date():
    event = made.full(1)
    waiting = made.waiting(event)
    move(event)
    run(telling.TELL_MOVED)

    mails = OutboxMessage.objects.filter(subject__startswith="New date")
    assert mails.count() == 2
    text = mails.get(to=waiting.person.email).text
    assert "Thursday 27 October 2022" in text
    assert "Thursday 20 October 2022" in text
    assert "The hall is closed." in text
    assert "waiting list" in text


def test_a_move_told_again_is_told_once_and_the_next_one_anew():
    event = made.event()
    made.booked(event)
    moved = move(event)
    item = WorkItem.objects.get(kind=telling.TELL_MOVED)
    for _ in range(2):
        telling.moved(subject=item.subject_id, said_at=NOW, progress=lambda done, total: None)
    assert OutboxMessage.objects.filter(subject__startswith="New date").count() == 1

    move(moved, starts_at=STARTS + 2 * WEEK, ends_at=STARTS + 2 * WEEK + LONG, now=NOW + WEEK)
    run(telling.TELL_MOVED)

    assert OutboxMessage.objects.filter(subject__startswith="New date").count() == 2


def test_a_move_takes_the_deadlines_along():
    event = made.event(
        per_school=2,
        per_school_until_at=STARTS - timedelta(days=5),
        booking_closes_at=STARTS - timedelta(days=1),
    )

    moved = move(event)

    assert moved.per_school_until_at == STARTS + WEEK - timedelta(days=5)
    assert moved.booking_closes_at == STARTS + WEEK - timedelta(days=1)


def test_a_move_says_why_goes_forward_and_moves_something():
    event = made.event()
    for wrong, sentence in (
        ({"because": " "}, "why"),
        ({"starts_at": STARTS, "ends_at": STARTS + LONG}, "already"),
        ({"starts_at": NOW - WEEK, "ends_at": NOW}, "past"),
        ({"ends_at": STARTS}, "end after"),
    ):
        with pytest.raises(WrongEvent, match=sentence):
            move(event, **wrong)
    with pytest.raises(WrongPerson):
        move(event, by=made.staff(made.school_for(event)))


def test_a_cancelled_event_calls_off_every_place_and_tells_all_once():
    event = made.full(1)
    waiting = made.waiting(event)
    lead = made.made.lead(event.programme)
    with pytest.raises(cancelling.NoReason, match="why"):
        cancelling.cancel_event(event=event, because="", by=lead, now=NOW)

    cancelling.cancel_event(event=event, because="Snow.", by=lead, now=NOW)
    run(telling.CALL_OFF)
    run(telling.CALL_OFF)

    waiting.refresh_from_db()
    assert not event.places.active().exists()
    mails = OutboxMessage.objects.filter(subject__startswith="Cancelled: ")
    assert mails.count() == 2
    assert "Snow." in mails.get(to=waiting.person.email).text
    assert PlaceLog.objects.filter(step=PlaceStep.CANCELLED, because="Snow.").count() == 2


def test_a_batch_that_was_done_before_the_worker_died_is_not_done_again(monkeypatch):
    event = made.event()
    made.booked_by_school(event, ["Ann", "Ben", "Cem"])
    monkeypatch.setattr(cancelling, "BATCH", 2)
    lead = made.made.lead(event.programme)
    cancelling.cancel_event(event=event, because="Snow.", by=lead, now=NOW)

    def die(done, total):
        raise work.LeaseLost

    with pytest.raises(work.LeaseLost):
        cancelling.call_off(event_id=event.pk, said_at=NOW, now=NOW, progress=die)
    assert event.places.active().count() == 1
    run(telling.CALL_OFF)

    assert OutboxMessage.objects.filter(subject__startswith="Cancelled: ").count() == 3
    assert event.places.filter(state=PlaceState.CANCELLED).count() == 3


def test_a_draft_goes_without_a_word():
    event = made.event(state=EventState.DRAFT)
    lead = made.made.lead(event.programme)

    assert cancelling.cancel_event(event=event, because="", by=lead, now=NOW).is_cancelled
    assert not WorkItem.objects.exists()


def test_a_new_link_goes_to_those_who_cannot_look_at_the_page():
    event = made.event(**made.online(join_link=""))
    (typed,) = made.booked_by_school(event, ["Anna Agency"])
    lead = made.made.lead(event.programme)

    events.edit(event=event, fields={"join_link": LINK}, by=lead, now=NOW)
    run(telling.TELL_JOINING)

    assert LINK in OutboxMessage.objects.get(subject__startswith="How to join", to=typed.email).text


def test_a_second_new_link_is_told_as_well():
    event = made.event(**made.online(join_link=""))
    (typed,) = made.booked_by_school(event, ["Anna Agency"])
    lead = made.made.lead(event.programme)

    for number, link in enumerate((LINK, "https://meet.example.org/j/9999")):
        now = NOW + timedelta(hours=number)
        events.edit(event=event, fields={"join_link": link}, by=lead, now=now)
        run(telling.TELL_JOINING)

    told = OutboxMessage.objects.filter(subject__startswith="How to join", to=typed.email)
    assert [("9999" in row.text) for row in told.order_by("pk")] == [False, True]


def test_a_move_tells_each_how_they_stand_and_not_who_has_gone():
    event = made.full(2)
    going, staying = event.places.order_by("pk")
    first = made.waiting(event)
    cancelling.cancel_place(place=staying, by=staying.person, now=NOW)
    promoting.promote(event_id=event.pk, now=NOW)
    move(event)
    cancelling.cancel_place(place=going, by=going.person, now=NOW)

    run(telling.TELL_MOVED)

    told = {row.to: row.text for row in OutboxMessage.objects.filter(subject__startswith="New d")}
    assert list(told) == [first.person.email]
    assert "still kept" in told[first.person.email]


def test_deadlines_keep_their_hour_on_londons_clock_when_the_clocks_change():
    closes_at = clock.end_of_day(clock.day_of(STARTS))  # while summer time lasts
    starts_at = STARTS + timedelta(hours=9)
    event = made.event(starts_at=starts_at, booking_closes_at=closes_at)
    later = STARTS + 2 * WEEK + timedelta(hours=10)

    move(event, starts_at=later, ends_at=later + LONG)

    assert event.booking_closes_at == clock.end_of_day(clock.day_of(STARTS + 2 * WEEK))


def test_a_place_of_a_cancelled_event_is_neither_taken_nor_passed_on():
    event = made.full(2)
    place = event.places.order_by("pk").first()
    waiting = made.waiting(event)
    cancelling.cancel_place(place=event.places.order_by("pk")[1], by=made.made.office(), now=NOW)
    promoting.promote(event_id=event.pk, now=NOW)
    lead = made.made.lead(event.programme)
    cancelling.cancel_event(event=event, because="The speaker is ill.", by=lead, now=NOW)
    waiting.refresh_from_db()

    with pytest.raises(WrongMoment):
        answering_offers.accept(place=waiting, by=waiting.person, now=NOW)
    with pytest.raises(WrongMoment):
        substituting.substitute(
            place=place,  # type: ignore[arg-type]
            person=None,
            name="Anna",
            email="",
            by=place.person,
            now=NOW,
        )
    promoting.promote(event_id=event.pk, now=waiting.offer_ends_at)  # type: ignore[arg-type]
    assert not OutboxMessage.objects.filter(subject__startswith="The offer has run out").exists()


def test_a_published_event_is_changed_in_all_but_date_place_and_audience():
    event = made.event()
    made.booked(event)
    lead = made.made.lead(event.programme)
    for fields in ({"venue": "Elsewhere"}, {"audience": Audience.ALL_SCHOOLS}):
        with pytest.raises(NotLikeThis):
            events.edit(event=event, fields=fields, by=lead, now=NOW)

    changed = events.edit(event=event, fields={"title": "New title"}, by=lead, now=NOW)

    assert (changed.title, changed.sequence) == ("New title", 1)


def test_what_is_for_all_schools_says_so():
    programme = programme_factory.programme()
    lead = programme_factory.lead(programme)
    given: dict[str, Any] = {
        "programme": programme,
        "period": programme.period,
        "by": lead,
        "now": NOW,
    }
    for kind in (EventKind.LEARNING_EVENT, EventKind.OUTREACH):
        with pytest.raises(WrongEvent, match="all schools"):
            events.create(fields=made.fields(kind=kind), **given)
    meeting = made.fields(kind=EventKind.INFORMATION, audience=Audience.ALL_SCHOOLS)
    with pytest.raises(WrongEvent, match="about the partnership"):
        events.create(fields=meeting, **given)
    with pytest.raises(WrongPerson):
        events.create(fields=made.fields(), **{**given, "by": made.staff(board.member())})


def test_what_happened_is_recorded_with_evidence_and_schools():
    programme = programme_factory.programme()
    given: dict[str, Any] = {
        "programme": programme,
        "period": programme.period,
        "fields": made.fields(),
        "presences": {board.member(programme.period): 4},
        "by": programme_factory.lead(programme),
    }
    after = STARTS + WEEK
    with pytest.raises(WrongEvent, match="evidence"):
        events.record(now=after, **given)
    with pytest.raises(Exception, match="not over yet"):
        events.record(now=NOW, evidence="Signatures.", **given)

    event = events.record(now=after, evidence="Signatures.", **given)

    assert event.is_held(after)
    assert Presence.objects.get(event=event).people == 4
