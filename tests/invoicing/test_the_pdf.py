"""The PDF is made once by a worker from the frozen row, and says all that an invoice must say."""

import hashlib
from datetime import timedelta
from io import BytesIO

import page
import pytest
from pypdf import PdfReader

from hlp.kit import documents, work
from hlp.kit.models import Document, OutboxMessage, WorkItem, WorkState
from invoicing.documents import render_invoice
from invoicing.models import Invoice, Supplier
from invoicing.services import sending
from invoicing.states import FeeRunState
from members.models import School
from tests.factories import invoicing as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def invoice(school):
    return made.an_invoice(made.member(school, purchase_order="PO-2022-17"))


def text_of(data):
    pages = PdfReader(BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def make(invoice, now=made.NOW):
    return sending.make_document(invoice_id=invoice.pk, now=now)


@pytest.mark.parametrize(
    "words",
    [
        "Invoice number HLP22-0001",
        "Invoice date 1 April 2022",
        "Due date 1 May 2022",
        "Bourne Lane Primary School",
        "The Finance Office 1 High Street Uxbridge UB8 1UW",
        "Your purchase order PO-2022-17",
        "Period covered 1 April 2022 to 31 March 2023",
        "Total before VAT £1,500.00",
        "VAT: Outside the scope of VAT £0.00",
        "Total to pay £1,500.00",
        "Account name LB Hillingdon HLP",
        "Sort code 20-00-00",
        "Account number 12345678",
        "Payment reference HLP22-0001",
        "within 30 days",
        "London Borough of Hillingdon",
        "remittance@hillingdon.example",
    ],
)
def test_what_it_says_can_be_read_out(words, invoice):
    assert words in text_of(render_invoice(invoice))


def test_it_names_the_urn_and_the_schools_own_address_where_another_office_pays(invoice):
    text = text_of(render_invoice(invoice))

    assert f"For Bourne Lane Primary School, URN {invoice.school_urn}" in text
    assert "1 High Street, Uxbridge, UB8 1UW" in text


def test_vat_at_the_standard_rate_has_its_line_and_a_tax_point(now):
    made.standard_rate("Academy converter")
    made.member(made.SchoolFactory.create(type="Academy converter"))

    text = text_of(render_invoice(made.issued()[0]))

    assert "£1,500.00 VAT at 20% £300.00" in text
    assert "Total to pay £1,800.00" in text
    assert "Invoice date and tax point 1 April 2022" in text


def test_it_is_one_page_and_pdf_ua(invoice):
    data = render_invoice(invoice)

    assert len(PdfReader(BytesIO(data)).pages) == 1
    assert page.validate_pdf_bytes(data, profile="ua1").failures == []


def test_the_same_row_gives_the_same_bytes(invoice):
    assert render_invoice(invoice) == render_invoice(Invoice.objects.get())


def test_a_draft_is_not_printed():
    made.member()

    with pytest.raises(ValueError, match="draft"):
        render_invoice(made.drafted().invoices.get())


def test_it_is_made_once_and_kept(invoice, monkeypatch):
    first = make(invoice)
    monkeypatch.setattr("invoicing.services.sending.render_invoice", lambda invoice: b"other")

    second = make(invoice, now=made.NOW + timedelta(days=1))

    assert second == first
    assert Document.objects.get().key == "invoice:HLP22-0001"
    assert hashlib.sha256(documents.read(first)).hexdigest() == first.sha256


def test_a_change_of_address_leaves_the_bytes_equal(invoice, school):
    before = documents.read(make(invoice))
    School.objects.filter(pk=school.pk).update(street="9 New Road", name="Another School")
    invoice.membership.invoice_address = "9 New Road"
    invoice.membership.save()
    Supplier.objects.update(legal_name="Somebody else", sort_code="99-99-99")

    assert documents.read(make(invoice)) == before
    assert render_invoice(Invoice.objects.get()) == before


def test_the_mail_goes_out_once_with_the_pdf_after_it_was_made(invoice):
    assert not OutboxMessage.objects.exists()

    document = make(invoice)
    make(invoice)

    message = OutboxMessage.objects.get()
    assert message.to == invoice.bill_to_email
    assert message.subject == "Invoice HLP22-0001 for Bourne Lane Primary School"
    assert "£1,500.00" in message.text
    assert "1 May 2022" in message.html
    assert list(message.documents.all()) == [document]


def test_without_an_email_for_invoices_nothing_is_mailed():
    invoice = made.an_invoice(made.member(finance_email=""))

    make(invoice)

    assert not OutboxMessage.objects.exists()
    assert documents.get(invoice.document_key)


def test_a_worker_makes_what_the_issue_queued():
    made.member()
    made.run_in(FeeRunState.ISSUED)
    item = WorkItem.objects.get(kind="invoicing.render_invoice")

    work.run(item.pk, now=item.due_at)

    item.refresh_from_db()
    assert (item.state, item.key) == (WorkState.DONE, "invoice:HLP22-0001")
    assert documents.get("invoice:HLP22-0001")


def test_only_what_failed_is_tried_again(invoice, office, now):
    with pytest.raises(sending.NotFailed):
        sending.try_again(invoice=invoice, by=office, now=now)
    WorkItem.objects.filter(kind=sending.RENDER).update(state=WorkState.FAILED)

    sending.try_again(invoice=invoice, by=office, now=now)

    assert sending.work_of(invoice).state == WorkState.QUEUED
