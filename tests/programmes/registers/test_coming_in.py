"""Checks 8 and 9: coming in by poster, code or scan; what was scanned offline counts once each."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from hlp.kit.access import WrongPerson
from programmes.models import Attendance
from programmes.querysets.registers import latest_marks
from programmes.services import checking_in, registering
from programmes.services.checking_in import NotOpen, UnknownCode
from programmes.services.registering import LATE_AFTER, LINGERS, NotOnRegister
from programmes.states import Mark, MarkSource
from tests.factories import events, registers
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def event():
    return events.event()


@pytest.fixture
def places(event):
    return events.booked_by_school(event, ["Ada Byron", "Ben Nevis"])


@pytest.fixture
def register(event, places):
    return registers.opened(event)


def by_code(register, code, *, after=timedelta(0)):
    return checking_in.by_code(register=register, code=code, now=register.event.starts_at + after)


def test_whoever_types_their_code_is_there(register, places):
    seen = by_code(register, places[0].code)

    assert (seen.mark, seen.source) == (Mark.PRESENT, MarkSource.OWN_CODE)


@pytest.mark.parametrize(
    "typed", ["{0}-{1}-{2}", " {0} {1} {2} ", "https://x.example/code/{0}{1}{2}/"]
)
def test_a_code_is_forgiven_its_dashes_and_its_address(register, places, typed):
    code = places[0].code
    groups = code[:4].lower(), code[4:8], code[8:]

    assert by_code(register, typed.format(*groups)).line.place_id == places[0].pk


def test_a_code_of_another_event_is_unknown(register, event):
    other = events.booked(events.event(programme=event.programme))

    with pytest.raises(UnknownCode):
        by_code(register, other.code)
    with pytest.raises(UnknownCode):
        by_code(register, "")


def test_coming_late_is_late_and_coming_twice_is_coming_once(register, places):
    late = by_code(register, places[0].code, after=LATE_AFTER + MINUTE)
    again = by_code(register, places[0].code, after=HOUR)

    assert (late.mark, again) == (Mark.LATE, late)


def test_online_is_online():
    event = events.event(**events.online())
    place = events.booked(event)

    assert by_code(registers.opened(event), place.code).mark == Mark.ONLINE


def test_a_scan_never_makes_worse_what_the_organiser_marked(register, places):
    registers.see(register, places[0], Mark.PARTIAL)

    assert by_code(register, places[0].code, after=MINUTE).mark == Mark.PARTIAL


def test_somebody_marked_absent_who_comes_after_all_is_there(register, places):
    registers.see(register, places[0], Mark.ABSENT)

    assert by_code(register, places[0].code, after=MINUTE).mark == Mark.PRESENT


@pytest.mark.parametrize("after", [-3 * HOUR, 90 * MINUTE + LINGERS + MINUTE])
def test_nobody_checks_in_long_before_or_after(register, places, after):
    with pytest.raises(NotOpen):
        by_code(register, places[0].code, after=after)


def test_nobody_checks_in_once_the_register_is_finished(register, places):
    by, now = registers.organiser(register.event), register.event.starts_at
    registering.finish(register=register, by=by, now=now)
    register.refresh_from_db()

    with pytest.raises(NotOpen):
        by_code(register, places[0].code)


def test_signed_in_it_is_one_press_for_oneself(event):
    place = events.booked(event)
    register = registers.opened(event)
    now = event.starts_at

    seen = checking_in.by_person(register=register, person=place.person, now=now)

    assert seen.line.place_id == place.pk
    with pytest.raises(NotOnRegister):
        checking_in.by_person(register=register, person=events.staff(place.school), now=now)


def test_only_who_takes_the_register_scans(register, places):
    with pytest.raises(WrongPerson):
        checking_in.scanned(
            register=register,
            code=places[0].code,
            by=events.cpd_lead(places[0].school),
            now=register.event.starts_at,
            nonce=uuid4(),
            seen_at=register.event.starts_at,
        )


# Check 9: what waited in the browser


def sync(client, register, **what):
    return client.post(reverse("programmes:sync_register", args=[register.pk]), what)


def stamp(moment):
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def test_check_9_ten_scans_without_network_sync_once_each(event, time_machine):
    school = events.school_for(event)
    places = events.booked_by_school(event, [f"Teacher {n}" for n in range(10)], school)
    register = registers.opened(event)
    client = client_of(registers.organiser(event))
    queue = [
        {"nonce": str(uuid4()), "seen_at": stamp(event.starts_at + n * MINUTE), "code": place.code}
        for n, place in enumerate(places)
    ]

    time_machine.move_to(event.ends_at + HOUR)
    for _ in range(2):  # the answer to the first was lost on the way
        answers = [sync(client, register, **one) for one in queue]

    assert {answer.status_code for answer in answers} == {200}
    assert Attendance.objects.count() == 10
    assert Attendance.objects.earliest("pk").seen_at == event.starts_at
    assert set(latest_marks(event).values()) == {Mark.PRESENT}


def test_a_tap_sent_twice_is_one_row(register, places, time_machine):
    time_machine.move_to(register.event.starts_at)
    client = client_of(registers.organiser(register.event))
    now = stamp(register.event.starts_at)
    tap = {"nonce": str(uuid4()), "seen_at": now, "place": places[0].pk, "mark": "late"}
    changed = {**tap, "nonce": str(uuid4()), "mark": "absent"}

    for what in (tap, tap, changed, tap):
        told = sync(client, register, **what)

    assert told.json()["says"] == "Ada Byron: came late"
    assert list(Attendance.objects.order_by("pk").values_list("mark", flat=True)) == [
        Mark.LATE,
        Mark.ABSENT,
    ]


def test_a_scan_that_arrives_after_a_correction_does_not_undo_it(register, places, time_machine):
    time_machine.move_to(register.event.ends_at)
    registers.see(register, places[0], Mark.ABSENT, now=register.event.ends_at)
    client = client_of(registers.organiser(register.event))

    scanned = {"nonce": str(uuid4()), "code": places[0].code}
    sync(client, register, seen_at=stamp(register.event.starts_at), **scanned)

    assert latest_marks(register.event) == {places[0].pk: Mark.ABSENT}


def test_a_tap_that_arrives_after_a_correction_does_not_undo_it(register, places, time_machine):
    start, end = register.event.starts_at, register.event.ends_at
    time_machine.move_to(end)
    registers.see(register, places[0], Mark.PARTIAL, now=end)
    client = client_of(registers.organiser(register.event))

    tapped = {"place": places[0].pk, "mark": Mark.PRESENT}
    sync(client, register, nonce=str(uuid4()), seen_at=stamp(start), **tapped)
    assert latest_marks(register.event) == {places[0].pk: Mark.PARTIAL}

    sync(client, register, nonce=str(uuid4()), seen_at=stamp(end), **tapped)
    assert latest_marks(register.event) == {places[0].pk: Mark.PRESENT}


def test_a_scan_that_arrives_after_the_register_was_finished_counts(register, places, time_machine):
    time_machine.move_to(register.event.ends_at)
    by = registers.organiser(register.event)
    registering.finish(register=register, by=by, now=register.event.ends_at)
    assert set(latest_marks(register.event).values()) == {Mark.ABSENT}

    scanned = {"nonce": str(uuid4()), "code": places[0].code}
    sync(client_of(by), register, seen_at=stamp(register.event.starts_at), **scanned)

    assert latest_marks(register.event)[places[0].pk] == Mark.PRESENT


@pytest.mark.parametrize("what", [{}, {"code": "NOBODYSCODE"}, {"place": "999999", "mark": "late"}])
def test_what_will_never_be_right_is_refused_for_good(register, what, time_machine):
    time_machine.move_to(register.event.starts_at)
    client = client_of(registers.organiser(register.event))
    given = {"nonce": str(uuid4()), "seen_at": stamp(register.event.starts_at), **what}

    answer = sync(client, register, **given)

    assert (answer.status_code, Attendance.objects.count()) == (422, 0)


# The pages at the door


def test_the_poster_leads_to_a_page_where_anybody_types_their_code(
    register, places, client, time_machine
):
    time_machine.move_to(register.event.starts_at)
    page = reverse("programmes:check_in", args=[register.token])

    wrong = client.post(page, {"code": "AAAABBBBCCCC"})
    right = client.post(page, {"code": places[0].code}, follow=True)

    assert "Nobody on this register has that code" in wrong.content.decode()
    assert "You are on the register" in right.content.decode()
    assert "Ada Byron" not in right.content.decode()
    assert Attendance.objects.get().recorded_by is None


def test_signed_in_the_page_has_one_button(event, time_machine):
    place = events.booked(event)
    register = registers.opened(event)
    time_machine.move_to(event.starts_at)
    client = client_of(place.person)
    page = reverse("programmes:check_in", args=[register.token])
    assert "I am here" in client.get(page).content.decode()

    client.post(page)

    assert latest_marks(event) == {place.pk: Mark.PRESENT}
    assert "You are on the register" in client.get(page).content.decode()


def test_a_wrong_token_is_not_there(client, db):
    assert client.get(reverse("programmes:check_in", args=["nobodys"])).status_code == 404


def test_ones_own_code_opened_by_the_organisers_camera_checks_in(event, time_machine):
    place = events.booked(event)
    registers.opened(event)
    time_machine.move_to(event.starts_at)
    page = reverse("programmes:scanned", args=[place.code])
    organiser = client_of(registers.organiser(event))
    assert place.who in organiser.get(page).content.decode()

    organiser.post(page)

    assert latest_marks(event) == {place.pk: Mark.PRESENT}
    own = client_of(place.person).get(page)
    assert own.headers["Location"] == reverse("programmes:own_code", args=[place.pk])
    assert client_of(events.staff(place.school)).get(page).status_code == 404


def test_without_javascript_a_scanner_types_into_the_page(register, places, time_machine):
    time_machine.move_to(register.event.starts_at)
    client = client_of(registers.organiser(register.event))
    page = reverse("programmes:scan_code", args=[register.pk])

    client.post(page, {"code": places[1].code})
    client.post(page, {"code": ""})

    assert latest_marks(register.event) == {places[1].pk: Mark.PRESENT}
