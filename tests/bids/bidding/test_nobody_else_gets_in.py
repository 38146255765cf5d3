"""A bid is its schools' own: to everybody else each of its pages is not there, files included."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bids.services import attaching, early
from bids.states import CallState
from hlp.kit import uploads
from tests.factories.bids import (
    BidFactory,
    CallFactory,
    after,
    closed,
    head_of,
    member_of,
    office,
    partner,
    submitted,
)

PDF = b"%PDF-1.7\nevidence\n%%EOF\n"


def attach(bid, now, title="Ofsted report", data=PDF):
    return attaching.add(
        bid=bid,
        section="expertise",
        title=title,
        upload=uploads.check(SimpleUploadedFile("report.pdf", data)),
        by=head_of(bid.lead_school),
        now=now,
    )


@pytest.fixture
def file(bid, monday):
    return attach(bid, monday)


def pages(bid, file):
    """(method, url) of every page of a bid."""
    names = ("bid_detail", "edit_details", "preview", "bid_pdf", "submit_bid", "receipt")
    more = ("withdraw_bid", "partner_list", "editor_list")
    yield from (("get", reverse(f"bids:{name}", args=[bid.pk])) for name in (*names, *more))
    section = [bid.pk, "approach"]
    yield "get", reverse("bids:edit_section", args=section)
    yield "post", reverse("bids:edit_section", args=section)
    yield "post", reverse("bids:autosave_section", args=section)
    yield "post", reverse("bids:add_file", args=section)
    yield "get", reverse("bids:bid_file", args=[bid.pk, file.pk])
    yield "post", reverse("bids:remove_file", args=[bid.pk, file.pk])
    yield "post", reverse("bids:submit_bid", args=[bid.pk])
    yield "post", reverse("bids:withdraw_bid", args=[bid.pk])
    yield "get", reverse("bids:partner_answer", args=[bid.partners.get().pk])


@pytest.mark.parametrize("who", ["stranger", "rival", "office", "board_member", "teacher"])
def test_13_until_the_call_closes_nobody_but_its_schools_finds_a_bid(
    request, client, bid, file, monday, on_monday, who
):
    partner(bid)
    BidFactory.create(call=bid.call)  # the rival's own
    submitted(bid, now=monday)
    made = {"rival": lambda: head_of(member_of(bid.call)), "office": office}
    person = made[who]() if who in made else request.getfixturevalue(who)
    client.force_login(person)

    for method, url in pages(bid, file):
        assert getattr(client, method)(url).status_code == 404, url


def test_a_bids_files_are_reached_only_through_their_own_bid(client, bid, file, lead, on_monday):
    other = BidFactory.create(call=bid.call)
    client.force_login(head_of(other.lead_school))

    assert client.get(reverse("bids:bid_file", args=[other.pk, file.pk])).status_code == 404
    client.force_login(lead)
    answer = client.get(reverse("bids:bid_file", args=[bid.pk, file.pk]))
    assert answer.content == PDF
    assert answer["Content-Disposition"].startswith("attachment")


def test_13_after_closing_office_finds_files_of_the_submitted_version_and_no_working_text(
    client, bid, file, monday, clerk
):
    submitted(bid, now=monday)
    later = attach(bid, monday + timedelta(hours=1), "Attached later", PDF + b"x %%EOF")
    closed(bid.call)
    client.force_login(clerk)

    with time_machine.travel(after(bid.call), tick=False):
        sent = client.get(reverse("bids:bid_file", args=[bid.pk, file.pk]))
        unsent = client.get(reverse("bids:bid_file", args=[bid.pk, later.pk]))
        working = client.get(reverse("bids:preview", args=[bid.pk]))

    assert [sent.status_code, unsent.status_code, working.status_code] == [200, 404, 404]


def test_13_a_draft_stays_its_schools_own_even_where_the_call_was_opened_early(client, monday):
    call = CallFactory.create(state=CallState.OPEN)
    bid = BidFactory.create(call=call)
    file = attach(bid, monday_of := call.opens_at + timedelta(days=2))
    person = office()
    early.open_early(call=call, because="A complaint is looked into.", by=person, now=monday_of)
    client.force_login(person)

    with time_machine.travel(monday_of, tick=False):
        answer = client.get(reverse("bids:bid_file", args=[bid.pk, file.pk]))

    assert answer.status_code == 404


def test_a_file_is_believed_by_its_content(client, bid, lead, on_monday):
    client.force_login(lead)
    url = reverse("bids:add_file", args=[bid.pk, "expertise"])

    for name, data, says in (
        ("report.pdf", b"MZ not a pdf", "must be a PDF"),
        ("report.pdf", b"", "empty"),
    ):
        answer = client.post(
            url,
            {"evidence-title": "Report", "evidence-file": SimpleUploadedFile(name, data)},
        )
        assert says in answer.content.decode()
    good = client.post(
        url, {"evidence-title": "Report", "evidence-file": SimpleUploadedFile("r.exe", PDF)}
    )

    assert good.status_code == 302
    assert bid.files.get().document.filename == "r.pdf"


def test_taken_off_a_file_stays_for_the_version_that_had_it(bid, file, monday, lead):
    version = submitted(bid, now=monday)

    attaching.remove(file=file, by=lead, now=monday + timedelta(hours=1))

    assert [row["id"] for row in version.content["files"]] == [file.pk]
    assert bid.files.get().removed_at is not None
    assert attaching.may_read(file, lead)


def test_after_closing_files_stay_as_they_are(bid, file, lead):
    closed(bid.call)
    bid.refresh_from_db()

    with pytest.raises(attaching.CannotAttach, match="call has closed"):
        attach(bid, after(bid.call), "Too late", PDF + b"y %%EOF")
    with pytest.raises(attaching.CannotAttach):
        attaching.remove(file=file, by=lead, now=after(bid.call))
