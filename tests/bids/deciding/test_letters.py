"""Letters write themselves, from this bid's own rows and nothing else (20, 30)."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from auditlog.models import LogEntry
from django.urls import reverse
from pypdf import PdfReader

import bids.services
from bids.documents.letter import render_letter
from bids.models import Bid, Letter
from bids.services import closing, letters, meetings, screening
from bids.states import CallState, CriterionKind, Outcome, ScreenItem
from hlp.kit import clock, documents, work
from hlp.kit.access import WrongPerson
from hlp.kit.models import OutboxMessage, WorkItem
from members.states import SchoolRole
from tests.factories import board, cast
from tests.factories import deciding as made
from tests.factories.bids import CallFactory, after, office
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db

SECRET = "Kept between ourselves: the budget is tight."


def bids_of(call):
    return list(call.bids.order_by("number").select_related("decision", "lead_school", "call"))


def test_30_a_letter_has_mark_sentence_reason_and_what_a_higher_mark_needed():
    call = made.decided_call(((4, 5, 4, 4), (3, 2, 3, 3)))
    _, other = bids_of(call)

    said = letters.content(other)

    assert [row["label"] for row in said["criteria"]] == [k.label for k in CriterionKind]
    assert [row["mark"] for row in said["criteria"]] == [3, 2, 3, 3]
    for row in said["criteria"]:
        criterion = call.criteria.get(kind=row["kind"])
        assert row["descriptor"] == criterion.descriptors.get(mark=row["mark"]).sentence
        assert row["reason"]
        assert row["for_a_higher_mark"] == "Results from more than one school."
    assert said["total"] == "55.0"
    assert said["reason"] == "Another bid met the criteria better."


def test_30_both_outcomes_have_a_letter_and_the_selected_one_its_money():
    best, other = bids_of(made.decided_call())

    won, lost = letters.content(best), letters.content(other)

    assert (won["outcome"], won["agreed_sum"], len(won["instalments"])) == (
        Outcome.SELECTED.label,
        "18000.00",
        2,
    )
    assert "has selected it" in won["opening"]
    assert (lost["outcome"], lost["agreed_sum"], lost["instalments"]) == (
        Outcome.NOT_SELECTED.label,
        None,
        [],
    )


def test_30_a_letter_names_no_assessor_and_no_other_bidder():
    call = made.decided_call()
    for bid in bids_of(call):
        text = json.dumps(letters.content(bid), ensure_ascii=False)

        for member in made.board_members(3):
            assert member.name not in text
        for rival in bids_of(call):
            if rival != bid:
                assert rival.lead_school.name not in text
                assert rival.title not in text


def test_20_the_private_reason_is_in_no_letter_mail_page_or_pdf():
    call = made.decided_call()
    bids.services.publish(call=call, by=made.chair(), now=made.published_at(call))
    for item in WorkItem.objects.filter(kind=letters.LETTER):
        work.run(item.pk, now=clock.now())
    bid = bids_of(call)[1]
    head = board.head_of(bid.lead_school)
    client = client_of(head)

    assert SECRET not in json.dumps(letters.content(bid))
    assert not OutboxMessage.objects.filter(text__contains=SECRET).exists()
    for name in ("bids:letter", "bids:bid_detail"):
        page = client.get(reverse(name, args=[bid.pk]))
        assert page.status_code == 200
        assert SECRET not in page.content.decode()
    for url in (reverse("bids:lead_list"), reverse("bids:call_detail", args=[call.slug])):
        assert SECRET not in client.get(url).content.decode()


def test_30_the_first_and_last_paragraph_are_edited_until_publishing():
    call = made.decided_call()
    bid = bids_of(call)[1]
    clerk, now = made.clerk(), made.moderated_at(call)

    letters.edit(bid=bid, opening="Dear colleagues,", closing="Yours.", by=clerk, now=now)
    said = letters.content(bid)
    assert (said["opening"], said["closing"]) == ("Dear colleagues,", "Yours.")

    letters.edit(bid=bid, opening="", closing=letters.CLOSING, by=clerk, now=now)
    assert letters.content(bid)["closing"] == letters.CLOSING
    assert Letter.objects.get(bid=bid).closing == ""

    bids.services.publish(call=call, by=made.chair(), now=made.published_at(call))
    with pytest.raises(letters.Published):
        letters.edit(bid=bid, opening="Late.", closing="", by=clerk, now=made.published_at(call))


def test_only_clerk_and_chair_edit_letters():
    call = made.decided_call()
    bid = bids_of(call)[1]

    for person in (office(), made.board_members(1)[0], board.head_of(bid.lead_school)):
        with pytest.raises(WrongPerson):
            letters.edit(bid=bid, opening="x", closing="", by=person, now=made.moderated_at(call))


def test_names_that_had_better_not_be_there_are_shown_to_the_clerk():
    call = made.decided_call()
    best, other = bids_of(call)
    member = made.board_members(1)[0]

    letters.edit(
        bid=other,
        opening=f"{member.name} liked {best.lead_school.name} better.",
        closing="",
        by=made.clerk(),
        now=made.moderated_at(call),
    )

    found = letters.named(call, bids_of(call))
    assert found[other.pk] == sorted([member.name, best.lead_school.name])
    assert found[best.pk] == []


def test_30_the_letter_is_sealed_with_publishing():
    call = made.decided_call()
    bid = bids_of(call)[1]
    bids.services.publish(call=call, by=made.chair(), now=made.published_at(call))
    sealed = letters.content(bid)

    bid.lead_school.name = "Renamed School"
    bid.lead_school.save()

    assert letters.content(Bid.objects.get(pk=bid.pk)) == sealed
    assert sealed["dated"] == clock.day_of(made.published_at(call)).isoformat()


def test_30_the_pdf_is_tagged_and_the_same_every_time():
    call = made.published_call()
    said = letters.content(bids_of(call)[1])

    first = render_letter(said, identifier="letter:1")

    root = PdfReader(BytesIO(first)).trailer["/Root"]
    assert (root["/MarkInfo"]["/Marked"], root["/Lang"]) == (True, "en-GB")
    assert "/StructTreeRoot" in root
    assert render_letter(said, identifier="letter:1") == first


def test_the_pdf_names_the_bid_by_its_own_title():
    said = letters.content(bids_of(made.published_call())[1])

    pages = PdfReader(BytesIO(render_letter(said, identifier="letter:1"))).pages

    assert f"“{said['title']}”" in " ".join(pages[0].extract_text().split())


def test_a_bidder_reads_its_own_letter_and_no_other_once_they_are_out():
    call = made.decided_call()
    own, rival = bids_of(call)
    client = client_of(board.head_of(own.lead_school))
    page = reverse("bids:letter", args=[own.pk])

    assert client.get(page).status_code == 404
    bids.services.publish(call=call, by=made.chair(), now=made.published_at(call))

    assert client.get(page).status_code == 200
    assert client.get(reverse("bids:letter", args=[rival.pk])).status_code == 404
    assert client.get(reverse("bids:letter_pdf", args=[rival.pk])).status_code == 404
    assert client.get(reverse("bids:ask_feedback", args=[rival.pk])).status_code == 404


def test_a_partner_and_the_business_manager_read_it_too_and_a_teacher_does_not():
    call = made.published_call()
    own = bids_of(call)[0]
    page = reverse("bids:letter", args=[own.pk])
    manager = cast.at_school("Mo Manager", own.lead_school, SchoolRole.BUSINESS_MANAGER)
    teacher = cast.at_school("Tia Teacher", own.lead_school, SchoolRole.STAFF)

    client = client_of(manager)
    assert client.get(page).status_code == 200
    client = client_of(teacher)
    assert client.get(page).status_code == 404


def test_a_bid_that_failed_the_screen_gets_what_the_screen_found():
    made.board_members(3)
    call = CallFactory.create(state=CallState.OPEN)
    good, bad = made.a_bid(call), made.a_bid(call)
    call = closing.close(call=call, now=after(call))
    found = {item.value: (item != ScreenItem.OUTSIDE, "Nobody is named.") for item in ScreenItem}
    screening.record(bid=bad, findings=found, by=office(), now=after(call))
    screening.finish(bid=bad, by=office(), now=after(call))
    call = made.started(call)
    for member in made.board_members(3):
        made.give(good, member, (4, 4, 4, 4))
    made.opened(call)
    made.agree(Bid.objects.get(pk=good.pk), (4, 4, 4, 4))
    made.decide(good, Outcome.SELECTED)
    call = made.closed(call)

    bids.services.publish(call=call, by=made.chair(), now=made.published_at(call))
    said = Letter.objects.get(bid=bad).content

    assert said["findings"] == [{"item": ScreenItem.OUTSIDE.label, "reason": "Nobody is named."}]
    assert (said["criteria"], said["reason"]) == ([], "")
    assert "did not pass the screen" in said["opening"]


# Feedback meetings


def test_a_bidder_asks_for_a_meeting_once_and_is_told_when_it_is():
    call = made.published_call()
    bid = bids_of(call)[1]
    head, now = board.head_of(bid.lead_school), made.published_at(call)

    meeting = meetings.ask(bid=bid, message="What about capacity?", by=head, now=now)
    with pytest.raises(meetings.NotNow, match="asked for already"):
        meetings.ask(bid=bid, message="", by=head, now=now)
    with pytest.raises(meetings.InThePast):
        meetings.arrange(meeting=meeting, meets_at=now, place="Civic Centre", by=office(), now=now)
    at = now + timedelta(days=3)
    meetings.arrange(meeting=meeting, meets_at=at, place="Civic Centre", by=office(), now=now)

    meeting.refresh_from_db()
    assert (meeting.meets_at, meeting.place, meeting.arranged_by) == (at, "Civic Centre", office())
    told = OutboxMessage.objects.filter(key__startswith=f"bid:{bid.pk}:feedback:")
    assert list(told.values_list("to", flat=True)) == [head.email]


def test_nobody_asks_for_a_meeting_before_there_is_a_letter_or_about_another_bid():
    call = made.decided_call()
    own, rival = bids_of(call)
    head, now = board.head_of(own.lead_school), made.moderated_at(call)

    with pytest.raises(meetings.NotNow, match="not published"):
        meetings.ask(bid=own, message="", by=head, now=now)
    with pytest.raises(WrongPerson):
        meetings.ask(bid=rival, message="", by=head, now=now)


def test_every_download_of_the_pdf_is_on_record():
    call = made.published_call()
    bid = bids_of(call)[0]
    letters.send(bid_id=bid.pk, now=clock.now())

    document = letters.document_for_download(bid=bid, by=board.head_of(bid.lead_school))

    assert document == documents.get(letters.document_key(bid))
    entries = LogEntry.objects.get_for_object(bid).order_by("-pk")
    assert entries[0].additional_data["what"] == "letter downloaded"
