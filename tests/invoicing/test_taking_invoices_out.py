"""A ZIP of any selection, the list as CSV and for Excel, and the log of who took what."""

import csv
import hashlib
import io
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from hlp.kit import documents, large_documents, work
from hlp.kit.access import WrongPerson
from hlp.kit.documents import DocumentDamaged
from hlp.kit.models import WorkItem, WorkState
from invoicing.models import Export, Invoice
from invoicing.services import exporting, sending
from invoicing.services.exporting import tables
from invoicing.states import ExportKind, FeeRunState
from tests.factories import invoicing as made
from tests.factories.sessions import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_june():
    with time_machine.travel(made.LATER, tick=False):
        yield


@pytest.fixture
def invoices(monkeypatch):
    """Three, whose PDFs are there; the bytes need not be a PDF for this."""
    monkeypatch.setattr(sending, "render_invoice", lambda i: f"PDF of {i.number}".encode())
    found = made.issued(made.members(3))
    for invoice in found:
        sending.make_document(invoice_id=invoice.pk, now=made.NOW)
    WorkItem.objects.filter(kind=sending.RENDER).update(state=WorkState.DONE)
    return found


def url(name, *args):
    return reverse(f"invoicing:{name}", args=args)


def taken(person, kind="zip", **chosen):
    """What the person gets by pressing one of the buttons under the list."""
    client = client_of(person)
    page = client.post(url("export_invoices"), {"kind": kind, **chosen}, follow=True)
    assert page.status_code == 200
    answer = client.get(url("export_file", Export.objects.latest("pk").pk))
    return answer.getvalue()


def in_zip(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def manifest(data):
    return list(csv.DictReader(io.StringIO(in_zip(data)["manifest.csv"].decode())))


def test_the_zip_holds_the_stored_bytes_and_a_manifest(invoices, finance):
    data = taken(finance)

    files = in_zip(data)
    assert list(files) == ["manifest.csv", *(f"Invoice HLP22-000{n}.pdf" for n in (1, 2, 3))]
    row = manifest(data)[0]
    invoice = invoices[0]
    document = documents.get(invoice.document_key)
    assert row == {
        "number": "HLP22-0001",
        "date": "2022-04-01",
        "school": invoice.school_name,
        "URN": str(invoice.school_urn),
        "net": "1500.00",
        "VAT": "0.00",
        "gross": "1500.00",
        "sha256": document.sha256,
        "file": "Invoice HLP22-0001.pdf",
    }
    assert hashlib.sha256(files["Invoice HLP22-0001.pdf"]).hexdigest() == document.sha256


def test_the_same_selection_twice_gives_the_same_bytes(invoices, finance, office):
    first = taken(finance)
    with time_machine.travel("2023-01-01"):
        second = taken(office)

    assert first == second
    assert Export.objects.count() == 2


def test_only_what_is_ticked(invoices, finance):
    data = taken(finance, ticked=["HLP22-0003", "HLP22-0001", "HLP99-0001"])

    assert [row["number"] for row in manifest(data)] == ["HLP22-0001", "HLP22-0003"]


def test_else_what_the_filters_find(invoices, finance):
    made.paid(invoices[1])

    data = taken(finance, status="paid")

    assert [row["number"] for row in manifest(data)] == ["HLP22-0002"]


def test_the_list_carries_its_filters_over(invoices, finance):
    page = client_of(finance).get(url("invoice_list"), {"status": "unpaid", "page": "1"})

    body = page.content.decode()
    assert '<input type="hidden" name="status" value="unpaid">' in body
    assert 'value="HLP22-0001"' in body


def test_a_selection_of_nothing_is_said(invoices, finance):
    client = client_of(finance)

    page = client.post(url("export_invoices"), {"kind": "zip", "status": "paid"}, follow=True)

    assert "No issued invoice is among those you chose" in page.content.decode()
    assert not Export.objects.exists()


def test_a_large_one_is_made_by_a_worker_while_its_page_says_how_far(
    invoices, finance, monkeypatch
):
    monkeypatch.setitem(exporting.AT_ONCE, ExportKind.ZIP, 2)
    monkeypatch.setattr(exporting.zipping, "BATCH", 1)
    client = client_of(finance)
    page = client.post(url("export_invoices"), {"kind": "zip"}, follow=True)
    assert "You can leave this page" in page.content.decode()
    assert page["Refresh"]
    export = Export.objects.get()
    assert client.get(url("export_file", export.pk)).status_code == 302

    item = WorkItem.objects.get(kind=exporting.EXPORT)
    work.run(item.pk, now=made.LATER)

    item.refresh_from_db()
    assert (item.state, item.done_count, item.total_count) == (WorkState.DONE, 3, 3)
    assert "Download" in client.get(url("export_detail", export.pk)).content.decode()
    assert len(manifest(client.get(url("export_file", export.pk)).getvalue())) == 3


def test_one_killed_while_it_was_made_at_once_is_made_by_a_worker(invoices, finance, monkeypatch):
    def killed(*args):
        raise SystemExit

    everything = Invoice.objects.all()
    with monkeypatch.context() as patch:
        patch.setattr(exporting.zipping, "write", killed)
        with pytest.raises(SystemExit):
            exporting.export(invoices=everything, kind=ExportKind.ZIP, by=finance, now=made.LATER)
    export = Export.objects.get()
    assert exporting.document_of(export) is None

    work.run(WorkItem.objects.get(kind=exporting.EXPORT).pk, now=made.LATER)

    assert exporting.document_of(export) is not None


def test_it_waits_for_pdfs_that_are_still_being_made(invoices, finance):
    WorkItem.objects.filter(kind=sending.RENDER).update(state=WorkState.QUEUED)
    made_of = exporting.export(
        invoices=Invoice.objects.all(), kind=ExportKind.ZIP, by=finance, now=made.LATER
    )
    item = WorkItem.objects.get(kind=exporting.EXPORT)

    work.run(item.pk, now=made.LATER)

    item.refresh_from_db()
    assert (item.state, item.error) == (WorkState.QUEUED, "3 of the PDFs are still being made.")
    assert exporting.document_of(made_of) is None


def test_an_invoice_whose_pdf_failed_is_listed_without_a_file(invoices, finance):
    made.member()
    made.run_in(FeeRunState.ISSUED)
    WorkItem.objects.filter(kind=sending.RENDER).update(state=WorkState.FAILED)

    data = taken(finance)

    assert [row["file"] for row in manifest(data)][-1] == ""
    assert len(in_zip(data)) == 4


def test_the_list_as_csv_says_what_is_paid_and_left(invoices, finance):
    made.paid(invoices[0], amount="600.00")

    data = taken(finance, "csv", ticked=["HLP22-0001"]).decode("utf-8-sig")

    (row,) = csv.DictReader(io.StringIO(data))
    assert row["Number"] == "HLP22-0001"
    assert (row["Total"], row["Paid"], row["Still to pay"]) == ("1500.00", "600.00", "900.00")
    assert (row["Status"], row["Purchase order"]) == ("Overdue", "PO-4711")


def test_the_list_for_excel_holds_numbers_and_dates(invoices, finance):
    sheet = load_workbook(io.BytesIO(taken(finance, "xlsx"))).active

    assert [cell.value for cell in sheet[1]] == list(tables.HEADINGS)
    assert sheet["A2"].value == "HLP22-0001"
    assert sheet["B2"].value.date() == invoices[0].issued_on
    assert (sheet["K2"].value, sheet["N2"].value) == (1500, 1500)
    assert sheet.max_row == 4


def test_the_same_list_twice_is_the_same_file_to_the_byte(invoices, finance, office):
    first = taken(finance, "xlsx")
    with time_machine.travel(made.LATER + timedelta(hours=3), tick=False):
        second = taken(office, "xlsx")

    assert first == second
    assert load_workbook(io.BytesIO(first)).active.title == "Invoices"
    assert {info.date_time for info in zipfile.ZipFile(io.BytesIO(first)).infolist()} == {
        (1980, 1, 1, 0, 0, 0)
    }


EVIL = ["=1+1", "+44", "-2", "@SUM(A1)", "\t=1", "  =1", "＝1"]


@pytest.mark.parametrize("name", EVIL)
def test_no_cell_is_a_formula(name, finance):
    school = made.SchoolFactory.create(name=name)
    made.an_invoice(made.member(school, purchase_order=name.strip()))
    WorkItem.objects.filter(kind=sending.RENDER).update(state=WorkState.FAILED)

    text = taken(finance, "csv").decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    sheet = load_workbook(io.BytesIO(taken(finance, "xlsx"))).active

    assert row["School"] == sheet["D2"].value == f"'{name}"
    assert row["Purchase order"].startswith("'")
    assert sheet["D2"].data_type == "s"
    assert manifest(taken(finance))[0]["school"] == f"'{name}"


def test_money_owed_to_a_school_stays_a_number(finance):
    invoice = made.an_invoice()
    made.paid(invoice)
    made.credited(invoice, "350.00")

    text = taken(finance, "csv").decode("utf-8-sig")

    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["Still to pay"], row["Status"]) == ("-350.00", "Overpaid")


def test_every_download_is_in_the_log_with_its_sha256(invoices, finance, office):
    data = taken(finance)
    client_of(office).get(url("invoice_pdf", "HLP22-0002"))

    body = client_of(office).get(url("download_list")).content.decode()

    assert hashlib.sha256(data).hexdigest() in body
    assert documents.get(invoices[1].document_key).sha256 in body
    assert "Invoices 2022-06-30.zip" in body
    assert "Invoice HLP22-0002.pdf" in body
    assert str(finance) in body
    assert body.count("<tr>") == 3


@pytest.mark.parametrize("person", ["clerk", "head", "business_manager", "board_member"])
def test_nobody_else_takes_invoices_out(person, invoices, request):
    by = request.getfixturevalue(person)

    with pytest.raises(WrongPerson):
        exporting.export(invoices=Invoice.objects.all(), kind=ExportKind.CSV, by=by, now=made.LATER)


@pytest.mark.parametrize("in_memory", [0, large_documents.IN_MEMORY])
def test_a_damaged_file_is_not_handed_out(in_memory, invoices, finance, monkeypatch):
    monkeypatch.setattr(large_documents, "IN_MEMORY", in_memory)
    data = taken(finance, "csv")
    document = exporting.document_of(Export.objects.get())
    assert document is not None
    assert hashlib.sha256(data).hexdigest() == document.sha256
    with document.file.storage.open(document.file.name, "wb") as file:
        file.write(b"something else")

    with pytest.raises(DocumentDamaged, match="not the one we made"):
        large_documents.response(document)
