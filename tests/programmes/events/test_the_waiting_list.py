"""Check 7: groups wait together, first come first offered, a jump says why, an offer runs out."""

from datetime import timedelta

import pytest

from hlp.kit import clock, work
from hlp.kit.access import WrongPerson
from hlp.kit.models import OutboxMessage, WorkItem
from hlp.kit.states import WrongMoment
from members.states import SchoolRole
from programmes.models import Place, PlaceLog
from programmes.services import answering_offers, booking, cancelling, events, promoting
from programmes.states import PlaceState, PlaceStep
from tests.factories import board
from tests.factories import events as made
from tests.factories.events import NOW, STARTS

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def seat_of(event):
    return event.places.confirmed().select_related("person").order_by("pk").first()


def cancel(place, now=NOW + HOUR):
    return cancelling.cancel_place(place=place, by=place.person or place.booked_by, now=now)


def promote(event, now=NOW + HOUR):
    return promoting.promote(event_id=event.pk, now=now)


def test_check_7_the_first_who_waits_is_offered_what_becomes_free():
    event = made.full(1)
    first, second = made.waiting(event), made.waiting(event, now=NOW + HOUR)

    cancel(seat_of(event))

    assert promote(event) == [first]
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (PlaceState.OFFERED, PlaceState.WAITING)
    mail = OutboxMessage.objects.get(key=f"place:{first.pk}:offered")
    assert mail.to == first.person.email


def test_check_7_a_freed_place_is_work_for_the_worker_at_once():
    event = made.full(1, starts_at=clock.now() + timedelta(days=30))
    first = made.waiting(event)

    cancel(seat_of(event))
    item = WorkItem.objects.get(kind="programmes.promote", subject_id=str(event.pk))
    work.run(item.pk, now=item.due_at)

    first.refresh_from_db()
    item.refresh_from_db()
    assert (first.state, item.state) == (PlaceState.OFFERED, "done")


def test_check_7_beat_finds_a_freed_place_whose_nudge_was_lost():
    event = made.full(1)
    made.waiting(event)
    cancel(seat_of(event))
    WorkItem.objects.all().delete()

    assert promoting.sweep(now=NOW + HOUR) == 1
    assert WorkItem.objects.filter(kind="programmes.promote").count() == 1


def test_check_7_beat_leaves_alone_what_cannot_move():
    full = made.full(1)
    made.waiting(full)
    made.event()

    assert promoting.sweep(now=NOW + HOUR) == 0


def test_check_7_promoting_again_promotes_nobody_twice():
    event = made.full(1)
    made.waiting(event)
    made.waiting(event)
    cancel(seat_of(event))

    promote(event)

    assert promote(event) == []
    assert OutboxMessage.objects.filter(key__endswith=":offered").count() == 1


def test_check_7_a_group_waits_as_one_and_keeps_its_turn():
    event = made.full(3)
    group = made.booked_by_school(event, ["Ann", "Ben"], board.member(event.period), together=True)
    single = made.waiting(event, now=NOW + HOUR)
    assert {place.group_id for place in group} == {group[0].group_id}

    cancel(seat_of(event))
    assert promote(event) == []  # one seat is not enough for two, and nobody passes them

    cancel(seat_of(event))
    assert promote(event) == group
    single.refresh_from_db()
    assert single.is_waiting


def test_check_7_newcomers_do_not_pass_a_group_that_needs_more_seats():
    event = made.full(2)
    made.booked_by_school(event, ["Ann", "Ben"], board.member(event.period), together=True)
    cancel(seat_of(event))

    late = made.booked(event, school=board.member(event.period), now=NOW + 2 * HOUR)

    assert late.is_waiting


def test_check_7_a_group_that_no_longer_fits_holds_up_nobody():
    event = made.full(3)
    group = made.booked_by_school(
        event, ["Ada", "Bea", "Cleo"], board.member(event.period), together=True
    )
    next_one = made.waiting(event, now=NOW + HOUR)
    places = list(event.places.confirmed().select_related("person").order_by("pk"))
    cancel(places[0])
    cancel(places[1])
    lead = made.made.lead(event.programme)
    events.edit(event=event, fields={"capacity": 2}, by=lead, now=NOW + HOUR)

    assert promote(event) == [next_one]
    assert all(place.is_waiting for place in Place.objects.filter(group=group[0].group_id))


def test_check_7_an_offer_goes_to_who_books_for_the_school_now():
    event = made.full(1, starts_at=clock.now() + timedelta(days=30))
    school = board.member(event.period)
    (typed,) = made.booked_by_school(event, ["Ada Byron"], school)
    gone = typed.booked_by
    post = gone.affiliations.get()
    post.to_on = clock.today() - timedelta(days=1)
    post.save()
    now_lead = made.staff(school, "Nora Next", SchoolRole.CPD_LEAD)

    cancel(seat_of(event))
    promote(event, now=clock.now())

    told = OutboxMessage.objects.filter(key=f"place:{typed.pk}:offered")
    addresses = {row.to for row in told}
    assert {typed.email, now_lead.email} <= addresses
    assert gone.email not in addresses


def test_check_7_together_is_all_or_none():
    event = made.event(capacity=2)
    made.booked(event, school=board.member(event.period))
    school = board.member(event.period)

    apart = made.booked_by_school(event, ["Ann", "Ben"], school)

    assert [place.state for place in apart] == ["confirmed", "waiting"]
    other = made.event(capacity=2)
    made.booked(other, school=board.member(other.period))
    as_one = made.booked_by_school(other, ["Ann", "Ben"], school, together=True)
    assert [place.state for place in as_one] == ["waiting", "waiting"]


def test_check_7_whoever_books_for_the_group_says_yes_for_all_of_it():
    event = made.full(2)
    school = board.member(event.period)
    group = made.booked_by_school(event, ["Ann", "Ben"], school, together=True)
    for _ in range(2):
        cancel(seat_of(event))
    promote(event)

    accepted = answering_offers.accept(place=group[0], by=made.cpd_lead(school), now=NOW + HOUR)

    assert [place.who for place in accepted] == ["Ann", "Ben"]
    assert event.places.confirmed().count() == 2
    mails = OutboxMessage.objects.filter(key__endswith=":offered")
    assert made.cpd_lead(school).email in mails.values_list("to", flat=True)


def test_check_7_an_offer_runs_out_and_goes_to_the_next():
    event = made.full(1)
    first, second = made.waiting(event), made.waiting(event)
    cancel(seat_of(event))
    promote(event)
    first.refresh_from_db()
    assert first.offer_ends_at == NOW + HOUR + timedelta(days=2)

    assert promoting.sweep(now=first.offer_ends_at - timedelta(seconds=1)) == 0
    assert promoting.sweep(now=first.offer_ends_at) == 1
    assert promote(event, first.offer_ends_at) == [second]
    first.refresh_from_db()
    assert first.state == PlaceState.LAPSED
    with pytest.raises(Exception, match="offer not taken up"):
        answering_offers.accept(place=first, by=first.person, now=first.offer_ends_at)


def test_check_7_an_offer_that_has_run_out_is_not_taken_even_before_the_worker_comes():
    event = made.full(1)
    place = made.waiting(event)
    cancel(seat_of(event))
    promote(event)
    place.refresh_from_db()

    with pytest.raises(WrongMoment, match="run out"):
        answering_offers.accept(place=place, by=place.person, now=place.offer_ends_at)  # type: ignore[arg-type]


def test_check_7_shortly_before_the_event_an_offer_is_shorter():
    event = made.full(1)
    place = made.waiting(event)
    soon = STARTS - timedelta(hours=10)
    cancel(seat_of(event), now=soon)
    promote(event, soon)
    place.refresh_from_db()

    assert place.offer_ends_at == STARTS - timedelta(hours=5)


def test_check_7_a_jump_says_why_and_is_the_organisers():
    event = made.full(1)
    first, second = made.waiting(event), made.waiting(event)
    lead = made.made.lead(event.programme)
    with pytest.raises(promoting.NoSeat):
        promoting.offer_out_of_turn(place=second, because="She leads it.", by=lead, now=NOW)
    cancel(seat_of(event))
    with pytest.raises(WrongPerson):
        promoting.offer_out_of_turn(place=second, because="Me!", by=second.person, now=NOW)
    with pytest.raises(promoting.NotWaiting, match="why"):
        promoting.offer_out_of_turn(place=second, because=" ", by=lead, now=NOW)

    promoting.offer_out_of_turn(place=second, because="She leads it.", by=lead, now=NOW)

    row = PlaceLog.objects.get(place=second, step=PlaceStep.JUMPED)
    assert (row.because, row.by) == ("She leads it.", lead)
    first.refresh_from_db()
    assert first.is_waiting


def test_check_7_cancelling_leaves_the_list():
    event = made.full(1)
    first, second = made.waiting(event), made.waiting(event)
    cancel(first)
    cancel(seat_of(event))

    assert promote(event) == [second]


def test_check_7_where_seats_never_run_out_nobody_is_asked():
    event = made.full(1)
    place = made.waiting(event)
    lead = made.made.lead(event.programme)

    events.edit(event=event, fields={"capacity": None}, by=lead, now=NOW)
    promote(event)

    place.refresh_from_db()
    assert place.is_confirmed


def test_check_7_nobody_is_offered_a_place_once_it_has_started():
    event = made.full(1)
    made.waiting(event)
    Place.objects.confirmed().get()
    booking.walk_in(
        event=event,
        name="Wanda Walk",
        email="",
        person=None,
        school=made.school_for(event),
        by=made.made.lead(event.programme),
        now=STARTS,
    )

    assert promote(event, STARTS) == []
    assert event.places.seated().count() == 2  # the door knows no capacity
