"""A ZIP of stored PDFs with a manifest: the same invoices give the same bytes, whenever it is made.

Nothing in it depends on the clock or on a library's compression: the PDFs are stored as they are.
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from hlp.kit import documents
from hlp.kit.models import Document, WorkItem, WorkState
from hlp.kit.refusal import TryLater
from hlp.kit.spreadsheets import defused
from invoicing.models import Invoice
from invoicing.services.sending import RENDER

MANIFEST = "manifest.csv"
HEADINGS = ("number", "date", "school", "URN", "net", "VAT", "gross", "sha256", "file")
BATCH = 200
UNFINISHED = (WorkState.QUEUED, WorkState.RUNNING)


def write(path: Path, invoice_ids: Sequence[int], progress: Callable[[int, int], None]) -> None:
    if waiting := still_being_made(invoice_ids):
        raise TryLater(f"{waiting} of the PDFs are still being made.")
    with ZipFile(path, "w", ZIP_STORED) as archive:
        archive.writestr(_entry(MANIFEST, date(1980, 1, 1)), manifest(invoice_ids))
        for done, (invoice, document) in enumerate(_with_documents(invoice_ids), start=1):
            if document is not None:
                entry = _entry(_name(document), invoice.issued_on or date(1980, 1, 1))
                archive.writestr(entry, documents.read(document))
            if done % BATCH == 0:
                progress(done, len(invoice_ids))


def manifest(invoice_ids: Sequence[int]) -> str:
    """What is in the ZIP; an invoice whose PDF could not be made is listed without a file."""
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(HEADINGS)
    for invoice, document in _with_documents(invoice_ids):
        file = (document.sha256, _name(document)) if document else ("", "")
        money = (invoice.net, invoice.vat, invoice.gross)
        whose = (defused(invoice.school_name), invoice.school_urn)
        lines.writerow([invoice.number, invoice.issued_on, *whose, *money, *file])
    return text.getvalue()


def still_being_made(invoice_ids: Sequence[int]) -> int:
    """How many of the PDFs a worker has yet to make; one that failed is not waited for."""
    subjects = {str(pk) for pk in invoice_ids}
    unfinished = WorkItem.objects.filter(kind=RENDER, state__in=UNFINISHED)
    return len(subjects & set(unfinished.values_list("subject_id", flat=True)))


def _with_documents(invoice_ids: Sequence[int]) -> Iterator[tuple[Invoice, Document | None]]:
    for start in range(0, len(invoice_ids), BATCH):
        keys = list(invoice_ids[start : start + BATCH])
        invoices = Invoice.objects.issued().filter(pk__in=keys).order_by("issued_on", "number")
        found = list(invoices)
        wanted = [invoice.document_key for invoice in found]
        by_key = {row.key: row for row in Document.objects.filter(key__in=wanted)}
        for invoice in found:
            yield invoice, by_key.get(invoice.document_key)


def _name(document: Document) -> str:
    return str(document.filename)


def _entry(name: str, day: date) -> ZipInfo:
    entry = ZipInfo(name, date_time=(day.year, day.month, day.day, 0, 0, 0))
    entry.create_system = 3  # the same on every machine
    entry.external_attr = 0o644 << 16
    return entry
