"""Check 8 on the page: one form for the whole list, newer marks are kept, corrections shown."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programmes.models import Attendance, Expected, Place
from programmes.states import Mark
from tests.factories import board, registers
from tests.factories.events import NOW
from tests.factories.sessions import client_of
from tests.programmes.registers.seen import marks, two_booked, url

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet(time_machine):
    """Ada and Ben, and a form that was loaded before anybody was marked."""
    event, places = two_booked()
    time_machine.move_to(event.starts_at)
    register = registers.opened(event)
    return register, places, client_of(registers.organiser(event))


def test_one_form_saves_the_whole_list(sheet):
    register, (ada, ben), client = sheet

    client.post(
        url(register),
        {f"place-{ada.pk}": "late", f"seen-{ada.pk}": "0", f"place-{ben.pk}": "absent"},
    )

    assert marks(register) == {"Ada Byron": Mark.LATE, "Ben Nevis": Mark.ABSENT}


def test_an_older_form_does_not_undo_what_another_tablet_marked(sheet):
    register, (ada, ben), client = sheet
    registers.see(register, ada, Mark.PRESENT)
    stale = Attendance.objects.get().pk
    registers.see(register, ada, Mark.PARTIAL)

    client.post(
        url(register),
        {f"place-{ada.pk}": "present", f"seen-{ada.pk}": stale, f"place-{ben.pk}": "late"},
    )

    assert marks(register) == {"Ada Byron": Mark.PARTIAL, "Ben Nevis": Mark.LATE}


def test_the_page_costs_the_same_for_two_people_and_for_thirty(sheet):
    register, _, client = sheet
    client.get(url(register))
    with CaptureQueriesContext(connection) as few:
        client.get(url(register))
    school = board.member(register.event.period)
    for number in range(28):
        Place.objects.create(
            event=register.event,
            name=f"Teacher {number}",
            school=school,
            state="confirmed",
            via="school",
            booked_at=NOW,
            code=uuid4().hex[:12].upper(),
        )
    with CaptureQueriesContext(connection) as many:
        client.get(url(register))

    assert len(few) == len(many) <= 20


def test_the_log_shows_the_correction_beside_what_it_corrects(sheet):
    register, (ada, _), client = sheet
    registers.see(register, ada, Mark.ABSENT)
    registers.see(register, ada, Mark.LATE)

    page = client.get(url(register, "register_log")).content.decode()

    assert page.index("Came late") < page.index("Absent")


def test_straight_to_the_register_of_an_event_of_one_day(sheet):
    register, _, client = sheet

    answer = client.get(reverse("programmes:register", args=[register.event_id]))

    assert answer.headers["Location"] == url(register)


def test_expected_lines_know_their_latest_mark(sheet):
    register, (ada, _), _ = sheet
    registers.see(register, ada, Mark.ABSENT)
    registers.see(register, ada, Mark.PARTIAL)

    found = dict(Expected.objects.with_latest_mark().values_list("place__name", "latest"))  # type: ignore[misc]

    assert found == {"Ada Byron": Mark.PARTIAL, "Ben Nevis": None}
