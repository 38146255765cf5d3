"""Check 3: co-editors by an e-mail that works once, with rights to view, edit or submit."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from bids.models import Bid
from bids.services import editing, submitting, writing
from bids.states import EditorRights
from hlp.kit.access import WrongPerson
from hlp.kit.models import OutboxMessage
from members.states import PortalRole
from tests.factories import cast
from tests.factories.bids import head_of, submitted
from tests.factories.members import UserFactory


def invited(bid, person, rights, now):
    """Invited by the head, and taken up with the link from the mail."""
    editor = editing.invite(
        bid=bid,
        email=person.email,
        name=person.name,
        rights=rights,
        by=head_of(bid.lead_school),
        now=now,
    )
    return editor, token_of(editor)


def token_of(editor):
    mail = OutboxMessage.objects.get(key=f"bid-editor:{editor.pk}")
    return re.search(r"/bids/editing/([^/]+)/", mail.text).group(1)


@pytest.fixture
def helper(db):
    return UserFactory.create(name="Ed Editor")


def save(bid, by, now):
    section = bid.sections.get(kind="approach")
    return writing.save_section(
        bid=bid,
        kind="approach",
        text="A helper’s words",
        planned_on=None,
        revision=section.revision,
        by=by,
        now=now,
    )


@pytest.mark.parametrize(
    ("rights", "writes", "submits"),
    [
        (EditorRights.VIEW, False, False),
        (EditorRights.EDIT, True, False),
        (EditorRights.SUBMIT, True, True),
    ],
)
def test_3_an_edit_helper_cannot_submit(bid, helper, monday, rights, writes, submits):
    _, token = invited(bid, helper, rights, monday)
    assert not Bid.objects.of_own(helper).exists()
    editing.accept(token=token, by=helper, now=monday)

    assert Bid.objects.visible_to(helper).get() == bid
    if writes:
        assert save(bid, helper, monday)
    else:
        with pytest.raises(WrongPerson):
            save(bid, helper, monday)
    if submits:
        assert submitting.submit(bid=bid, by=helper, now=monday)
    else:
        with pytest.raises(WrongPerson):
            submitting.submit(bid=bid, by=helper, now=monday)


def test_3_pages_show_a_helper_only_what_they_may(client, bid, helper, monday, on_monday):
    _, token = invited(bid, helper, EditorRights.EDIT, monday)
    client.force_login(helper)
    client.post(reverse("bids:editor_accept", args=[token]))

    assert client.get(reverse("bids:edit_section", args=[bid.pk, "approach"])).status_code == 200
    for name in ("submit_bid", "withdraw_bid", "editor_list"):
        assert client.get(reverse(f"bids:{name}", args=[bid.pk])).status_code == 404


def test_3_the_link_works_once_and_only_for_its_address(client, bid, helper, monday, on_monday):
    _, token = invited(bid, helper, EditorRights.EDIT, monday)
    url = reverse("bids:editor_accept", args=[token])
    other = UserFactory.create(name="Olga Other")

    client.force_login(other)
    refused = client.post(url)
    assert "another email address" in refused.content.decode()
    assert not Bid.objects.of_own(other).exists()

    client.force_login(helper)
    assert client.get(url).status_code == 200  # looking uses nothing up
    assert client.post(url).url == reverse("bids:bid_detail", args=[bid.pk])
    assert client.post(url).status_code == 404


def test_3_an_unproven_address_takes_nothing_up(bid, helper, monday):
    _, token = invited(bid, helper, EditorRights.EDIT, monday)
    helper.emailaddress_set.update(verified=False)

    with pytest.raises(editing.WrongAddress):
        editing.accept(token=token, by=helper, now=monday)


def test_3_a_link_runs_out_is_taken_back_and_is_replaced(bid, helper, lead, monday):
    _, old = invited(bid, helper, EditorRights.EDIT, monday)
    second, new = invited(bid, helper, EditorRights.VIEW, monday)
    for token, now in ((old, monday), (new, monday + timedelta(days=15))):
        with pytest.raises(editing.NotUsable):
            editing.find(token, now)

    editing.revoke(editor=second, by=lead, now=monday)
    with pytest.raises(editing.NotUsable):
        editing.accept(token=new, by=helper, now=monday)


def test_3_whose_access_has_ended_finds_nothing(client, bid, helper, lead, monday, on_monday):
    editor, token = invited(bid, helper, EditorRights.SUBMIT, monday)
    editing.accept(token=token, by=helper, now=monday)
    client.force_login(lead)
    client.post(reverse("bids:revoke_editor", args=[bid.pk, editor.pk]))

    client.force_login(helper)
    assert client.get(reverse("bids:bid_detail", args=[bid.pk])).status_code == 404


def test_whoever_helped_with_a_bid_is_out_of_its_call_as_assessor(bid, monday, board_member):
    assessor = cast.in_partnership("Pat Panel", PortalRole.PANEL_ASSESSOR)
    _, token = invited(bid, assessor, EditorRights.VIEW, monday)
    editing.accept(token=token, by=assessor, now=monday)
    submitted(bid, now=monday)

    assert not assessor.has_perm("bids.declare_interest", bid)
    assert board_member.has_perm("bids.declare_interest", bid)
