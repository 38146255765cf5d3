"""Field notes 13 and 17: opening early is logged with who and why; late only by named exception."""

from datetime import timedelta

import pytest
from auditlog.models import LogEntry
from django.conf import settings
from django.urls import reverse

from bids.services import cancelling, early, exceptions
from bids.states import CallState
from hlp.kit.access import WrongPerson
from tests.bids.calls.post import mails, tell_schools
from tests.factories import board
from tests.factories.bids import T0, CallFactory, after
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db
WHY = "The file store fails tonight, and we must know whether the files can be read."


@pytest.fixture
def call(office):
    return CallFactory.create(state=CallState.OPEN)


def late(call, school, by, **more):
    given = {
        "expires_at": call.closes_at + timedelta(days=2),
        "because": "The school was flooded.",
        "minute_reference": "Chair's action, 3 May",
        "now": T0,
        **more,
    }
    return exceptions.grant(call=call, school=school, by=by, **given)


def test_opening_early_makes_a_row_that_names_who_and_why(call, office):
    opening = early.open_early(call=call, because=WHY, by=office, now=T0)

    assert (opening.opened_by, opening.because, opening.opened_at) == (office, WHY, T0)
    entry = LogEntry.objects.get(object_pk=str(call.pk), additional_data__what="opened early")
    assert entry.actor == office
    assert entry.additional_data["because"] == WHY


def test_opening_early_is_told_to_office_and_chair(call, clerk, chair):
    early.open_early(call=call, because=WHY, by=clerk, now=T0)

    told = mails("Bids opened early")
    assert {mail.to for mail in told} == {settings.OFFICE_EMAIL.lower(), chair.email}
    assert all("Clare Clerk" in mail.text and WHY in mail.text for mail in told)


def test_office_and_chair_read_on_the_call_who_opened_it(call, office, chair, head):
    early.open_early(call=call, because=WHY, by=office, now=T0)
    url = reverse("bids:call_detail", args=[call.slug])

    seen = {
        str(person): WHY in client_of(person).get(url).content.decode()
        for person in (office, chair, head, None)
    }

    assert list(seen.values()) == [True, True, False, False]


def test_nobody_opens_early_without_a_reason_or_twice(call, office):
    with pytest.raises(early.StaysSealed, match="Say why"):
        early.open_early(call=call, because=" ", by=office, now=T0)
    early.open_early(call=call, because=WHY, by=office, now=T0)

    with pytest.raises(early.StaysSealed, match="already"):
        early.open_early(call=call, because=WHY, by=office, now=T0)


@pytest.mark.parametrize("state", [CallState.DRAFT, CallState.CLOSED, CallState.CANCELLED])
def test_there_is_nothing_to_open_early_in_any_other_state(state, office):
    call = CallFactory.create(state=state)

    with pytest.raises(early.StaysSealed):
        early.open_early(call=call, because=WHY, by=office, now=T0)


def test_neither_chair_nor_head_opens_early(call, chair, head):
    for person in (chair, head):
        with pytest.raises(WrongPerson):
            early.open_early(call=call, because=WHY, by=person, now=T0)


def test_an_exception_names_school_moment_reason_and_minute(call, office):
    school = board.member(call.priority.year.period)

    row = late(call, school, office)

    assert row.holds(call.closes_at + timedelta(days=2))
    assert not row.holds(call.closes_at + timedelta(days=2, seconds=1))
    told = mails("You may submit late")
    assert [mail.to for mail in told] == [board.head_of(school).email]
    assert "The school was flooded." in told[0].text


def test_there_is_one_exception_for_a_school_and_call(call, office):
    school = board.member(call.priority.year.period)
    late(call, school, office)

    with pytest.raises(exceptions.CannotBeLate, match="only one"):
        late(call, school, office)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"because": ""}, "Say why"),
        ({"minute_reference": " "}, "where that is minuted"),
        ({"expires_at": T0 + timedelta(days=1)}, "Choose a moment after"),
        ({"expires_at": T0 + timedelta(days=60)}, "before the marks are due"),
    ],
)
def test_an_exception_is_complete_or_not_given(call, office, change, sentence):
    school = board.member(call.priority.year.period)

    with pytest.raises(exceptions.CannotBeLate, match=sentence):
        late(call, school, office, **change)


def test_a_school_that_is_no_member_cannot_be_late(call, office, school):
    with pytest.raises(exceptions.CannotBeLate, match="not a member"):
        late(call, school, office)


def test_only_the_office_makes_an_exception(call, clerk, chair):
    school = board.member(call.priority.year.period)

    for person in (clerk, chair):
        with pytest.raises(WrongPerson):
            late(call, school, person)


def test_an_exception_can_be_given_after_closing_but_not_to_what_is_called_off(office):
    closed = CallFactory.create(state=CallState.CLOSED)
    school = board.member(closed.priority.year.period)
    off = CallFactory.create(state=CallState.CANCELLED)

    assert late(closed, school, office, now=after(closed)).holds(after(closed))
    with pytest.raises(exceptions.CannotBeLate, match="until marking starts"):
        late(off, school, office)


def test_calling_off_says_why_to_whoever_it_concerns(teacher_who_asked, office):
    call = teacher_who_asked
    with pytest.raises(cancelling.ReasonMissing):
        cancelling.cancel(call=call, because="", by=office, now=T0)

    cancelling.cancel(call=call, because="The money went elsewhere.", by=office, now=T0)
    tell_schools(T0)

    assert [mail.to for mail in mails("Called off")] == ["tom.teacher@example.org"]
    page = client_of(None).get(reverse("bids:call_detail", args=[call.slug]))
    assert "The money went elsewhere." in page.content.decode()


def test_a_draft_is_called_off_in_silence(office):
    call = CallFactory.create()

    cancelling.cancel(call=call, because="A mistake.", by=office, now=T0)
    tell_schools(T0)

    assert mails("Called off") == []
    url = reverse("bids:call_detail", args=[call.slug])
    assert client_of(None).get(url).status_code == 404
