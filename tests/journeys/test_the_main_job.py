"""A head signs the school up, two people issue the fee run, finance downloads the invoice.

Nothing is faked: PostgreSQL, a Redis-protocol broker, a worker process, the mails it wrote, and
the PDF as LA finance gets it.
"""

import io
import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from hlp.kit import clock, documents
from invoicing.models import Invoice, Supplier
from members.models import Membership, School
from members.services import periods
from members.states import MembershipState
from tests.browser.checking import check_page
from tests.browser.fixtures import watched
from tests.factories.members import PASSWORD
from tests.journeys.worker import mail_to, running_worker
from tests.polling import until

HEAD = "head@bourne.example.org"
CHOSEN = "a chair, a whiteboard, a bell"


@pytest.fixture
def period(transactional_db):
    today = clock.today()
    return periods.create_period(
        name="Trial period", starts_on=today.replace(day=1) - timedelta(days=1), is_published=True
    )


@pytest.fixture
def supplier(transactional_db):
    return Supplier.objects.create(
        from_on=clock.today() - timedelta(days=400),
        legal_name="London Borough of Hillingdon",
        address="Civic Centre\nUxbridge\nUB8 1UW",
        account_name="LB Hillingdon Income",
        sort_code="20-00-00",
        account_number="12345678",
        remittance_email="remittances@example.org",
    )


@pytest.fixture
def worker(subprocess_env, tmp_path):
    with running_worker(subprocess_env, tmp_path) as process:
        yield process


@pytest.fixture
def window(new_context, sign_in):
    """A browser window of one's own for each person."""

    def open_for(person=None):
        context = watched(new_context(viewport={"width": 1280, "height": 900}))
        if person:
            sign_in(context, person)
        return context.new_page()

    return open_for


def test_from_the_prospectus_to_the_paid_for_paper(
    live_server, period, supplier, school, worker, window, office, office2, finance, other_head
):
    head = window()
    a_head_makes_an_account(head, live_server.url, school)
    and_says_who_they_are(head)
    the_office_approves_the_claim(window(office), live_server.url)
    the_head_prepares_and_signs(head, live_server.url, school)
    the_agreement_comes_by_mail_and_as_pdf(head, live_server.url, school)

    the_office_drafts_a_run(window(office), live_server.url)
    a_second_person_approves_it(window(office2), live_server.url)
    the_office_issues_it(window(office), live_server.url)

    pdf = finance_downloads_the_invoice(window(finance), live_server.url, school)
    it_says_what_an_invoice_must(pdf, school)
    a_new_address_changes_nothing(window(finance), live_server.url, school, pdf)
    no_other_head_can_open_it(window(other_head), live_server.url)
    the_school_finds_it(head, live_server.url)


def a_head_makes_an_account(page, url, school):
    page.goto(url)
    page.get_by_role("button", name="Find your school and join").first.click()
    page.get_by_label("Name, URN or postcode").fill("bourne lane")
    page.get_by_role("button", name="Search").click()
    check_page(page)
    page.get_by_role("link", name=school.name).click()
    page.get_by_role("link", name="Who you are").click()
    page.get_by_role("link", name="Create an account").click()
    page.get_by_label("Full name").fill("Hanna Headley")
    page.get_by_label("Email").fill(HEAD)
    page.get_by_role("textbox", name="Password").fill(CHOSEN)
    check_page(page)
    page.get_by_role("button", name="Create").click()
    link = re.search(r"https?://\S+/accounts/confirm-email/\S+", mail_to(HEAD, "confirm"))
    page.goto(url + "/" + link[0].split("/", 3)[3])
    page.get_by_role("button", name="Confirm").click()
    page.goto(f"{url}/join/{school.urn}/")


def and_says_who_they_are(page):
    page.get_by_role("link", name="Who you are").click()
    page.get_by_label("Headteacher").check()
    page.get_by_label("How can we check this?").fill("Ring the school office")
    check_page(page)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We are checking who you are")
    check_page(page)


def the_office_approves_the_claim(page, url):
    page.goto(f"{url}/home/")
    page.get_by_role("link", name="Claims to check").click()
    page.get_by_role("link", name="Hanna Headley").click()
    check_page(page)
    page.get_by_role("button", name="Approve Hanna Headley as headteacher").click()
    assert "prepare and sign" in mail_to(HEAD, "You can now act for")


def the_head_prepares_and_signs(page, url, school):
    page.goto(f"{url}/join/{school.urn}/contacts/")
    check_page(page)
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_label("Email for invoices").fill("finance@bourne.example.org")
    page.get_by_label("I have a number").check()
    page.get_by_label("Number", exact=True).fill("PO-4711")
    check_page(page)
    page.get_by_role("button", name="Save and continue").click()
    check_page(page)
    page.get_by_role("button", name="I have read this").click()
    check_page(page)
    page.get_by_label("Your full name").fill("Hanna Headley")
    page.get_by_label("Your job title").fill("Headteacher")
    page.get_by_label("I am the headteacher and commit the school").check()
    page.get_by_role("button", name="Sign and join").click()
    confirm_password(page, CHOSEN)
    expect(page.get_by_role("heading", level=1)).to_contain_text("joined")
    check_page(page)
    assert Membership.objects.get().state == MembershipState.ACTIVE


def confirm_password(page, password):
    """Asked again before signing or issuing, unless it was given a moment ago."""
    if page.get_by_role("textbox", name="Password").count():
        page.get_by_role("textbox", name="Password").fill(password)
        page.get_by_role("button", name=re.compile("confirm|continue", re.IGNORECASE)).click()


def the_agreement_comes_by_mail_and_as_pdf(page, url, school):
    mail_to("finance@bourne.example.org", school.name)
    agreement = page.request.get(f"{url}/join/{school.urn}/agreement.pdf")

    assert agreement.headers["content-type"] == "application/pdf"
    assert "Hanna Headley" in text_of(agreement.body())


def the_office_drafts_a_run(page, url):
    page.goto(f"{url}/invoices/runs/")
    check_page(page)
    page.get_by_role("button", name="Draft a fee run").click()
    check_page(page)
    page.get_by_label("year 1").check()
    page.get_by_role("button", name="Preview the run").click()
    check_page(page)
    page.get_by_role("button", name="Draft this run").click()
    expect(page.get_by_text("£1,500.00").first).to_be_visible()
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)  # her own
    check_page(page)


def a_second_person_approves_it(page, url):
    page.goto(f"{url}/home/")
    page.get_by_role("link", name=re.compile("approve", re.IGNORECASE)).first.click()
    page.get_by_role("button", name=re.compile("^Approve")).click()
    check_page(page)


def the_office_issues_it(page, url):
    page.goto(f"{url}/home/")
    page.get_by_role("link", name=re.compile("issue", re.IGNORECASE)).first.click()
    page.get_by_role("button", name=re.compile("^Issue")).click()
    confirm_password(page, PASSWORD)
    check_page(page)
    page.get_by_role("button", name="Issue the invoices now").click()
    until(lambda: Invoice.objects.issued().exists(), what="an issued invoice")
    page.goto(f"{url}/invoices/runs/")
    check_page(page)


def finance_downloads_the_invoice(page, url, school):
    invoice = Invoice.objects.get()
    until(lambda: documents.get(invoice.document_key), what="the invoice's PDF")
    page.goto(f"{url}/invoices/")
    page.get_by_label("Number, school, URN or order").fill(str(school.urn))
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_role("link", name=invoice.number).first).to_be_visible()
    check_page(page)
    first = page.request.get(f"{url}/invoices/{invoice.number}.pdf").body()
    second = page.request.get(f"{url}/invoices/{invoice.number}.pdf").body()

    assert first == second
    assert "Invoice" in mail_to("finance@bourne.example.org", str(invoice.number))
    return first


def it_says_what_an_invoice_must(pdf, school):
    invoice, text = Invoice.objects.get(), text_of(pdf)

    for words in (
        invoice.number,
        f"{invoice.issued_on:%-d %B %Y}",
        f"{invoice.due_on:%-d %B %Y}",
        school.name,
        "1 High Street",
        str(school.urn),
        "PO-4711",
        f"{invoice.covers_from:%-d %B %Y}",
        f"{invoice.covers_to:%-d %B %Y}",
        "£1,500.00",
        "Outside the scope of VAT",
        "LB Hillingdon Income",
        "20-00-00",
        "12345678",
    ):
        assert words in text, words


def a_new_address_changes_nothing(page, url, school, pdf):
    School.objects.filter(pk=school.pk).update(name="Renamed School", street="99 New Street")
    number = Invoice.objects.get().number

    assert page.request.get(f"{url}/invoices/{number}.pdf").body() == pdf


def no_other_head_can_open_it(page, url):
    number = Invoice.objects.get().number

    assert page.request.get(f"{url}/invoices/{number}.pdf").status == 404
    assert page.request.get(f"{url}/invoices/{number}/").status == 404


def the_school_finds_it(page, url):
    number = Invoice.objects.get().number
    page.goto(f"{url}/home/")
    check_page(page)
    page.goto(f"{url}/invoices/")
    check_page(page)

    expect(page.get_by_role("link", name=number).first).to_be_visible()
    assert page.request.get(f"{url}/invoices/{number}.pdf").status == 200


def text_of(pdf):
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())
