"""Checks 5 and 22: every address of bidding, found by walking them, is 404 to who may not see.

A new address is met by itself; one with a part that is not known here fails until it is.
"""

import pytest
from django.contrib import admin
from django.urls import reverse

from bids.models import Bid, BidFile
from hlp.kit.models import OutboxMessage
from members.states import PortalRole
from tests.bids.marking import acts
from tests.bids.marking.walking import (
    BOUND,
    KINDS,
    SECRETS,
    STAGES,
    of_a_bid,
    of_a_call,
    opened_to,
    said_to,
    staged,
    text_of,
    who,
)
from tests.factories import bids as made
from tests.factories import deciding
from tests.factories.members import RoleHeldFactory
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db


def test_the_walk_finds_the_addresses():
    names = {name for name, _ in of_a_bid()}

    assert {"bid_detail", "bid_file", "mark_bid", "screen_bid", "moderate_bid", "letter"} <= names
    assert {"marking_progress", "panel", "ranking_xlsx"} <= {name for name, _ in of_a_call()}


@pytest.mark.parametrize("stage", STAGES)
def test_every_address_is_not_there_and_no_page_or_file_carries_a_word(stage):
    """One call for all of them: bringing it to its stage takes longer than looking."""
    call = staged(stage)
    bid = call.bids.get(number=1)
    kinds = KINDS if stage == "marking" else BOUND
    found = {}
    for kind in kinds:
        client = client_of(who(kind, call))
        found[kind] = [*opened_to(client, bid), *said_to(client, call)]

    assert found == {kind: [] for kind in kinds}


def test_the_walk_sees_what_opens():
    """The same walk by somebody who is clear of the bid finds pages and words."""
    call = staged("marking")
    bid = call.bids.get(number=1)
    client = client_of(deciding.board_members(1)[0])

    assert ("mark_bid", "get", 200) in set(opened_to(client, bid))
    assert text_of(client.get(reverse("bids:mark_bid", args=[bid.pk]))).count(SECRETS[0]) > 1


@pytest.mark.parametrize("stage", ["marking", "published"])
def test_the_back_room_and_its_search_carry_nothing_either(stage):
    call = staged(stage)
    client = client_of(who("office person who works for a rival", call))
    title = call.bids.get(number=1).title

    said = []
    for model in admin.site._registry:
        url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for query in ("", "?q=What", "?q=Stronger"):
            text = text_of(client.get(url + query))
            said += [(url, s) for s in (*SECRETS, title) if s in text]
        if model._meta.app_label == "bids":
            for row in model._default_manager.all()[:5]:
                page = reverse(f"admin:bids_{model._meta.model_name}_change", args=[row.pk])
                text = text_of(client.get(page, follow=True))
                said += [(page, s) for s in (*SECRETS, title) if s in text]

    # After publishing the award is public, and so is what it is for.
    assert [row for row in said if stage != "published" or row[1] in SECRETS] == []


def test_who_is_out_is_told_so_and_sees_neither_schools_nor_titles():
    call = staged("marking")
    client = client_of(who("works for a rival", call))
    bid = call.bids.get(number=1)

    for name in ("declare_interests", "marking_progress"):
        text = text_of(client.get(reverse(f"bids:{name}", args=[call.slug])))
        assert "You are out of this call" in text
        assert bid.title not in text
        assert bid.lead_school.name not in text


def test_before_declaring_schools_and_title_are_all_there_is():
    call = staged("marking")
    client = client_of(who("has not declared", call))
    bid = call.bids.get(number=1)

    text = text_of(client.get(reverse("bids:declare_interests", args=[call.slug])))

    assert bid.title in text
    assert bid.lead_school.name in text
    assert bid.versions.first().content["summary"] not in text


@pytest.mark.parametrize("stage", ["marking", "published"])
def test_bidders_always_reach_their_own_bid(stage):
    call = staged(stage)
    bid = call.bids.get(number=1)
    client = client_of(made.head_of(bid.lead_school))

    assert client.get(reverse("bids:bid_detail", args=[bid.pk])).status_code == 200
    file = BidFile.objects.get(bid=bid)
    assert client.get(reverse("bids:bid_file", args=[bid.pk, file.pk])).status_code == 200
    letter = client.get(reverse("bids:letter", args=[bid.pk])).status_code
    assert letter == (200 if stage == "published" else 404)


def test_a_bidder_who_sits_on_the_board_reaches_no_rival():
    call = staged("marking")
    bid, rival = call.bids.order_by("number")
    head = made.head_of(bid.lead_school)
    RoleHeldFactory.create(user=head, role=PortalRole.BOARD_MEMBER)
    client = client_of(acts.fresh(head))

    assert client.get(reverse("bids:bid_detail", args=[bid.pk])).status_code == 200
    for name in ("bid_detail", "mark_bid", "screen_bid", "moderate_bid"):
        assert client.get(reverse(f"bids:{name}", args=[rival.pk])).status_code == 404


def test_no_mail_carries_a_word_but_to_the_bidders_themselves():
    call = staged("published")
    bid, rival = call.bids.order_by("number")
    heads = {row: made.head_of(row.lead_school) for row in (bid, rival)}

    for mail in OutboxMessage.objects.exclude(to__in=[head.email for head in heads.values()]):
        assert [s for s in (*SECRETS, "Every school visited once") if s in mail.text] == []
    for mine, other in ((bid, rival), (rival, bid)):
        mails = OutboxMessage.objects.filter(to=heads[mine].email)
        assert not any(f"bid:{other.pk}:" in mail.key for mail in mails)
        assert Bid.objects.visible_to(acts.fresh(heads[mine])).get() == mine
