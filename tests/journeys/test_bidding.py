"""Bidding from start to letter: two schools together, a rival, five of the board, one decision.

Submitted a minute before the deadline; a second late is refused and the text kept. One member
works for a partner and is out of the whole call, one abstains. Each bidder reads its own letter.
"""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from bids.models import Bid, Call
from bids.services import closing, letters
from bids.states import CallState, CriterionKind, Outcome
from hlp.kit import clock, work
from hlp.kit.models import WorkItem
from members.models import School, User
from members.states import PortalRole
from tests.browser.checking import check_page
from tests.browser.fixtures import watched
from tests.factories import board
from tests.factories import deciding as made
from tests.factories.bids import CallFactory
from tests.factories.members import RoleHeldFactory

LATE = "We would also film two minutes of each lesson."


class At:
    """Addresses of bidding on the live server, by the names of their pages."""

    def __init__(self, server):
        self.server = server

    def __call__(self, name, *args):
        return self.server + reverse(f"bids:{name}", args=args)


@pytest.fixture
def desk_of(new_context, sign_in):
    """A browser of one's own for each person."""

    def open_for(person):
        context = watched(new_context(viewport={"width": 1280, "height": 900}))
        sign_in(context, person)
        return context.new_page()

    return open_for


@pytest.fixture
def call(transactional_db):
    """Open for four weeks but a day."""
    opened = CallFactory.create(state=CallState.OPEN, t0=clock.now() - timedelta(days=27))
    made.board_members(4)
    return opened


def test_from_the_first_word_to_the_letter(live_server, call, desk_of):
    period = call.priority.year.period
    lead, partner, rival = (board.member(period) for _ in range(3))
    RoleHeldFactory.create(user=board.head_of(partner), role=PortalRole.BOARD_MEMBER)
    theirs = made.a_bid(call, rival)
    lead_desk, partner_desk = desk_of(board.head_of(lead)), desk_of(board.head_of(partner))
    at = At(live_server.url)

    bid = two_schools_bid_together(lead_desk, partner_desk, at, call, partner)
    closes_in(call, seconds=60)
    they_submit_in_the_last_minute(lead_desk, at, bid)
    a_second_late_is_refused_and_the_text_kept(desk_of(board.head_of(rival)), at, call, theirs)

    call = the_call_is_closed_and_screened(call)
    one, *others, abstains = made.board_members(4)
    member = desk_of(one)
    a_member_declares_and_marks(member, at, call, bid, theirs)
    the_others_mark(call, others, bid, theirs)
    one_abstains(desk_of(abstains), at, abstains, bid, theirs)
    whoever_works_for_a_partner_is_out(desk_of(board.head_of(partner)), at, call, theirs)

    moderation_opens(desk_of(made.clerk()), at, call)
    a_bid_is_moderated_and_decided(member, at, bid)
    made.agree(Bid.objects.get(pk=theirs.pk), (2, 3, 3, 3), present=[one, *others])
    made.decide(theirs, Outcome.NOT_SELECTED)
    whoever_works_for_a_partner_is_out(desk_of(board.head_of(partner)), at, call, theirs)
    the_chair_publishes(member, desk_of(made.chair()), at, call)

    each_reads_its_own_letter(lead_desk, at, bid, rival, "Selected as lead school")
    each_reads_its_own_letter(partner_desk, at, bid, rival, "Selected as lead school")
    each_reads_its_own_letter(desk_of(board.head_of(rival)), at, theirs, lead, "Not selected")
    no_letter_of_others(desk_of(board.head_of(lead)), at, theirs)


def two_schools_bid_together(lead, partner_head, at, call, partner):
    lead.goto(at("start_bid", call.slug))
    check_page(lead)
    lead.get_by_role("button", name=re.compile("Start the bid of")).click()
    check_page(lead)
    bid = Bid.objects.get(pk=int(re.search(r"/bid/(\d+)/", lead.url).group(1)))
    lead.goto(at("edit_details", bid.pk))
    lead.get_by_label("Title of the bid").fill("Talk first")
    lead.get_by_label("Summary").fill("Two schools open their rooms to all others.")
    lead.get_by_label("Cost of the support").fill("18,000")
    lead.get_by_role("button", name="Save and continue").click()
    made.write(bid, board.head_of(bid.lead_school), clock.now())
    lead.goto(at("ask_partner", bid.pk, partner.pk))
    check_page(lead)
    lead.locator("form textarea, form input[type=text]").last.fill("Opens its nursery.")
    lead.locator("main form").get_by_role("button").click()
    partner_head.goto(at("partner_answer", bid.partners.get().pk))
    check_page(partner_head)
    partner_head.get_by_role("button", name=f"Accept for {partner}").click()
    check_page(partner_head)
    return bid


def closes_in(call, *, seconds):
    """The clock is everybody's, so the deadline comes to it."""
    Call.objects.filter(pk=call.pk).update(closes_at=clock.now() + timedelta(seconds=seconds))


def they_submit_in_the_last_minute(lead, at, bid):
    lead.goto(at("submit_bid", bid.pk))
    check_page(lead)
    lead.get_by_role("button", name="Submit the bid").click()
    check_page(lead)
    bid.refresh_from_db()
    assert bid.state == "submitted"


def a_second_late_is_refused_and_the_text_kept(rival, at, call, bid):
    rival.goto(at("edit_section", bid.pk, "approach"))
    text = rival.locator("textarea").first
    text.fill(LATE)
    closes_in(call, seconds=-1)
    rival.get_by_role("button", name="Save and continue").click()
    expect(rival.get_by_text("What you typed is kept as a draft").first).to_be_visible()
    assert bid.sections.get(kind="approach").text == LATE
    assert LATE not in str(bid.versions.get().content)


def the_call_is_closed_and_screened(call):
    closing.close_due(now=clock.now())  # or somebody's page has done it already
    closed = Call.objects.get(pk=call.pk)
    assert closed.state == CallState.CLOSED
    return made.started(closed)


def a_member_declares_and_marks(member, at, call, *bids):
    member.goto(at("declare_interests", call.slug))
    check_page(member)
    for group in member.get_by_role("group").all():
        group.get_by_label("None", exact=True).check()
    member.get_by_role("button", name="Save").click()
    for bid, marks in zip(bids, ((4, 5, 4, 4), (2, 3, 3, 3)), strict=True):
        member.goto(at("mark_bid", bid.pk))
        check_page(member)
        for kind, mark in zip(CriterionKind, marks, strict=True):
            member.locator(f"input[name=mark_{kind.value}][value='{mark}']").check()
            member.locator(f"textarea[name=reason_{kind.value}]").fill("Seen in two schools.")
        member.get_by_role("button", name="Give my marks").click()
        check_page(member)


def the_others_mark(call, others, *bids):
    for person in others:
        for bid, marks in zip(bids, ((5, 4, 4, 4), (3, 3, 3, 2)), strict=True):
            made.give(Bid.objects.get(pk=bid.pk), person, marks, now=clock.now())


def one_abstains(desk, at, person, *bids):
    for bid in bids:
        made.no_interest(Bid.objects.get(pk=bid.pk), person, clock.now())
        desk.goto(at("abstain", bid.pk))
        check_page(desk)
        desk.locator("main form textarea, main form input[type=text]").last.fill("New to this.")
        desk.locator("main form").get_by_role("button").click()


def whoever_works_for_a_partner_is_out(desk, at, call, rival_bid):
    """Of the whole call: neither read nor mark, nor see the table."""
    for name in ("mark_bid", "moderate_bid", "bid_detail", "letter"):
        assert desk.goto(at(name, rival_bid.pk)).status == 404
    for name in ("panel", "ranking", "ranking_csv"):
        assert desk.goto(at(name, call.slug)).status == 404


def moderation_opens(clerk, at, call):
    clerk.goto(at("assessors", call.slug))
    check_page(clerk)
    clerk.get_by_role("button", name="Open moderation").click()
    check_page(clerk)
    expect(clerk.get_by_role("heading", name="Panel table")).to_be_visible()


def a_bid_is_moderated_and_decided(member, at, bid):
    member.goto(at("moderate_bid", bid.pk))
    member.get_by_role("button", name="Take up this bid").click()
    check_page(member)
    member.get_by_role("button", name="Take up this bid").click()
    check_page(member)
    for box in member.get_by_role("checkbox").all():
        box.check()
    member.get_by_role("button", name="Save who was there").click()
    for kind, mark in zip(CriterionKind, (5, 4, 4, 4), strict=True):
        member.goto(at("agree_mark", bid.pk, kind.value))
        check_page(member)
        member.locator(f"input[name=mark][value='{mark}']").check()
        member.get_by_label("Why the panel agreed this mark").fill(f"Convincing on {kind.value}.")
        if mark < 5:
            member.get_by_label("What a higher mark needed").fill("More schools.")
        member.get_by_role("button", name="Agree this mark").click()
    member.get_by_role("button", name="Finish this bid").click()
    member.get_by_role("button", name="Finish this bid").click()
    check_page(member)
    member.get_by_role("button", name="Decide on this bid").click()
    check_page(member)
    decide(member)


def decide(member):
    today = clock.today()
    member.get_by_label("Selected as lead school").check()
    member.get_by_label("Agreed sum").fill("18000")
    member.locator("[name=amount_1]").fill("18000")
    type_date(member, "due_1", today + timedelta(days=60))
    member.get_by_label("Reason for the bidder and the public page").fill("The best on expertise.")
    member.get_by_label("Reason for the board’s papers").fill("A secret of the board.")
    type_date(member, "decided_on", today)
    member.get_by_label("Minute reference").fill("Board, item 3")
    member.get_by_role("button", name="Save this decision").click()
    expect(member.get_by_text("The decision is kept.")).to_be_visible()
    check_page(member)


def type_date(page, name, day: date):
    for part in ("day", "month", "year"):
        page.locator(f"[name={name}-{part}]").fill(str(getattr(day, part)))


def the_chair_publishes(member, chair, at, call):
    member.goto(at("ranking", call.slug))
    member.get_by_role("button", name="Close the decisions").click()
    check_page(member)
    chair.goto(at("publish_call", call.slug))
    check_page(chair)
    chair.get_by_role("button", name="Publish all decisions now").click()
    expect(chair.get_by_text("The decisions are published")).to_be_visible()
    for item in WorkItem.objects.filter(kind=letters.LETTER):
        work.run(item.pk, now=clock.now())


def each_reads_its_own_letter(desk, at, bid, rival: School, outcome):
    desk.goto(at("letter", bid.pk))
    check_page(desk)
    said = desk.locator("main").inner_text()
    assert outcome.lower() in said.lower()
    assert "What a higher mark needed" in said
    for kind in CriterionKind:
        assert re.search(rf"{kind.label}: \d of 5", said)
    assert rival.name not in said
    assert "A secret of the board." not in said
    for person in User.objects.filter(name__startswith="Member "):
        assert person.name not in said
    expect(desk.get_by_role("link", name="This letter as a PDF")).to_be_visible()


def no_letter_of_others(desk, at, bid):
    for name in ("letter", "letter_pdf", "ask_feedback"):
        assert desk.goto(at(name, bid.pk)).status == 404
