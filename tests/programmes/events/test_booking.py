"""Who books for whom, and what keeps somebody from booking."""

from datetime import timedelta
from typing import Any

import pytest

from hlp.kit import clock
from hlp.kit.access import WrongPerson
from hlp.kit.models import OutboxMessage
from members.models import RoleHeld
from members.states import PortalRole, SchoolRole
from programmes.models import PlaceLog
from programmes.services import booking, events
from programmes.services.booking import AlreadyBooked, Booking, NotForThem, NotNow, TooMany
from programmes.states import Audience, BookedVia, PlaceState, PlaceStep
from tests.factories import board, cast
from tests.factories import events as made
from tests.factories.events import NOW
from tests.factories.members import SchoolFactory

pytestmark = pytest.mark.django_db


def test_somebody_of_a_member_school_books_for_themselves():
    place = made.booked(made.event())

    assert (place.state, place.via) == (PlaceState.CONFIRMED, BookedVia.SELF)
    assert [row.step for row in PlaceLog.objects.filter(place=place)] == [PlaceStep.BOOKED]
    mail = OutboxMessage.objects.get(key=f"place:{place.pk}:confirmed")
    assert (mail.to, "event.ics" in mail.text) == (place.person.email, True)


def test_nobody_books_for_a_colleague_without_looking_after_the_school():
    event = made.event()
    school = made.school_for(event)
    teacher, colleague = made.staff(school), made.staff(school)

    with pytest.raises(WrongPerson, match="CPD lead"):
        booking.book(event=event, people=[Booking(colleague)], school=school, by=teacher, now=NOW)


@pytest.mark.parametrize(
    "role", [SchoolRole.HEADTEACHER, SchoolRole.CPD_LEAD, SchoolRole.BUSINESS_MANAGER]
)
def test_head_cpd_lead_and_business_manager_book_for_staff_with_and_without_account(role):
    event = made.event()
    school = made.school_for(event)
    teacher = made.staff(school)
    by = made.staff(school, f"Boss {role}", role)
    people = [Booking(teacher), Booking(name="Anna Agency", email="anna@school.example.org")]

    places = booking.book(event=event, people=people, school=school, by=by, now=NOW)

    assert [place.who for place in places] == [teacher.name, "Anna Agency"]
    assert {place.via for place in places} == {BookedVia.SCHOOL}
    assert {place.state for place in places} == {PlaceState.CONFIRMED}


def test_who_is_typed_in_with_the_address_of_an_account_of_the_school_is_that_person():
    event = made.event()
    school = made.school_for(event)
    teacher = made.staff(school)
    typed = [Booking(name="T. Teacher", email=teacher.email.upper())]

    (place,) = booking.book(
        event=event, people=typed, school=school, by=made.cpd_lead(school), now=NOW
    )

    assert (place.person, place.name, place.email) == (teacher, "", "")


def test_one_person_has_one_place_by_account_or_by_address():
    event = made.event()
    place = made.booked(event)
    by = made.cpd_lead(place.school)
    again: dict[str, Any] = {"event": event, "school": place.school, "by": by, "now": NOW}

    with pytest.raises(AlreadyBooked, match=place.who):
        booking.book(people=[Booking(place.person)], **again)
    made.booked_by_school(event, ["Anna Agency"], place.school)
    with pytest.raises(AlreadyBooked, match="Anna Agency"):
        made.booked_by_school(event, ["Anna Agency"], place.school)
    twice = [Booking(name="Ben", email="b@x.org"), Booking(name="B.", email="B@x.org")]
    with pytest.raises(AlreadyBooked, match="twice"):
        booking.book(people=twice, **again)


def test_an_event_for_members_is_not_for_others_and_one_for_all_is():
    closed = made.event()
    outsider = SchoolFactory.create()
    teacher = made.staff(outsider)
    with pytest.raises(NotForThem, match="member schools"):
        made.booked(closed, teacher, outsider)

    meeting = made.information(closed.period)

    assert made.booked(meeting, teacher, outsider).is_confirmed
    away = SchoolFactory.create(la_code="315", la_name="Merton")
    with pytest.raises(NotForThem, match="all schools of the borough"):
        made.booked(meeting, made.staff(away), away)


def test_a_clusters_event_is_for_its_members():
    from programmes.models import Cluster  # noqa: PLC0415 - app ready

    cluster = Cluster.objects.create(name="Hayes")
    event = made.event(audience=Audience.CLUSTER, cluster=cluster)
    inside, outside = board.member(event.period), board.member(event.period)
    cluster.lines.create(school=inside)

    assert made.booked(event, school=inside).is_confirmed
    with pytest.raises(NotForThem, match="one cluster"):
        made.booked(event, school=outside)


def test_who_serves_the_partnership_comes_as_its_guest():
    event = made.event()
    member = cast.in_partnership("Bola Board", PortalRole.BOARD_MEMBER)

    (place,) = booking.book(event=event, people=[Booking(member)], school=None, by=member, now=NOW)

    assert (place.school, place.state) == (None, PlaceState.CONFIRMED)


def test_drafts_cancelled_started_and_closed_events_take_no_bookings():
    draft = made.event(state="draft")  # type: ignore[arg-type]
    with pytest.raises(NotNow, match="not open"):
        made.booked(draft)
    event = made.event(booking_closes_at=made.STARTS - timedelta(days=2))
    with pytest.raises(NotNow, match="closed"):
        made.booked(event, now=made.STARTS - timedelta(days=1))
    with pytest.raises(NotNow, match="started"):
        made.booked(event, now=made.STARTS)


def test_the_organiser_books_anybody_until_it_starts():
    event = made.event(booking_closes_at=made.STARTS - timedelta(days=2))
    lead = made.made.lead(event.programme)
    school = made.school_for(event)
    guest = [Booking(name="Gina Guest", email="gina@example.org")]

    (place,) = booking.book(
        event=event, people=guest, school=school, by=lead, now=made.STARTS - timedelta(hours=1)
    )

    assert place.via == BookedVia.OFFICE


def test_nobody_is_booked_as_of_a_school_where_they_do_not_work_not_even_by_the_organiser():
    event = made.event()
    school, stranger = made.school_for(event), made.staff(board.member(event.period))
    lead = made.made.lead(event.programme)

    for by in (lead, made.cpd_lead(school), made.made.office()):
        with pytest.raises(NotForThem, match="does not work at"):
            booking.book(event=event, people=[Booking(stranger)], school=school, by=by, now=NOW)


def test_a_group_that_can_never_sit_is_refused():
    with pytest.raises(TooMany, match="only 2 places"):
        made.booked_by_school(made.event(capacity=2), ["A", "B", "C"], together=True)
    with pytest.raises(TooMany, match="1 of the places"):
        made.booked_by_school(made.event(per_school=1), ["A", "B"], together=True)


def test_a_former_programme_lead_is_nobodys_guest():
    event = made.information(board.member().memberships.get().period)
    school = board.member(event.period)
    person = made.staff(school)
    RoleHeld.objects.create(
        user=person, role=PortalRole.PROGRAMME_LEAD, school=school, from_on=NOW.date()
    )
    post = person.affiliations.get()
    post.to_on = clock.today() - timedelta(days=1)
    post.save()
    person.forget_standing()

    with pytest.raises(WrongPerson):
        booking.book(event=event, people=[Booking(person)], school=None, by=person, now=NOW)


def test_who_came_through_the_door_does_not_keep_the_event_from_being_changed():
    event = made.event(capacity=1)
    lead = made.made.lead(event.programme)
    made.booked(event)
    door = event.starts_at - booking.DOOR_OPENS
    booking.walk_in(event=event, name="Ada", email="", person=None, school=None, by=lead, now=door)

    changed = events.edit(event=event, fields={"join_note": "Room 4"}, by=lead, now=door)

    assert changed.join_note == "Room 4"


def test_an_event_is_made_no_smaller_than_who_is_booked():
    event = made.event(capacity=3)
    lead = made.made.lead(event.programme)
    made.booked_by_school(event, ["A", "B"])

    for fields in ({"capacity": 1}, {"per_school": 1}):
        with pytest.raises(events.NotLikeThis, match="larger"):
            events.edit(event=event, fields=fields, by=lead, now=NOW)
