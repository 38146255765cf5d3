"""Two tablets mark one person, two browsers ask for one certificate: one after the other.

On SQLite one transaction writes at a time anyway; PostgreSQL needs the locks.
"""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections

from programmes.models import Attendance, Certificate
from programmes.querysets.registers import latest_marks
from programmes.services import certifying, checking_in, registering
from programmes.states import Mark, MarkSource
from tests.factories import events, registers

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.two_writers]

WRITERS = 4


def at_once(*acts):
    barrier = Barrier(len(acts))

    def run(act):
        try:
            barrier.wait(timeout=20)
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def sheet():
    event = events.event()
    place = events.booked(event)
    return registers.opened(event), place


def tap(register, place, mark, nonce=None):
    return lambda: registering.mark(
        line=registering.line_of(register, place.pk),
        mark=mark,
        source=MarkSource.REGISTER,
        by=registers.organiser(register.event),
        now=register.event.starts_at,
        nonce=nonce,
    )


def test_two_tablets_mark_one_line_and_the_later_holds(sheet):
    register, place = sheet

    seen = at_once(tap(register, place, Mark.PRESENT), tap(register, place, Mark.LATE))

    assert Attendance.objects.count() == 2
    assert latest_marks(register.event)[place.pk] == max(seen, key=lambda row: row.pk).mark


def test_one_queue_sent_from_two_tabs_counts_once(sheet):
    register, place = sheet
    nonce, by, now = uuid4(), registers.organiser(register.event), register.event.starts_at

    def scan():
        return checking_in.scanned(
            register=register, code=place.code, by=by, now=now, nonce=nonce, seen_at=now
        )

    seen = at_once(*[scan] * WRITERS)

    assert Attendance.objects.get() == seen[0]


def test_a_certificate_asked_for_at_once_is_one(sheet):
    register, place = sheet
    registers.see(register, place, Mark.PRESENT)

    def ask():
        return certifying.issue(place=place, by=place.person, now=register.event.ends_at)

    made = at_once(*[ask] * WRITERS)

    assert Certificate.objects.get() == made[0]


def test_its_pdf_made_at_once_is_one(sheet):
    register, place = sheet
    registers.see(register, place, Mark.PRESENT)
    now = register.event.ends_at
    made = certifying.issue(place=place, by=place.person, now=now)

    def write():
        fresh = Certificate.objects.select_related(*certifying.WITH_ALL).get(pk=made.pk)
        return certifying.document(certificate=fresh, now=now)

    documents = at_once(*[write] * WRITERS)

    assert len({document.pk for document in documents}) == 1
