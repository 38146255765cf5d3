"""An election on a phone: nominated, accepted, opened, voted in, opened with two passphrases,
settled by lot, declared; the seat is filled, and a school finds its code.
"""

import re
from datetime import timedelta

import pytest
from django.db.models import F
from playwright.sync_api import expect

from board.models import Appointment, Election
from hlp.kit import clock
from members.services import periods
from tests.browser.checking import check_page
from tests.browser.fixtures import watched
from tests.factories import board as made

CODE = re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}")
OFFICER, SECOND = "violet harbour kettle moon", "seventy paper lanterns fly"


@pytest.fixture
def phone_of(new_context, sign_in):
    """A small phone of one's own for each person."""

    def open_for(person):
        context = watched(new_context(viewport={"width": 320, "height": 640}, has_touch=True))
        sign_in(context, person)
        return context.new_page()

    return open_for


@pytest.fixture
def election(transactional_db):
    today = clock.today()
    starts_on = today.replace(day=1) - timedelta(days=1)
    period = periods.create_period(name="Trial period", starts_on=starts_on, is_published=True)
    return made.announced(period=period, t0=clock.now() - timedelta(days=1), primary=1)


def test_from_nomination_to_the_seat(live_server, election, phone_of):
    schools = made.members(6, election.period)
    heads = [made.head_of(school) for school in schools]
    officer, page = made.officer(), f"{live_server.url}/elections/{election.pk}/"
    phones = [phone_of(head) for head in heads[:3]]

    one_nominates_herself(phones[0], page, heads[0])
    and_a_colleague(phones[0], page, heads[1])
    who_accepts(phones[1], live_server.url)
    days_pass(election, 8)
    running = phone_of(officer)
    nominations_are_closed(running, page)
    printed = three_keys_are_made(running, phone_of(made.second()), page)
    they_are_rehearsed_and_the_poll_opens(running, page, printed)

    made.schools_are_told(clock.now())
    others_vote_before(election, schools[3:], heads)
    codes = [
        a_school_votes(phone, page, name)
        for phone, name in zip(phones, (heads[0], heads[0], heads[1]), strict=True)
    ]
    a_second_vote_is_refused(phones[0], page, schools[0])

    days_pass(election, 15)
    the_box_is_opened(running, page, printed)
    the_backups_go(running)
    a_lot_is_drawn(running, page, heads[1])
    it_is_declared(running, page)
    the_seat_is_filled(phones[2], live_server.url, heads[1])
    the_code_is_on_the_board(phones[2], page, codes[2])


def days_pass(election, days):
    """As if everything had been announced so much earlier."""
    names = ("nominations_close_at", "voting_opens_at", "voting_closes_at")
    earlier = {name: F(name) - timedelta(days=days) for name in names}
    Election.objects.filter(pk=election.pk).update(**earlier)


def one_nominates_herself(page, url, head):
    page.goto(url)
    check_page(page)
    page.get_by_role("link", name="Nominate yourself or a colleague").click()
    check_page(page)
    page.get_by_label("Who do you nominate?").select_option(label=you(page, head))
    page.get_by_label("A few words").fill("I would listen first.")
    page.get_by_role("button", name="Nominate").click()
    expect(page.get_by_text("You stand for: Primary head.")).to_be_visible()


def you(page, head):
    options = page.get_by_label("Who do you nominate?").locator("option").all_inner_texts()
    return next(text for text in options if text.startswith(f"{head.name},"))


def and_a_colleague(page, url, colleague):
    page.goto(url)
    page.get_by_role("link", name="Nominate yourself or a colleague").click()
    page.get_by_label("Who do you nominate?").select_option(label=you(page, colleague))
    page.get_by_role("button", name="Nominate").click()
    expect(page.get_by_text(f"{colleague.name} is nominated")).to_be_visible()


def who_accepts(page, url):
    page.goto(f"{url}/home/")
    page.get_by_role("link", name="You have been nominated").click()
    check_page(page)
    page.get_by_label("A few words").fill("Small schools need a voice.")
    page.get_by_role("button", name="Accept and stand").click()
    expect(page.get_by_text("You stand for election.")).to_be_visible()


def nominations_are_closed(page, url):
    page.goto(url)
    page.get_by_role("button", name="Close nominations").click()
    check_page(page)


def three_keys_are_made(officer, second, url):
    officer.get_by_role("link", name="Keys").click()
    officer.get_by_role("link", name="Name the second keyholder").click()
    check_page(officer)
    officer.get_by_label("Who is the second keyholder?").select_option(label="Kit Keyholder")
    officer.get_by_role("button", name="Name this person").click()
    officer.get_by_role("link", name="Returning officer").click()
    set_passphrase(officer, OFFICER)
    officer.get_by_role("link", name="Printed key").click()
    printed = officer.locator(".hlp-code").inner_text().strip()
    set_passphrase(officer, printed)
    second.goto(f"{url}keys/")
    second.get_by_role("link", name="Second keyholder").click()
    set_passphrase(second, SECOND)
    return printed


def set_passphrase(page, text):
    check_page(page)
    page.get_by_label("Passphrase", exact=True).fill(text)
    page.get_by_label("The same passphrase again").fill(text)
    page.get_by_role("button", name="Set the passphrase").click()
    expect(page.get_by_text("The passphrase is set.")).to_be_visible()


def they_are_rehearsed_and_the_poll_opens(page, url, printed):
    page.goto(f"{url}keys/")
    page.get_by_role("button", name="Rehearse opening the box").click()
    page.get_by_label("Returning officer").fill(OFFICER)
    page.get_by_label("Second keyholder").fill(SECOND)
    page.get_by_label("Printed key").fill(printed)
    check_page(page)
    page.get_by_role("button", name="Rehearse with all three").click()
    expect(page.get_by_text("each two of the three passphrases open")).to_be_visible()
    page.goto(f"{url}open/")
    check_page(page)
    page.get_by_label("If two of the three").check()
    page.get_by_role("button", name="Open the poll now").click()
    expect(page.get_by_text("Voting is open.")).to_be_visible()


def others_vote_before(election, schools, heads):
    election.refresh_from_db()
    by_name = {nomination.nominee: nomination for nomination in made.candidates(election)}
    for school, head in zip(schools, (heads[0], heads[1], heads[1]), strict=True):
        made.vote(election, school, by_name[head], now=clock.now())


def a_school_votes(page, url, name):
    page.goto(url)
    page.get_by_role("button", name="Vote for").click()
    check_page(page)
    page.get_by_label(name.name).check()
    page.get_by_role("button", name="Review your vote").click()
    check_page(page)
    shown = page.locator(".hlp-code").inner_text().strip()
    assert CODE.fullmatch(shown)
    page.get_by_label("Add two to four").fill("k9")
    page.get_by_role("button", name="Cast the vote").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The vote is in the box")
    check_page(page)
    code = page.locator(".hlp-code").inner_text().strip()
    assert code == f"{shown}-K9"
    return code


def a_second_vote_is_refused(page, url, school):
    page.goto(f"{url}vote/{school.pk}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("has voted")


def the_box_is_opened(page, url, printed):
    page.goto(url)
    page.get_by_role("button", name="Open the box").click()
    page.get_by_label("Returning officer").fill(OFFICER)
    page.get_by_label("Printed key").fill(printed)
    check_page(page)
    page.get_by_role("button", name="Open the box and count").click()
    expect(page.get_by_text("The box is open, counted and empty.")).to_be_visible()


def the_backups_go(page):
    page.get_by_role("link", name="Backups of the days of voting").click()
    check_page(page)
    page.get_by_label("I have found out").check()
    today = clock.today()
    for part, value in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
        page.get_by_label(part, exact=True).fill(str(value))
    page.get_by_label("Which backups were there").fill("Nightly archives, deleted.")
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("It stands in the record of the election.")).to_be_visible()


def a_lot_is_drawn(page, url, first):
    page.get_by_role("link", name="Draw a lot").click()
    check_page(page)
    drawn = page.get_by_label("Drawn first").locator("option").all_inner_texts()[1:]
    drawn.sort(key=lambda text: not text.startswith(f"{first.name} "))
    page.get_by_label("Drawn first").select_option(label=drawn[0])
    page.get_by_label("Drawn second").select_option(label=drawn[1])
    page.get_by_label("Who drew it?").fill("Rosa Returning")
    page.get_by_label("Who was the witness?").fill("Clare Clerk")
    page.get_by_role("button", name="Enter the lot").click()
    expect(page.get_by_text("The lot is entered.")).to_be_visible()


def it_is_declared(page, url):
    page.get_by_role("button", name="Declare result").click()
    expect(page.get_by_text("The result is declared.")).to_be_visible()
    check_page(page)


def the_seat_is_filled(page, url, elected):
    assert Appointment.objects.get().person == elected
    page.goto(f"{url}/board/")
    check_page(page)


def the_code_is_on_the_board(page, url, code):
    page.goto(url)
    page.get_by_role("link", name="Totals, codes and recount").click()
    page.get_by_label("Your code").fill(code.lower())
    page.get_by_role("button", name="Look for it").click()
    expect(page.get_by_text("Counted: this code is in the list.")).to_be_visible()
    expect(page.get_by_text("It reconciles.")).to_be_visible()
    check_page(page)
