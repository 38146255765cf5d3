"""Checks 5, 10 and 19: one's own staff, the link to join, and what people need."""

from datetime import timedelta

import pytest
from django.urls import reverse

from hlp.kit import clock
from members.states import SchoolRole
from programmes.services import cancelling, forgetting
from programmes.states import EventState
from tests.factories import board
from tests.factories import events as made
from tests.factories.events import LINK, LONG, NOW
from tests.factories.sessions import client_of
from tests.programmes.events.visits import page, soon

pytestmark = pytest.mark.django_db


# Check 5


def test_check_5_the_cpd_lead_books_and_cancels_for_own_staff():
    event = soon()
    school = board.member(event.period)
    lead, teacher = made.cpd_lead(school), made.staff(school)

    answer = page(lead, "book_staff", event.pk, method="post", data={"people": [teacher.pk]})
    assert answer.status_code == 302
    place = event.places.get()
    assert (place.person, place.booked_by) == (teacher, lead)
    assert page(lead, "cancel_place", place.pk, method="post").status_code == 302
    place.refresh_from_db()
    assert not place.is_active


@pytest.mark.parametrize(
    "name", ["place_detail", "cancel_place", "substitute_place", "place_needs", "accept_place"]
)
def test_check_5_another_schools_lead_gets_404(name):
    event = soon()
    place = made.booked(event, school=board.member(event.period), now=clock.now())
    other = made.cpd_lead(board.member(event.period))
    method = "post" if name == "accept_place" else "get"

    assert page(other, name, place.pk, method=method).status_code == 404
    assert page(other, "school_places", place.school.pk).status_code == 404


def test_check_5_the_schools_page_lists_its_staff_and_costs_the_same(django_assert_max_num_queries):
    event = soon()
    school = board.member(event.period)
    lead = made.cpd_lead(school)
    made.booked_by_school(event, ["Ann", "Ben", "Cem"], school, now=clock.now())
    client = client_of(lead)
    url = reverse("programmes:school_places", args=[school.pk])

    with django_assert_max_num_queries(20):
        text = client.get(url).content.decode()

    assert all(name in text for name in ("Ann", "Ben", "Cem"))


def test_the_organisers_list_costs_the_same_for_many():
    event = soon()
    lead = made.made.lead(event.programme)
    client = client_of(lead)
    url = reverse("programmes:event_places", args=[event.pk])
    school = board.member(event.period)

    def cost():
        from django.db import connection  # noqa: PLC0415 - app ready
        from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - app ready

        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    made.booked_by_school(event, ["Ann"], school, now=clock.now())
    few = cost()
    made.booked_by_school(event, [f"Person {n}" for n in range(30)], school, now=clock.now())

    assert cost() == few <= 20


# Check 10


def text_of(person, event):
    url = reverse("programmes:event_detail", args=[event.pk])
    return client_of(person).get(url).content.decode()


def test_check_10_the_confirmed_and_those_who_organise_see_the_link():
    event = soon(**made.online(join_note="Passcode 4711"))
    place = made.booked(event, now=clock.now())

    for person in (place.person, made.made.lead(event.programme), made.made.office()):
        assert LINK in text_of(person, event)
        assert "Passcode 4711" in text_of(person, event)


def test_check_10_nobody_else_sees_it_anywhere():
    event = soon(capacity=1, **made.online(join_note="Passcode 4711"))
    seated = made.booked(event, school=board.member(event.period), now=clock.now())
    waiting = made.waiting(event, now=clock.now())
    colleague = made.staff(seated.school)
    booker = made.cpd_lead(seated.school)

    for person in (None, waiting.person, colleague, booker):
        assert LINK not in text_of(person, event)
        assert "4711" not in text_of(person, event)
        listed = client_of(person).get(reverse("programmes:event_list")).content.decode()
        assert LINK not in listed
    own = page(waiting.person, "place_detail", waiting.pk).content.decode()
    assert LINK not in own


def test_check_10_from_booking_until_it_is_over_and_not_after_cancelling():
    event = made.event(starts_at=clock.now() - LONG - timedelta(hours=1), now=NOW, **made.online())
    place = made.booked(event)
    assert LINK not in text_of(place.person, event)
    running = made.event(starts_at=clock.now() - timedelta(minutes=10), now=NOW, **made.online())
    seated = made.booked(running)
    assert LINK in text_of(seated.person, running)
    later = soon(**made.online())
    gone = made.booked(later, now=clock.now())
    cancelling.cancel_place(place=gone, by=gone.person, now=clock.now())
    assert LINK not in text_of(gone.person, later)


def test_check_10_who_has_no_account_gets_the_link_by_mail_and_who_has_one_does_not():
    from hlp.kit.models import OutboxMessage  # noqa: PLC0415 - app ready

    event = made.event(**made.online())
    (typed,) = made.booked_by_school(event, ["Anna Agency"])
    place = made.booked(event)

    def mail(of):
        return OutboxMessage.objects.get(key=f"place:{of.pk}:confirmed").text

    assert LINK in mail(typed)
    assert LINK not in mail(place)


def test_a_draft_that_was_given_up_stays_unseen(client):
    event = soon(state=EventState.DRAFT, title="Not agreed with the speaker yet")
    lead = made.made.lead(event.programme)
    cancelling.cancel_event(event=event, because="", by=lead, now=clock.now())
    stranger = made.staff(board.member(event.period))

    assert client.get(reverse("programmes:event_detail", args=[event.pk])).status_code == 404
    assert not stranger.has_perm("programmes.view_event", event)
    for name in ("event_list", "public_feed"):
        assert "Not agreed" not in client.get(reverse(f"programmes:{name}")).content.decode()


def test_check_30_organisers_keep_the_count_and_lose_the_name():
    event = made.held(people=1)
    place = event.places.select_related("person").get()
    name, lead = place.who, made.made.lead(event.programme)
    forgetting.forget(place=place, by=place.person, now=clock.now())

    for page_name, number in (
        ("event_places", event.pk),
        ("places_csv", event.pk),
        ("place_detail", place.pk),
    ):
        text = page(lead, page_name, number).content.decode()
        assert "Name taken out" in text
        assert name not in text
    assert event.places.confirmed().count() == 1


def test_business_managers_look_after_bookings_too():
    event = soon()
    school = board.member(event.period)
    place = made.booked(event, school=school, now=clock.now())
    manager = made.staff(school, "Bea Manager", SchoolRole.BUSINESS_MANAGER)

    assert page(manager, "place_detail", place.pk).status_code == 200
