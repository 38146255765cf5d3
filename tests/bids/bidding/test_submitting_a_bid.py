"""What was submitted is kept whole; the last version in by the deadline is the one that counts."""

from datetime import timedelta
from decimal import Decimal

import pytest

from bids import content
from bids.services import exceptions, submitting, withdrawing, writing
from bids.states import BidState
from hlp.kit import states
from hlp.kit.models import OutboxMessage
from members.states import SchoolRole
from tests.factories import cast
from tests.factories.bids import (
    BidFactory,
    after,
    closed,
    head_of,
    member_of,
    office,
    started,
    submitted,
)


def write(bid, kind, text, *, now, by=None):
    section = bid.sections.get(kind=kind)
    return writing.save_section(
        bid=bid,
        kind=kind,
        text=text,
        planned_on=section.planned_on,
        revision=section.revision,
        by=by or head_of(bid.lead_school),
        now=now,
    )


def test_a_version_holds_all_that_was_written_and_every_head_gets_its_digest(call, monday):
    partner = member_of(call)
    bid = BidFactory.create(call=call, partners=[partner], cost=Decimal("17500.00"))

    version = submitted(bid, now=monday)

    assert version.number == 1
    assert version.content["cost"] == "17500.00"
    assert len(version.content["sections"]) == 9
    assert [row["urn"] for row in version.content["partners"]] == [partner.pk]
    assert version.digest == content.digest(version.content)
    receipts = OutboxMessage.objects.filter(key=f"bid:{bid.pk}:version-1")
    assert {mail.to for mail in receipts} == {
        head_of(bid.lead_school).email,
        head_of(partner).email,
    }
    assert all(version.digest in mail.text for mail in receipts)


def test_changed_and_submitted_again_it_is_a_new_version_and_the_old_one_stays(bid, monday):
    first = submitted(bid, now=monday)
    write(bid, "approach", "A better plan.", now=monday + timedelta(hours=1))
    assert content.unsent(bid) == ["Approach"]

    second = submitted(bid, now=monday + timedelta(hours=2))

    first.refresh_from_db()
    assert (first.number, second.number) == (1, 2)
    assert first.content["sections"]["approach"]["text"] != "A better plan."
    assert second.content["sections"]["approach"]["text"] == "A better plan."
    assert content.unsent(bid) == []


def test_submitting_again_without_a_change_is_refused(bid, monday):
    submitted(bid, now=monday)

    with pytest.raises(submitting.NothingNew):
        submitted(bid, now=monday + timedelta(hours=1))

    assert bid.versions.count() == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"title": ""}, "title"),
        ({"cost": Decimal("20000.01")}, "above the highest"),
        ({"cost": None}, "cost"),
    ],
)
def test_what_is_missing_or_above_the_ceiling_is_said(call, monday, change, says):
    bid = BidFactory.create(call=call, **change)

    with pytest.raises(states.WrongMoment, match=says):
        submitted(bid, now=monday)


def test_an_empty_section_and_one_that_is_too_long_are_named(bid, monday):
    write(bid, "kick_off", "", now=monday)
    with pytest.raises(states.WrongMoment, match="Kick-off event"):
        submitted(bid, now=monday)

    write(bid, "kick_off", "word " * 301, now=monday)
    with pytest.raises(states.WrongMoment, match="301 words"):
        submitted(bid, now=monday)


def test_at_the_deadline_the_last_version_stands_and_bidders_hear_what_was_not_sent(bid, monday):
    submitted(bid, now=monday)
    write(bid, "quality", "Never sent.", now=monday + timedelta(hours=1))

    closed(bid.call)

    last = content.last(bid)
    assert last.number == 1
    assert "Never sent." not in last.content["sections"]["quality"]["text"]
    mail = OutboxMessage.objects.get(key=f"bid:{bid.pk}:left-unsent")
    assert mail.to == head_of(bid.lead_school).email
    assert "does not count: Quality assurance" in mail.text


def test_who_never_submitted_is_told_so_at_the_deadline(bid):
    closed(bid.call)

    assert OutboxMessage.objects.filter(key=f"bid:{bid.pk}:left-as-draft").count() == 1


def test_a_late_exception_holds_for_one_submission(bid, monday):
    call = bid.call
    closed(call)
    exceptions.grant(
        call=call,
        school=bid.lead_school,
        expires_at=after(call) + timedelta(days=2),
        because="The school was flooded.",
        minute_reference="Chair’s action 3",
        by=office(),
        now=after(call),
    )
    bid.refresh_from_db()

    submitted(bid, now=after(call) + timedelta(days=1))

    bid.refresh_from_db()
    assert bid.state == BidState.SUBMITTED
    assert call.late_exceptions.get().used_at is not None
    with pytest.raises(writing.TooLate):
        write(bid, "approach", "Once more.", now=after(call) + timedelta(days=1, hours=1))
    with pytest.raises(states.WrongMoment):
        submitted(bid, now=after(call) + timedelta(days=1, hours=2))


def test_1_a_withdrawn_bid_leaves_every_list_of_the_board_and_its_text_stays(bid, monday, lead):
    submitted(bid, now=monday)

    withdrawing.withdraw(bid=bid, by=lead, now=monday + timedelta(hours=1))

    bids = type(bid).objects
    assert not bids.live().filter(pk=bid.pk).exists()
    assert not bids.scored().filter(pk=bid.pk).exists()
    assert bids.of_own(lead).get() == bid
    assert content.last(bid).number == 1
    assert started(bid.call, bid.lead_school).number == 2


def test_the_business_manager_writes_and_only_the_head_submits_and_withdraws(bid, monday):
    manager = cast.at_school("Bea Manager", bid.lead_school, SchoolRole.BUSINESS_MANAGER)

    write(bid, "capacity", "Two leaders, a day a week.", now=monday, by=manager)

    with pytest.raises(states.WrongPerson):
        submitting.submit(bid=bid, by=manager, now=monday)
    with pytest.raises(states.WrongPerson):
        withdrawing.withdraw(bid=bid, by=manager, now=monday)
