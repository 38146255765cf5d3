"""Check 24: the board's notes a programme and half-term, signed off, with actions and an export."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from hlp.kit.access import WrongPerson
from members.states import PortalRole
from programmes.services import quality
from programmes.states import Judgement
from tests.factories import programmes
from tests.factories.board import holding
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db

NOW = datetime(2023, 3, 1, 12, tzinfo=UTC)


def member():
    return holding(PortalRole.BOARD_MEMBER, "Bola Board")


def chair():
    return holding(PortalRole.CHAIR, "Chris Chair")


def a_note(**more):
    given = {
        "programme": programmes.programme(),
        "half_term": programmes.half_terms()[1],
        "judgement": Judgement.WATCH,
        "text": "Few secondary schools came.",
        **more,
    }
    return quality.write_note(by=member(), now=NOW, **given)


def an_action(note):
    return quality.add_action(
        note=note,
        what="Ring the heads",
        who="Lead school",
        due_on=date(2023, 3, 10),
        by=member(),
        now=NOW,
    )


def test_a_member_writes_the_chair_signs_off_and_only_once():
    note = a_note()
    with pytest.raises(WrongPerson):
        quality.sign_off(note=note, by=member(), now=NOW)

    signed = quality.sign_off(note=note, by=chair(), now=NOW)

    assert (signed.signed_off_at, signed.signed_off_by) == (NOW, chair())
    with pytest.raises(quality.WrongNote, match="already"):
        quality.sign_off(note=note, by=chair(), now=NOW)


def test_an_action_is_ticked_off_once():
    action = an_action(a_note())

    done = quality.finish_action(action=action, by=member(), now=NOW)

    assert done.done_on == date(2023, 3, 1)
    with pytest.raises(quality.WrongNote, match="already"):
        quality.finish_action(action=action, by=member(), now=NOW)


def test_the_lead_school_neither_reads_nor_writes_notes():
    note = a_note()
    lead = client_of(programmes.lead(note.programme))

    assert lead.get(reverse("programmes:impact_quality")).status_code == 404
    assert lead.get(reverse("programmes:add_action", args=[note.pk])).status_code == 404


def test_check_24_notes_and_actions_are_taken_out_for_the_minutes(time_machine):
    time_machine.move_to(NOW)
    note = a_note()
    an_action(note)
    quality.sign_off(note=note, by=chair(), now=NOW)
    a_note(programme=note.programme, text="=1+1", half_term=programmes.half_terms()[2])

    answer = client_of(chair()).get(reverse("programmes:export_quality"))

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["Half-term"], row["What the board found"], row["Action"]) for row in rows] == [
        ("Spring 1 2022/23", "'=1+1", ""),
        ("Autumn 2 2022/23", "Few secondary schools came.", "Ring the heads"),
    ]
    assert rows[1]["Signed off on"] == "2023-03-01"


def test_an_open_action_stands_on_the_front_page_of_impact(time_machine):
    time_machine.move_to(datetime(2023, 3, 20, 12, tzinfo=UTC))
    an_action(a_note())

    page = client_of(member()).get(reverse("programmes:impact")).content.decode()

    assert "Ring the heads, Lead school, by 10 March 2023" in page
    assert "Overdue" in page
