"""Check 32: each school's own head signs off; the line-up is frozen at closing."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from bids import content
from bids.models import Call
from bids.services import early, partnering
from bids.states import BidState, CallState, PartnerState
from hlp.kit import states, waiting
from hlp.kit.models import OutboxMessage
from tests.factories.bids import (
    BidFactory,
    after,
    closed,
    head_of,
    member_of,
    office,
    partner,
    screened,
    submitted,
)
from tests.factories.members import SchoolFactory


def test_32_a_bid_is_not_submitted_until_every_partner_has_accepted(bid, monday):
    first, second = partner(bid, accepts=False), partner(bid)

    with pytest.raises(states.WrongMoment, match=str(first.school)) as refused:
        submitted(bid, now=monday)
    assert str(second.school) not in str(refused.value)

    partnering.accept(partner=first, by=head_of(first.school), now=monday)
    assert submitted(bid, now=monday).number == 1


def test_32_only_the_head_of_the_school_answers_for_it(bid, lead, monday):
    asked = partner(bid, accepts=False)

    for person in (lead, head_of(partner(bid).school)):
        with pytest.raises(states.WrongPerson):
            partnering.accept(partner=asked, by=person, now=monday)


def test_32_after_closing_nobody_comes_in_or_leaves_by_themselves(bid, lead, monday):
    asked, accepted = partner(bid, accepts=False), partner(bid)
    closed(bid.call)
    now = after(bid.call)

    with pytest.raises(states.WrongMoment, match="for the board to change"):
        partnering.accept(partner=asked, by=head_of(asked.school), now=now)
    with pytest.raises(states.WrongMoment):
        partnering.decline(partner=accepted, by=head_of(accepted.school), now=now)
    with pytest.raises(states.WrongMoment):
        partnering.remove(partner=accepted, by=lead, now=now)
    with pytest.raises(partnering.CannotPartner):
        partnering.ask(bid=bid, school=member_of(bid.call), part="", by=lead, now=now)
    # Who has promised nothing may still say no.
    assert partnering.decline(partner=asked, by=head_of(asked.school), now=now)


def test_32_a_later_change_follows_a_decision_and_makes_a_new_version(bid, monday):
    leaving = partner(bid)
    submitted(bid, now=monday)
    closed(bid.call)
    now, coming = after(bid.call) + timedelta(days=1), member_of(bid.call)
    bid.refresh_from_db()
    before = bid.line_up

    with pytest.raises(partnering.CannotPartner, match="which decision"):
        partnering.change_after_closing(bid=bid, agreed=" ", leaving=leaving, by=office(), now=now)
    partnering.change_after_closing(
        bid=bid, agreed="Board 6 May, item 2", leaving=leaving, by=office(), now=now
    )
    asked = partnering.change_after_closing(
        bid=bid, agreed="Board 6 May, item 2", school=coming, by=office(), now=now
    )
    partnering.accept(partner=asked, by=head_of(coming), now=now)

    bid.refresh_from_db()
    versions = list(bid.versions.order_by("number"))
    assert [[p["urn"] for p in v.content["partners"]] for v in versions] == [
        [leaving.school_id],
        [],
        [coming.pk],
    ]
    assert "Board 6 May, item 2" in versions[1].because
    assert str(coming) in versions[2].because
    assert bid.line_up != before  # so every assessor is asked for interests again


def test_32_office_records_the_decision_on_a_page(client, bid, monday, clerk):
    leaving = partner(bid)
    submitted(bid, now=monday)
    closed(bid.call)
    coming = member_of(bid.call)
    url = reverse("bids:change_line_up", args=[bid.pk])
    client.force_login(clerk)

    with time_machine.travel(after(bid.call), tick=False):
        nothing = client.post(url, {"change": "comes", "urn": "", "agreed": ""})
        client.post(url, {"change": str(leaving.pk), "agreed": "Board 6 May, item 2"})
        client.post(url, {"change": "comes", "urn": coming.pk, "agreed": "Board 6 May, item 2"})

    assert "Say which decision of the board this follows" in nothing.content.decode()
    assert "Enter the URN of a member school" in nothing.content.decode()
    leaving.refresh_from_db()
    assert leaving.state == PartnerState.REMOVED
    assert bid.partners.get(school=coming).change_agreed == "Board 6 May, item 2"


def test_a_partner_that_leaves_after_submission_is_no_longer_in_what_the_board_reads(bid, monday):
    gone = partner(bid)
    submitted(bid, now=monday)

    partnering.decline(partner=gone, by=head_of(gone.school), now=monday + timedelta(hours=1))

    last = content.last(bid)
    assert (last.number, last.content["partners"]) == (2, [])
    assert "no longer a partner" in last.because
    bid.refresh_from_db()
    assert bid.state == BidState.SUBMITTED


def test_the_head_who_is_asked_hears_by_mail_and_on_the_home_page(bid, on_monday, monday):
    asked = partner(bid, accepts=False)
    head = head_of(asked.school)

    mail = OutboxMessage.objects.get(key=f"partner:{asked.pk}:asked")
    url = reverse("bids:partner_answer", args=[asked.pk])
    assert (mail.to, url in mail.text) == (head.email, True)
    assert url in [row.url for row in waiting.for_person(head, monday)]


def test_answering_on_the_page(client, bid, on_monday):
    asked = partner(bid, accepts=False)
    url = reverse("bids:partner_answer", args=[asked.pk])
    client.force_login(head_of(asked.school))

    assert "Reading for all" in client.get(url).content.decode()
    client.post(url, {"answer": "accept"})

    asked.refresh_from_db()
    assert asked.state == PartnerState.ACCEPTED
    # The partner reads the bid and cannot write it.
    assert client.get(reverse("bids:bid_detail", args=[bid.pk])).status_code == 200
    assert client.get(reverse("bids:edit_section", args=[bid.pk, "approach"])).status_code == 404
    assert client.get(reverse("bids:submit_bid", args=[bid.pk])).status_code == 404


def test_only_member_schools_are_found_and_asked(client, bid, lead, on_monday):
    member = member_of(bid.call, SchoolFactory.create(name="Colham Manor Primary School"))
    stranger = SchoolFactory.create(name="Colham Park Primary School")
    client.force_login(lead)

    text = client.get(reverse("bids:partner_list", args=[bid.pk]), {"q": "colham"}).content.decode()
    asking = client.get(reverse("bids:ask_partner", args=[bid.pk, stranger.pk]))

    assert str(member) in text
    assert str(stranger) not in text
    assert asking.status_code == 404


@pytest.mark.parametrize("who", ["lead", "twice"])
def test_a_school_is_in_a_bid_once(bid, lead, monday, who):
    school = bid.lead_school if who == "lead" else partner(bid).school

    with pytest.raises(partnering.CannotPartner):
        partnering.ask(bid=bid, school=school, part="", by=lead, now=monday)


def test_the_line_up_is_of_all_schools_asked_or_accepted_in_order(call):
    one, two = member_of(call), member_of(call)
    bid = BidFactory.create(call=call, partners=[two])
    partner(bid, one, accepts=False)

    bid.refresh_from_db()
    assert bid.line_up == ",".join(str(u) for u in sorted([bid.lead_school_id, one.pk, two.pk]))


def test_nobody_is_reminded_at_home_of_what_can_no_longer_be_accepted(bid, on_monday, monday):
    asked = partner(bid, accepts=False)
    head = head_of(asked.school)
    url = reverse("bids:partner_answer", args=[asked.pk])
    assert url in [row.url for row in waiting.for_person(head, monday)]

    closed(bid.call)

    assert url not in [row.url for row in waiting.for_person(head, after(bid.call))]


def test_the_board_changes_no_line_up_before_closing_or_after_its_decisions(bid, monday):
    submitted(bid, now=monday)
    by, school = office(), member_of(bid.call)
    early.open_early(call=bid.call, because="To plan the panel.", by=by, now=monday)
    given = {"bid": bid, "agreed": "Board, item 4", "school": school, "by": by, "now": monday}

    with pytest.raises(partnering.CannotPartner, match="lead school chooses"):
        partnering.change_after_closing(**given)
    bid.state = screened(bid).state
    Call.objects.filter(pk=bid.call_id).update(state=CallState.DECIDED)
    with pytest.raises(partnering.CannotPartner, match="taken up again"):
        partnering.change_after_closing(**given)


def test_a_school_that_comes_in_after_closing_is_not_told_of_a_past_deadline(bid, monday):
    submitted(bid, now=monday)
    closed(bid.call)
    asked = partnering.change_after_closing(
        bid=bid,
        agreed="Board 9 May 2022, item 4",
        school=member_of(bid.call),
        by=office(),
        now=after(bid.call),
    )

    mail = OutboxMessage.objects.get(key=f"partner:{asked.pk}:asked")
    assert "Board 9 May 2022, item 4" in mail.text
    assert "cannot be submitted until" not in mail.text
