"""Checks 6 and 18: certificates follow the register, its corrections and the substitutes."""

from datetime import timedelta

import pytest
from django.urls import reverse

from hlp.kit import work
from hlp.kit.models import Document, WorkItem
from programmes.models import Certificate, PlaceLog
from programmes.querysets.registers import people_on
from programmes.services import certifying, forgetting, registering, substituting
from programmes.services import events as planning
from programmes.services.certifying import NotEarned
from programmes.states import Mark, PlaceStep
from tests.factories import events, registers
from tests.factories.events import NOW

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def event():
    return events.event()


@pytest.fixture
def place(event):
    return events.booked(event)


def issue(place, by=None, *, after=HOUR):
    by = by or place.person
    return certifying.issue(place=place, by=by, now=place.event.ends_at + after)


def check(client, certificate):
    return client.get(reverse("programmes:certificate", args=[certificate.code])).content.decode()


def test_finishing_the_register_has_them_made_by_a_worker_once_each(event, place, time_machine):
    absent = events.booked(event)
    register = registers.registered(event, {place: Mark.PRESENT})
    time_machine.move_to(event.ends_at + HOUR)
    now = event.ends_at + HOUR
    registering.finish(register=register, by=registers.organiser(event), now=now)

    for _ in range(2):
        run_all()

    made = Certificate.objects.get()
    assert (made.place, made.issued_by) == (place, None)
    assert made.document.kind == certifying.KIND
    assert not absent.certificates.exists()
    assert Document.objects.count() == 1


def test_a_register_finished_before_the_end_has_them_made_at_the_end(event, place, time_machine):
    register = registers.registered(event, {place: Mark.PRESENT})
    time_machine.move_to(event.starts_at + HOUR / 2)
    registering.finish(
        register=register, by=registers.organiser(event), now=event.starts_at + HOUR / 2
    )
    item = WorkItem.objects.get(kind=certifying.CERTIFY)
    work.run(item.pk, now=event.starts_at + HOUR / 2)
    item.refresh_from_db()
    assert (item.state, Certificate.objects.count()) == ("queued", 0)

    time_machine.move_to(event.ends_at + HOUR)
    work.run(item.pk, now=event.ends_at + HOUR)

    assert Certificate.objects.get().place == place


@pytest.mark.parametrize("mark", [Mark.ABSENT, Mark.PARTIAL])
def test_a_correction_of_the_register_takes_it_back(client, event, place, mark):
    certificate = registers.certified(place)
    register = event.registers.get()

    registers.see(register, place, mark, now=event.ends_at + HOUR)

    assert "not valid" in check(client, certificate)
    with pytest.raises(NotEarned):
        issue(place, after=2 * HOUR)


def test_a_correction_that_changes_nothing_for_it_leaves_it(event, place):
    certificate = registers.certified(place)

    registers.see(event.registers.get(), place, Mark.LATE, now=event.ends_at + HOUR)

    assert issue(place, after=2 * HOUR) == certificate


def test_taken_back_by_mistake_of_the_register_the_holder_gets_another(event, place):
    certificate = registers.certified(place)
    register = event.registers.get()
    registers.see(register, place, Mark.ABSENT, now=event.ends_at + HOUR)
    registers.see(register, place, Mark.PRESENT, now=event.ends_at + 2 * HOUR)

    again = issue(place, after=3 * HOUR)

    assert (again.code != certificate.code, again.revoked_at) == (True, None)


def test_a_register_opened_before_the_event_moved_costs_nobody_theirs(event, place):
    by = registers.organiser(event)
    registering.open_register(event=event, on=event.days[0], by=by, now=NOW)
    week = timedelta(days=7)
    planning.move(
        event=event,
        starts_at=event.starts_at + week,
        ends_at=event.ends_at + week,
        because="The hall is closed.",
        by=by,
        now=NOW,
    )
    registers.registered(event, {place: Mark.PRESENT})

    place.refresh_from_db()
    assert issue(place).on == event.days[0]


def test_nobody_gets_one_whose_name_was_taken_out(event, place):
    registers.registered(event, {place: Mark.PRESENT})
    now = event.ends_at + HOUR
    forgetting.forget(place=place, by=place.person, now=now)

    assert certifying.issue_for(event_id=event.pk, now=now) == 0
    with pytest.raises(NotEarned):
        issue(place, registers.organiser(event))


def run_all():
    for item in WorkItem.objects.filter(kind__in=[certifying.CERTIFY, certifying.MAKE]):
        work.enqueue(kind=item.kind, key=item.key, subject_id=item.subject_id, again=True)
    while item := WorkItem.objects.filter(
        kind__in=[certifying.CERTIFY, certifying.MAKE], state="queued"
    ).first():
        work.run(item.pk, now=item.due_at)


# Check 6: substitutes


def test_check_6_register_and_certificate_follow_the_substitute(event, place):
    lead = events.cpd_lead(place.school)
    colleague = events.staff(place.school)
    new = substituting.substitute(
        place=place, person=colleague, name="", email="", by=lead, now=event.starts_at - HOUR
    )

    register = registers.registered(event, {new: Mark.PRESENT})

    assert [row.who for row in people_on(register)] == [colleague.name]
    assert issue(new, colleague).name == colleague.name
    place.refresh_from_db()
    with pytest.raises(NotEarned):
        issue(place, lead)
    said = PlaceLog.objects.filter(step=PlaceStep.SUBSTITUTED)
    assert {(row.place.who, row.by) for row in said} == {(place.who, lead), (colleague.name, lead)}
