"""A lead school plans its kick-off, three people are booked, one is substituted, the register is
taken on a phone, feedback is given, a stranger checks a certificate, and the board sees the matrix
turn."""

import re
from datetime import timedelta

import pytest
from django.db.models import F
from playwright.sync_api import expect

from hlp.kit import clock
from members.services import periods
from programmes.models import Event, Survey
from programmes.services import surveying
from tests.browser.checking import check_page
from tests.browser.fixtures import watched
from tests.factories import board, events
from tests.factories import programmes as made

TITLE = "Kick-off: what do our pupils remember?"


@pytest.fixture
def programme(transactional_db):
    """It runs this school year, led by a member school."""
    today = clock.today()
    first = today.year if today.month >= 9 else today.year - 1
    made.year(f"{first}/{(first + 1) % 100:02}")
    starts_on = today - timedelta(days=60)
    period = periods.create_period(name="This run", starts_on=starts_on, is_published=True)
    return made.programme(
        period=period,
        title="Phonics for all",
        from_on=today - timedelta(days=30),
        to_on=today + timedelta(days=270),
        now=clock.now(),
    )


@pytest.fixture
def window(new_context, sign_in):
    """A browser window of one's own for each person."""

    def open_for(person=None, **size):
        context = watched(new_context(viewport={"width": 1280, "height": 900, **size}))
        if person:
            sign_in(context, person)
        return context.new_page()

    return open_for


def test_from_the_plan_to_the_certificate(live_server, programme, window, board_member):
    url = live_server.url
    school = board.member(programme.period, name="Yeading Lane School")
    tina, tom = events.staff(school, "Tina Teacher"), events.staff(school, "Tom Teacher")
    lead, member = window(made.lead(programme)), window(board_member)
    cpd_lead = window(events.cpd_lead(school))

    the_matrix_says(member, url, "Not planned")
    event = a_kick_off_is_planned(lead, url, programme)
    the_matrix_says(member, url, "Planned")
    three_are_booked(cpd_lead, url, event, [tina, tom])
    one_is_substituted(cpd_lead, url, school)

    it_begins(event)
    phone = window(made.lead(programme), width=320, height=640)
    the_register_is_taken(phone, url, event)
    it_is_over(event)
    the_register_is_finished(phone)

    teacher = window(tina)
    feedback_is_given(teacher, url, event)
    code = a_certificate_is_made(teacher, url)
    whoever_was_absent_reads_why(window(tom), url)
    a_stranger_checks_it(window(), url, code, school)
    the_matrix_says(member, url, "Met")


def the_matrix_says(page, url, standing):
    page.goto(f"{url}/impact/commitments/")
    kick_off = page.get_by_role("link", name="Kick-off event")
    expect(kick_off).to_have_text(re.compile(rf"^\s*{standing}\s*:"))
    check_page(page)


def a_kick_off_is_planned(page, url, programme):
    page.goto(f"{url}/programmes/{programme.pk}/plan/")
    page.get_by_role("button", name="Plan an event").click()
    page.get_by_label("Title").fill(TITLE)
    page.get_by_role("radio", name="Kick-off event").check()
    day = clock.today() + timedelta(days=1)
    when = page.get_by_role("group", name="Date", exact=True)
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        when.get_by_label(part).fill(str(value))
    page.get_by_label("Starts").fill("4pm")
    page.get_by_label("Ends").fill("5:30pm")
    page.get_by_role("radio", name="In person", exact=True).check()
    page.get_by_label("Venue").fill("Oak Wood School")
    check_page(page)
    page.get_by_role("button", name="Save as a draft").click()
    check_page(page)
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    return Event.objects.get(title=TITLE)


def three_are_booked(page, url, event, people):
    page.goto(f"{url}/events/{event.pk}/")
    check_page(page)
    page.get_by_role("button", name="Book for colleagues").click()
    for person in people:
        page.get_by_role("checkbox", name=person.name).check()
    page.get_by_label("Name of person 1").fill("Ada Byron")
    page.get_by_label("Email of person 1").fill("ada@yeading.example.org")
    check_page(page)
    page.get_by_role("button", name="Book", exact=True).click()
    expect(page.get_by_text(f"Ada Byron has a place at {TITLE}.")).to_be_visible()


def one_is_substituted(page, url, school):
    page.goto(f"{url}/places/schools/{school.pk}/")
    page.get_by_role("link", name="Ada Byron").click()
    page.get_by_role("link", name="Send a colleague instead").click()
    page.get_by_role("textbox", name="Name").fill("Ben Nevis")
    check_page(page)
    page.get_by_role("button", name="Send them instead").click()
    expect(page.get_by_role("main")).to_contain_text("Ben Nevis")


def it_begins(event):
    """As if it had been planned for a quarter of an hour ago."""
    event.refresh_from_db()
    earlier = event.starts_at - (clock.now() - timedelta(minutes=10))
    move(event, -earlier)
    surveying.follow_the_clock(now=clock.now())


def it_is_over(event):
    move(event, -timedelta(minutes=85))


def move(event, by):
    when = {"starts_at": F("starts_at") + by, "ends_at": F("ends_at") + by}
    Event.objects.filter(pk=event.pk).update(**when)
    asked = {"opens_at": F("opens_at") + by, "closes_at": F("closes_at") + by}
    Survey.objects.filter(event=event).update(**asked)
    booked = {"booked_at": F("booked_at") + by, "confirmed_at": F("confirmed_at") + by}
    event.places.update(**booked)


def the_register_is_taken(page, url, event):
    page.goto(f"{url}/events/{event.pk}/")
    page.get_by_role("link", name="Register", exact=True).click()
    check_page(page)
    page.get_by_role("button", name="Open the register").click()
    expect(page.get_by_role("group")).to_have_count(3)
    for name, mark in (("Tina", "Present"), ("Tom", "Absent"), ("Ben Nevis", "Came late")):
        page.get_by_role("group", name=name).get_by_role("radio", name=mark).check()
    expect(page.get_by_role("status")).to_contain_text("Ben Nevis: came late. 3 of 3 marked")
    check_page(page)


def the_register_is_finished(page):
    page.reload()
    page.get_by_role("button", name="Finish the register").click()
    expect(page.get_by_text("The register is finished")).to_be_visible()


def feedback_is_given(page, url, event):
    page.goto(f"{url}/events/{event.pk}/feedback/")
    check_page(page)
    useful = page.get_by_role("group", name="How useful was this for your work?")
    useful.get_by_role("radio").last.check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")


def a_certificate_is_made(page, url):
    page.goto(f"{url}/places/")
    check_page(page)
    page.get_by_role("link", name="Certificate").click()
    check_page(page)
    page.get_by_role("button", name="Make the certificate").click()
    file = page.get_by_role("button", name="Open the certificate").get_attribute("href")
    pdf = page.context.request.get(url + file)
    assert pdf.headers["content-type"] == "application/pdf"
    return page.locator(".hlp-code").inner_text()


def whoever_was_absent_reads_why(page, url):
    page.goto(f"{url}/places/")
    page.get_by_role("link", name="Certificate").click()
    expect(page.get_by_text("took part from beginning to end, by the register")).to_be_visible()


def a_stranger_checks_it(page, url, code, school):
    page.goto(f"{url}/certificates/")
    check_page(page)
    page.get_by_label("Code on the certificate").fill(code.lower())
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This certificate is valid")
    for shown in ("Tina Teacher", school.name, TITLE):
        expect(page.get_by_role("main")).to_contain_text(shown)
    check_page(page)
