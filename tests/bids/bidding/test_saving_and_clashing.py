"""Checks 1, 2 and 8: nothing typed is ever lost, whoever was first and whatever the hour."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from bids.services import writing
from bids.states import BidState, CallState, EditorRights
from tests.factories.bids import BidFactory, CallFactory, head_of
from tests.factories.members import UserFactory


def posted(section, text, **more):
    return {"text": text, "revision": section.revision, **more}


def page(bid, kind="approach", name="edit_section"):
    return reverse(f"bids:{name}", args=[bid.pk, kind])


def test_1_what_was_saved_by_itself_is_there_after_a_reload(client, bid, lead, on_monday):
    client.force_login(lead)
    section = bid.sections.get(kind="approach")

    answer = client.post(page(bid, name="autosave_section"), posted(section, "Half a sentence"))

    assert (answer.status_code, answer["X-Revision"]) == (200, str(section.revision + 1))
    assert answer.content.decode().startswith("Saved at ")
    assert answer["Content-Type"].startswith("text/plain")
    assert ">\nHalf a sentence</textarea>" in client.get(page(bid)).content.decode()


def test_1_without_javascript_the_button_saves_and_leads_to_the_next_section(
    client, bid, lead, on_monday
):
    client.force_login(lead)
    section = bid.sections.get(kind="approach")

    answer = client.post(page(bid), posted(section, "Saved by the button"))

    assert answer.url == page(bid, "quality")
    section.refresh_from_db()
    assert section.text == "Saved by the button"
    back = client.post(page(bid), posted(section, "And again", then="back"))
    assert back.url == reverse("bids:bid_detail", args=[bid.pk])


def test_2_a_post_one_second_after_close_and_grace_is_refused_with_the_text_kept_as_a_draft(
    client, db
):
    call = CallFactory.create(state=CallState.OPEN, grace_minutes=5)
    bid = BidFactory.create(call=call, state=BidState.SUBMITTED)
    section = bid.sections.get(kind="approach")
    client.force_login(head_of(bid.lead_school))

    with time_machine.travel(call.enforced_at, tick=False):
        in_time = client.post(page(bid), posted(section, "In the grace"), follow=True)
    assert "The call closed" not in in_time.content.decode()
    section.refresh_from_db()

    with time_machine.travel(call.enforced_at + timedelta(seconds=1), tick=False):
        saved = client.post(page(bid), posted(section, "One second late"), follow=True)
        sent = client.post(reverse("bids:submit_bid", args=[bid.pk]), follow=True)

    section.refresh_from_db()
    bid.refresh_from_db()
    for answer in (saved, sent):
        assert "The call closed at" in answer.content.decode()
    assert "What you typed is kept as a draft." in saved.content.decode()
    assert section.text == "One second late"
    assert bid.state == BidState.SUBMITTED
    version = bid.versions.get()
    assert "second late" not in version.content["sections"]["approach"]["text"]


def test_2_saved_by_itself_after_the_deadline_it_says_so(client, bid, lead):
    section = bid.sections.get(kind="approach")
    client.force_login(lead)
    with time_machine.travel(bid.call.enforced_at + timedelta(seconds=1), tick=False):
        answer = client.post(page(bid, name="autosave_section"), posted(section, "Late"))

    section.refresh_from_db()
    assert answer.status_code == 410
    assert section.text == "Late"


def test_8_of_two_editors_on_one_field_the_second_is_warned_and_nothing_is_lost(
    client, bid, lead, on_monday, monday
):
    section = bid.sections.get(kind="approach")
    other = UserFactory.create(name="Ed Editor")
    bid.editors.create(
        email=other.email,
        user=other,
        rights=EditorRights.EDIT,
        token_digest="a" * 64,
        expires_at=monday,
        invited_at=monday,
        accepted_at=monday,
    )
    writing.save_section(
        bid=bid,
        kind="approach",
        text="What Ed wrote",
        planned_on=None,
        revision=section.revision,
        by=other,
        now=monday,
    )
    client.force_login(lead)

    by_itself = client.post(
        page(bid, name="autosave_section"), posted(section, "What the head wrote")
    )
    answer = client.post(page(bid), posted(section, "What the head wrote"))

    assert by_itself.status_code == 409
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Somebody else saved this while you were typing" in text
    assert "What Ed Editor saved" in text
    assert "What Ed wrote" in text
    assert ">\nWhat the head wrote</textarea>" in text
    section.refresh_from_db()
    assert section.text == "What Ed wrote"

    # With both before their eyes they save again; the page has told them of the new revision.
    assert f'name="revision" value="{section.revision}"' in text
    client.post(page(bid), posted(section, "What both wrote"))
    section.refresh_from_db()
    assert section.text == "What both wrote"


def test_8_the_same_text_saved_twice_is_no_clash(bid, lead, monday):
    section = bid.sections.get(kind="approach")
    for _ in range(2):
        saved = writing.save_section(
            bid=bid,
            kind="approach",
            text="The same",
            planned_on=None,
            revision=section.revision,
            by=lead,
            now=monday,
        )

    assert saved.revision == section.revision + 1


def test_8_the_details_are_guarded_as_well(client, bid, lead, on_monday):
    client.force_login(lead)
    url = reverse("bids:edit_details", args=[bid.pk])
    typed = {"title": "One", "summary": "S", "cost": "100", "cost_notes": "N"}
    stale = bid.details_revision
    client.post(url, {**typed, "revision": stale})

    answer = client.post(url, {**typed, "title": "Two", "revision": stale})

    bid.refresh_from_db()
    assert bid.title == "One"
    assert "What the other person saved" in answer.content.decode()
    assert 'value="Two"' in answer.content.decode()


def test_a_withdrawn_bid_is_not_written_any_more(call, monday):
    bid = BidFactory.create(call=call, state=BidState.WITHDRAWN)
    bid.refresh_from_db()

    with pytest.raises(writing.NotWritable, match="withdrawn"):
        writing.save_details(
            bid=bid,
            title="New",
            summary="",
            cost=None,
            cost_notes="",
            revision=bid.details_revision,
            by=head_of(bid.lead_school),
            now=monday,
        )
