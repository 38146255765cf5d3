"""Check 9: the register on a phone whose network comes and goes; and on one without JavaScript."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from programmes.models import Attendance
from programmes.querysets.registers import latest_marks
from programmes.states import Mark
from tests.browser.checking import check_page
from tests.factories import events, registers


@pytest.fixture
def register(transactional_db):
    event = registers.happening()
    people = [f"Teacher {name}" for name in "ABCDEFGHIJ"]
    now = event.starts_at - registers.timedelta(days=10)
    events.booked_by_school(event, people, now=now)
    return registers.opened(event)


@pytest.fixture
def open_at(live_server):
    def go(page, name, *args):
        page.goto(live_server.url + reverse(f"programmes:{name}", args=args))
        return page

    return go


def marks(register):
    return sorted(latest_marks(register.event).values())


def scan(page, code):
    page.get_by_label("Scan or type a code").fill(code)
    page.keyboard.press("Enter")


def test_ten_scans_without_network_sync_once_each(phone, sign_in, register, open_at):
    sign_in(phone.context, registers.organiser(register.event))
    open_at(phone, "take_register", register.pk)
    check_page(phone)

    phone.context.set_offline(True)
    for place in register.event.places.all():
        scan(phone, place.code)
    expect(phone.get_by_role("status")).to_contain_text("10 waiting for the network")
    assert not Attendance.objects.exists()
    phone.context.set_offline(False)

    expect(phone.get_by_role("status")).to_contain_text("10 of 10 marked")
    phone.reload()
    expect(phone.get_by_role("status")).to_have_text("10 of 10 marked")
    assert Attendance.objects.count() == 10
    assert marks(register) == [Mark.PRESENT] * 10


def test_a_tap_is_saved_at_once_and_a_name_is_found(phone, sign_in, register, open_at):
    sign_in(phone.context, registers.organiser(register.event))
    open_at(phone, "take_register", register.pk)

    phone.get_by_label("Find a name or school").fill("teacher c")
    expect(phone.get_by_role("group")).to_have_count(1)
    phone.get_by_role("radio", name="Came late").check()
    expect(phone.get_by_role("status")).to_contain_text("Teacher C: came late. 1 of 10 marked")

    assert marks(register) == [Mark.LATE]


def test_a_tap_before_the_script_has_come_is_saved(phone, sign_in, register, live_server):
    sign_in(phone.context, registers.organiser(register.event))
    held = []
    phone.route("**/register*.js", lambda route: held.append(route))
    path = reverse("programmes:take_register", args=[register.pk])
    with phone.expect_request("**/register*.js"):
        phone.goto(live_server.url + path, wait_until="commit")

    phone.get_by_role("group", name="Teacher A").get_by_role("radio", name="Present").check()
    held[0].continue_()

    expect(phone.get_by_role("status")).to_contain_text("Teacher A: present. 1 of 10 marked")
    assert marks(register) == [Mark.PRESENT]


def test_without_javascript_it_is_one_form(page_without_js, sign_in, register, open_at):
    page = page_without_js
    sign_in(page.context, registers.organiser(register.event))
    open_at(page, "take_register", register.pk)

    for name, mark in (("Teacher A", "Present"), ("Teacher B", "Absent")):
        page.get_by_role("group", name=name).get_by_role("radio", name=mark).check()
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("2 marks saved.")).to_be_visible()
    assert marks(register) == [Mark.ABSENT, Mark.PRESENT]


def test_the_poster_and_what_it_leads_to(phone, context, sign_in, register, open_at):
    sign_in(phone.context, registers.organiser(register.event))
    check_page(open_at(phone, "register_poster", register.pk))
    stranger = context.new_page()
    check_page(open_at(stranger, "check_in", register.token))

    stranger.get_by_label("Your code").fill(register.event.places.first().code)
    stranger.get_by_role("button", name="Check in").click()

    expect(stranger.get_by_role("heading", level=1)).to_have_text("You are on the register")
    check_page(stranger)
    assert marks(register) == [Mark.PRESENT]


def test_every_other_page_of_it(phone, sign_in, register, open_at):
    sign_in(phone.context, registers.organiser(register.event))
    place = register.event.places.first()
    registers.see(register, place, Mark.ABSENT)
    registers.see(register, place, Mark.LATE)

    for name in ("register_log", "walk_in", "import_register"):
        check_page(open_at(phone, name, register.pk))
    file = b"Name,Email,Duration\nTeacher A,,90\nNobody Known,nobody@example.org,3\n"
    sent = {"name": "list.csv", "mimeType": "text/csv", "buffer": file}
    phone.get_by_label("List of participants").set_input_files(sent)
    phone.get_by_role("button", name="Look at it first").click()
    check_page(phone)
    for name, key in (
        ("own_code", place.pk),
        ("scanned", place.code),
        ("own_certificate", place.pk),
    ):
        check_page(open_at(phone, name, key))
