"""Checks 18 and 30: for whoever took part, checked by anybody, revoked by a new name."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from hlp.kit.access import WrongPerson
from hlp.kit.models import Document
from programmes.querysets.registers import latest_marks
from programmes.services import certifying, forgetting
from programmes.services.certifying import NotEarned, NotValid, SameName
from programmes.services.forgetting import AlreadyForgotten, StillToCome
from programmes.states import Mark
from tests.factories import board, events, programmes, registers, surveys
from tests.factories.events import NOW
from tests.factories.sessions import client_of

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


# Who gets one


@pytest.mark.parametrize("mark", [Mark.PRESENT, Mark.LATE, Mark.ONLINE])
def test_whoever_took_part_in_full_gets_one_and_always_the_same(event, place, mark):
    registers.registered(event, {place: mark})

    made = issue(place)

    assert (made.name, made.title, made.minutes) == (place.who, event.title, 90)
    assert issue(place) == made


@pytest.mark.parametrize("mark", [Mark.PARTIAL, Mark.ABSENT, None])
def test_nobody_else_does(event, place, mark):
    registers.registered(event, {place: mark} if mark else {})

    with pytest.raises(NotEarned, match="from beginning to end"):
        issue(place)


def test_not_before_the_event_is_over(event, place):
    registers.registered(event, {place: Mark.PRESENT})

    with pytest.raises(NotEarned, match="over"):
        issue(place, after=-HOUR)


def test_a_correction_of_the_register_earns_it(event, place):
    register = registers.registered(event, {place: Mark.ABSENT})
    registers.see(register, place, Mark.LATE)

    assert issue(place)


@pytest.mark.parametrize("waits", [True, False])
def test_it_waits_for_feedback_only_where_the_programme_says_so(waits):
    programme = programmes.programme()
    programme.certificate_waits_for_feedback = waits
    programme.save()
    event = events.event(programme=programme)
    place = events.booked(event)
    registers.registered(event, {place: Mark.PRESENT})
    asked = surveys.feedback(event, programmes.lead(programme)).asked.get(place=place)

    if waits:
        with pytest.raises(NotEarned, match="feedback"):
            issue(place)
        surveys.answer(asked, event.ends_at)

    assert issue(place)


def test_another_school_asks_in_vain(event, place):
    registers.registered(event, {place: Mark.PRESENT})

    with pytest.raises(WrongPerson):
        issue(place, events.staff(board.member(event.period)))


# Check 18: anybody with the code


def test_check_18_a_stranger_checks_it_and_learns_nothing_else(client, event, place):
    made = registers.certified(place)

    page = check(client, made)

    assert "This certificate is valid" in page
    for shown in (made.name, str(place.school), made.title, "20 October 2022"):
        assert shown in page
    for hidden in (place.person.email, place.code, str(event.programme)):
        assert hidden not in page


@pytest.mark.parametrize("typed", ["{}", "{} ", "lower", "bare"])
def test_the_code_is_typed_with_or_without_dashes(client, place, typed):
    code = registers.certified(place).code
    given = {"lower": code.lower(), "bare": code.replace("-", "")}.get(typed) or typed.format(code)

    page = client.get(reverse("programmes:check_certificate"), {"code": given}, follow=True)

    assert "This certificate is valid" in page.content.decode()


def test_a_code_nobody_has_is_404_and_says_so(client, db):
    answer = client.get(reverse("programmes:certificate", args=["ABCD-EFGH-JKMN"]))

    assert answer.status_code == 404
    assert "There is no such certificate" in answer.content.decode()


def test_trying_out_codes_is_limited(client, db, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "certificate": "3/m/ip"}
    page = reverse("programmes:certificate", args=["ABCD-EFGH-JKMN"])

    assert [client.get(page).status_code for _ in range(4)] == [404, 404, 404, 429]


def test_a_change_of_name_makes_another_and_revokes_the_old_code(client, place):
    old = registers.certified(place)
    place.person.name = "Tina Newname"
    place.person.save()
    old.refresh_from_db()

    new = certifying.rename(certificate=old, name="Tina Newname", by=place.person, now=NOW)

    assert new.replaces == old
    assert new.code != old.code
    assert "Tina Newname" in check(client, new)
    page = check(client, old)
    assert "not valid any more" in page
    assert old.name not in page  # who changed their name may not want the old one known
    assert new.code not in page


def test_nobody_puts_another_name_on_a_colleagues_certificate(place):
    made = registers.certified(place)

    with pytest.raises(WrongPerson):
        certifying.rename(
            certificate=made, name="Somebody Else", by=events.cpd_lead(place.school), now=NOW
        )
    with pytest.raises(SameName):
        certifying.rename(certificate=made, name=made.name, by=place.person, now=NOW)


def test_of_somebody_typed_in_the_organiser_corrects_the_name(event):
    (place,) = events.booked_by_school(event, ["Ada Biron"])
    made = registers.certified(place)

    new = certifying.rename(
        certificate=made, name="Ada Byron", by=registers.organiser(event), now=NOW
    )

    place.refresh_from_db()
    assert (place.name, new.name) == ("Ada Byron", "Ada Byron")


def test_revoked_it_says_so_and_is_not_just_made_again(client, place):
    made = registers.certified(place)
    by = registers.organiser(place.event)

    certifying.revoke(certificate=made, because="Wrong register", by=by, now=NOW)

    assert "not valid any more" in check(client, made)
    assert "Wrong register" not in check(client, made)
    with pytest.raises(NotValid):
        certifying.revoke(certificate=made, because="Again", by=by, now=NOW)
    with pytest.raises(NotEarned, match="revoked"):
        issue(place)
    assert issue(place, by).code != made.code


def test_the_holder_does_not_revoke_it(place):
    with pytest.raises(WrongPerson):
        certifying.revoke(
            certificate=registers.certified(place), because="x", by=place.person, now=NOW
        )


def test_the_database_keeps_to_one_valid_certificate(place):
    made = registers.certified(place)
    made.pk, made.code = None, "AAAA-BBBB-CCCC"

    with pytest.raises(IntegrityError), transaction.atomic():
        made.save(force_insert=True)


# On its pages


def test_the_holder_makes_it_and_opens_the_pdf(event, place, time_machine):
    registers.registered(event, {place: Mark.PRESENT})
    time_machine.move_to(event.ends_at + HOUR)
    client = client_of(place.person)
    page = reverse("programmes:own_certificate", args=[place.pk])
    assert "Make the certificate" in client.get(page).content.decode()

    client.post(page)
    file = client.get(reverse("programmes:certificate_file", args=[place.pk]))

    assert file.headers["Content-Type"] == "application/pdf"
    assert file.content.startswith(b"%PDF-1.7")
    again = client.get(reverse("programmes:certificate_file", args=[place.pk]))
    assert again.content == file.content
    assert Document.objects.count() == 1


def test_whoever_may_not_have_it_yet_reads_what_is_missing(event, place, time_machine):
    registers.registered(event, {place: Mark.PARTIAL})
    time_machine.move_to(event.ends_at + HOUR)

    page = client_of(place.person).get(reverse("programmes:own_certificate", args=[place.pk]))

    assert "took part from beginning to end, by the register" in page.content.decode()


# Check 30: withdrawn consent


def test_check_30_the_name_goes_and_the_counts_stay(client, event, place):
    made = registers.certified(place)
    certifying.document(certificate=made, now=NOW)
    school, name = place.school, place.who
    before = latest_marks(event)

    forgetting.forget(place=place, by=place.person, now=event.ends_at)

    place.refresh_from_db()
    assert (place.person, place.name, place.email, place.school) == (None, "", "", school)
    assert place.booked_by is None  # they had booked for themselves
    assert latest_marks(event) == before == {place.pk: Mark.PRESENT}
    assert "not valid any more" in check(client, made)
    made.refresh_from_db()
    assert (made.name, made.document) == ("", None)
    assert not Document.objects.exists()
    organiser = client_of(registers.organiser(event))
    register = event.registers.get()
    page = organiser.get(reverse("programmes:take_register", args=[register.pk])).content.decode()
    assert "Name taken out" in page
    assert name not in page


def test_a_place_to_come_is_cancelled_instead_and_once_is_enough(event, place):
    with pytest.raises(StillToCome):
        forgetting.forget(place=place, by=place.person, now=NOW)

    by, now = registers.organiser(event), event.ends_at
    forgetting.forget(place=place, by=by, now=now)
    with pytest.raises(AlreadyForgotten):
        forgetting.forget(place=place, by=by, now=now)
