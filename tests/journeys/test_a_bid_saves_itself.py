"""Writing a section: it saves itself and says so, also offline or where two write at once."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from bids.models import Section
from bids.services import writing
from bids.states import CallState
from hlp.kit import clock
from tests.browser.checking import check_page
from tests.browser.watching import log_of
from tests.factories.bids import BidFactory, CallFactory, head_of


@pytest.fixture
def bid(transactional_db):
    call = CallFactory.create(state=CallState.OPEN, t0=clock.now() - timedelta(days=5))
    return BidFactory.create(call=call, title="Reading for all")


@pytest.fixture
def writing_page(page, live_server, sign_in, bid):
    sign_in(page.context, head_of(bid.lead_school))
    page.goto(f"{live_server.url}/bids/bid/{bid.pk}/section/approach/")
    return page


def approach(bid):
    return Section.objects.get(bid=bid, kind="approach")


def test_it_saves_a_moment_after_the_last_key_and_counts_the_words(writing_page, bid):
    before = approach(bid).revision
    box, state = writing_page.get_by_label("Your answer"), writing_page.get_by_role("status").last

    box.fill("Five words of a plan")

    expect(writing_page.get_by_text("You have 745 words remaining").first).to_be_visible()
    expect(state).to_have_text("Not saved yet.")
    expect(state).to_contain_text("Saved at")
    assert (approach(bid).text, approach(bid).revision) == ("Five words of a plan", before + 1)

    box.fill("Six words of a better plan")  # the page knows of its own revision
    expect(state).to_have_text("Not saved yet.")
    expect(state).to_contain_text("Saved at")
    assert approach(bid).text == "Six words of a better plan"
    check_page(writing_page)


def test_without_a_connection_it_says_so_and_the_text_stays(writing_page, bid):
    before = approach(bid).text
    writing_page.route("**/autosave/", lambda route: route.abort())
    box = writing_page.get_by_label("Your answer")

    box.fill("Written in a tunnel")

    expect(writing_page.get_by_role("status").last).to_contain_text("there is no connection")
    assert approach(bid).text == before
    expect(box).to_have_value("Written in a tunnel")
    log_of(writing_page).take_complaints()


def test_8_who_types_over_somebody_else_is_told_and_sees_both_texts(writing_page, bid):
    section = approach(bid)
    writing.save_section(
        bid=bid,
        kind="approach",
        text="What a colleague wrote",
        planned_on=None,
        revision=section.revision,
        by=head_of(bid.lead_school),
        now=clock.now(),
    )
    box = writing_page.get_by_label("Your answer")

    box.fill("What I wrote")
    expect(writing_page.get_by_role("status").last).to_contain_text("Press Save to compare")
    log_of(writing_page).take_complaints()
    writing_page.get_by_role("button", name="Save and continue").click()

    expect(writing_page.get_by_text("What a colleague wrote")).to_be_visible()
    expect(writing_page.get_by_label("Your answer")).to_have_value("What I wrote")
    check_page(writing_page)
    writing_page.get_by_role("button", name="Save and go back").click()
    expect(writing_page.get_by_text("Saved.")).to_be_visible()
    assert approach(bid).text == "What I wrote"
