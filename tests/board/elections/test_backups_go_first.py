"""No result is declared before somebody has confirmed that copies of the open box go."""

from datetime import date, timedelta

import pytest
from auditlog.models import LogEntry
from django.db import DatabaseError, transaction
from django.urls import reverse

from board.models import BackupsGone
from board.services import backups, closing, declaring
from board.states import ElectionState
from hlp.kit.states import WrongMoment, WrongPerson
from tests.factories import board as made
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db
WHAT = "Nightly archives of 10 to 17 May, deleted from both machines."


@pytest.fixture
def swept(time_machine):
    time_machine.move_to(made.after())
    return made.counted(forgotten=False)


def declare(election):
    return declaring.declare(election=election, by=made.officer(), now=made.after())


def test_declaring_waits_for_the_confirmation(swept):
    with pytest.raises(WrongMoment, match="Confirm first"):
        declare(swept)

    row = made.backups_go(swept, now=made.after(), what=f" {WHAT} ", gone_on=date(2022, 5, 20))

    assert declare(swept).state == ElectionState.DECLARED
    assert (row.what, row.gone_on) == (WHAT, date(2022, 5, 20))
    assert (row.confirmed_by, row.confirmed_at) == (made.officer(), made.after())
    assert LogEntry.objects.get_for_object(row).get().actor == made.officer()


def test_it_is_confirmed_after_the_sweep_because_a_backup_may_come_between():
    election = made.counted(swept=False)

    with pytest.raises(backups.NotNow, match="Sweep the database first"):
        made.backups_go(election, now=made.after())

    closing.note_swept(election=election, by=made.officer(), now=made.after())
    made.backups_go(election, now=made.after())


@pytest.mark.parametrize("make", [made.voting, made.declared])
def test_it_is_confirmed_between_opening_the_box_and_declaring(make):
    with pytest.raises(backups.NotNow, match="between opening the box"):
        made.backups_go(make(), now=made.after())


@pytest.mark.parametrize(
    ("said", "match"),
    [
        ({"is_certain": False}, "Tick the statement"),
        ({"what": "  "}, "say which backups"),
        ({"gone_on": date(2022, 5, 16)}, "before the box was opened"),
        ({"gone_on": made.after().date() + timedelta(days=91)}, "within 90 days"),
    ],
)
def test_half_a_confirmation_is_none(swept, said, match):
    with pytest.raises(backups.NotConfirmed, match=match):
        made.backups_go(swept, now=made.after(), **said)

    assert not BackupsGone.objects.exists()


def test_only_the_returning_officer_confirms_and_once(swept):
    with pytest.raises(WrongPerson):
        backups.confirm(
            election=swept,
            is_certain=True,
            what=WHAT,
            gone_on=made.after().date(),
            by=made.second(),
            now=made.after(),
        )
    made.backups_go(swept, now=made.after())

    with pytest.raises(backups.NotNow, match="already"):
        made.backups_go(swept, now=made.after())


def test_the_page_asks_and_the_record_shows_it(swept):
    officer = client_of(made.officer())
    election_page = reverse("board:election_detail", args=[swept.pk])
    page = reverse("board:backups", args=[swept.pk])
    day = {"gone_on-day": "20", "gone_on-month": "5", "gone_on-year": "2022"}
    assert page in officer.get(election_page).content.decode()

    unticked = officer.post(page, {**day, "what": WHAT})
    early = officer.post(page, {**day, "gone_on-day": "2", "what": WHAT, "is_certain": "on"})
    done = officer.post(page, {**day, "what": WHAT, "is_certain": "on"}, follow=True)

    assert "Tick the box once you are certain" in unticked.content.decode()
    assert "before the box was opened" in early.content.decode()
    assert "It stands in the record" in done.content.decode()
    shown = client_of(None).get(election_page).content.decode()
    assert f"Destroyed by 20 May 2022: {WHAT}" in shown
    assert f"Confirmed by {made.officer()}, 17 May 2022." in shown
    assert WHAT in officer.get(page).content.decode()


def test_what_was_confirmed_is_frozen_with_the_result():
    made.declared()
    row = BackupsGone.objects.get()

    row.what = "None."
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        BackupsGone.objects.all().delete()
