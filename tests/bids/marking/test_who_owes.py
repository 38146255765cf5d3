"""Check 16: exactly who has something outstanding, by one question over all of the panel."""

import pytest

from bids.models import Assessor
from bids.services import clearance, marking, panels, progress, ruling
from bids.states import GIVEN, BidState, InterestKind, ScreenItem
from bids.workflow import is_marked
from hlp.kit.models import OutboxMessage
from members.services import roles
from members.states import PortalRole
from tests.bids.marking import acts
from tests.factories import bids as made
from tests.factories import cast, deciding
from tests.factories.members import AffiliationFactory

pytestmark = pytest.mark.django_db


def owing(call):
    return {row.user for row in call.assessors.owing(call).select_related("user")}


def done(bids, user, now):
    for bid in bids:
        acts.declare(bid, user, now=now)
        acts.give(bid, user, now=now)


def by_hand(call, now):
    """The same, one person at a time, from the rules: what the question must agree with."""
    found = set()
    for row in call.assessors.filter(released_at=None).select_related("user"):
        user = acts.fresh(row.user)
        if not user.has_perm("bids.declare_interest", call):
            continue
        known = clearance.of_call(call, now)
        for bid in call.bids.scored():
            pair = (bid.pk, user.pk)
            sheets = bid.sheets.filter(assessor=user, state__in=GIVEN)
            if pair not in known.clear | known.interested or (
                pair in known.clear and not sheets.exists()
            ):
                found.add(row.user)
    return found


def test_whoever_has_not_declared_owes(call, panel):
    assert owing(call) == set(panel)


def test_who_has_marked_or_abstained_from_every_bid_owes_nothing(call, bids, panel, now):
    done(bids, panel[0], now)
    acts.declare(bids[0], panel[1], now=now)
    acts.give(bids[0], panel[1], now=now)
    acts.declare(bids[1], panel[1], now=now)
    marking.abstain(bid=bids[1], because="x", by=panel[1], now=now)

    assert owing(call) == {panel[2]}


def test_a_draft_is_still_owed(call, bids, panel, now):
    for bid in bids:
        acts.declare(bid, panel[0], now=now)
        acts.drafts(bid, panel[0], now=now)

    assert panel[0] in owing(call)


def test_a_taken_up_bid_is_owed_again(call, bids, panel, now):
    done(bids[:1], panel[0], now)
    acts.declare(bids[1], panel[0], now=now)
    marking.abstain(bid=bids[1], because="x", by=panel[0], now=now)
    assert panel[0] not in owing(call)

    marking.take_up(bid=bids[1], by=panel[0], now=now)

    assert panel[0] in owing(call)


def test_an_interest_is_not_owed_for(call, bids, panel, now):
    done(bids[:1], panel[0], now)
    acts.declare(bids[1], panel[0], InterestKind.DIRECT, "I govern there.", now=now)

    assert panel[0] not in owing(call)


def test_who_waits_for_the_chair_owes_nothing_but_moderation_waits(call, bids, panel, now):
    for person in panel:
        done(bids[:1], person, now)
    done(bids[1:], panel[1], now)
    done(bids[1:], panel[2], now)
    interest = acts.perceived(bids[1], panel[0], now=now)

    assert owing(call) == set()
    assert is_marked(call, now) == "1 declared interest waits for the ruling of the chair."
    ruling.rule(interest=interest, stays_out=False, because="x", by=deciding.chair(), now=now)
    assert owing(call) == {panel[0]}


def test_who_is_out_of_the_call_owes_nothing(call, bids, panel):
    AffiliationFactory.create(user=panel[0], school=bids[0].lead_school)

    assert owing(call) == set(panel[1:])


def test_who_is_released_owes_nothing(call, panel, office, now):
    asked = call.assessors.get(user=panel[0])

    panels.release(assessor=asked, because="Ill.", by=office, now=now)

    assert owing(call) == set(panel[1:])
    with pytest.raises(panels.CannotRelease):
        panels.release(assessor=asked, because="Ill.", by=office, now=now)


def test_who_left_the_board_owes_nothing(call, panel, office, office2):
    held = panel[0].roles_held.get()
    roles.end(held=held, on=held.from_on, by=office2)

    assert owing(call) == set(panel[1:])


def test_a_partner_added_later_is_owed_a_declaration(call, bids, panel, office, now):
    done(bids, panel[0], now)
    school = made.member_of(call)
    made.partnering.change_after_closing(
        bid=acts.again(bids[0]), school=school, part="x", agreed="Item 4", by=office, now=now
    )

    assert panel[0] in owing(call)


def test_only_bids_through_the_screen_are_owed(office):
    deciding.board_members(1)
    call = made.CallFactory.create(state="open")
    good, bad = deciding.a_bid(call), deciding.a_bid(call)
    made.closed(call)
    deciding.passed(acts.again(good), made.after(call))
    made.screening.record(
        bid=acts.again(bad),
        findings={i.value: (i != ScreenItem.MATERIALS, "No.") for i in ScreenItem},
        by=office,
        now=made.after(call),
    )
    failed = made.screening.finish(bid=acts.again(bad), by=office, now=made.after(call))
    now = made.after(call)
    call = panels.start_marking(call=acts.again(good).call, by=office, now=now)
    (person,) = deciding.board_members(1)
    done([acts.again(good)], person, now)

    assert failed.state == BidState.FAILED
    assert owing(call) == set()
    made.screening.reinstate(bid=failed, because="It is there.", by=office, now=now)
    assert owing(call) == {person}


def test_the_question_agrees_with_the_rules_person_by_person(call, bids, panel, now):
    more = [cast.in_partnership(f"Extra {n}", PortalRole.PANEL_ASSESSOR) for n in range(4)]
    for person in more:
        panels.add(call=call, user=person, by=made.office(), now=now)
    done(bids, panel[0], now)
    done(bids[:1], panel[1], now)
    acts.declare(bids[0], more[0], InterestKind.DIRECT, "x", now=now)
    done(bids[1:], more[0], now)
    acts.perceived(bids[0], more[1], now=now)
    AffiliationFactory.create(user=more[2], school=bids[1].lead_school)

    assert owing(call) == by_hand(call, now)
    lines = progress.of_panel(call, now)
    assert {line.assessor.user for line in lines if line.owes} == owing(call)


def test_remind_mails_only_who_owes_and_once_a_day(call, bids, panel, office, now):
    done(bids, panel[0], now)
    AffiliationFactory.create(user=panel[1], school=bids[0].lead_school)

    assert panels.remind(call=call, by=office, now=now) == 1
    panels.remind(call=call, by=office, now=now)

    mails = OutboxMessage.objects.filter(key__startswith=f"call:{call.pk}:owed")
    assert [mail.to for mail in mails] == [panel[2].email]
    assert not any(bid.title in mails[0].text for bid in bids)


def test_everybody_on_board_and_panel_is_asked(call, panel):
    assert {row.user for row in Assessor.objects.filter(call=call)} >= set(panel)
    asked = OutboxMessage.objects.filter(key=f"call:{call.pk}:asked")
    assert {mail.to for mail in asked} == {person.email for person in panel}


def test_who_comes_to_the_panel_later_can_be_added(call, office, now, stranger):
    late = cast.in_partnership("Lara Late", PortalRole.PANEL_ASSESSOR)

    panels.add(call=call, user=late, by=office, now=now)

    assert late in owing(call)
    with pytest.raises(panels.CannotAsk, match="already"):
        panels.add(call=call, user=late, by=office, now=now)
    with pytest.raises(panels.CannotAsk, match="neither"):
        panels.add(call=call, user=stranger, by=office, now=now)
