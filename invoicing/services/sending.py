"""After the issue: the one PDF of an invoice is made, kept and sent."""

from datetime import datetime

from hlp.kit import audit, documents, work
from hlp.kit.access import require
from hlp.kit.models import Document, WorkItem, WorkState
from hlp.kit.refusal import Refusal
from invoicing.documents import render_invoice
from invoicing.emails import queue_invoice
from invoicing.models import Invoice
from members.models import User

RENDER = "invoicing.render_invoice"


class NotFailed(Refusal):
    """Only what failed is tried again."""


def work_of(invoice: Invoice) -> WorkItem | None:
    """The row that says how making the PDF goes."""
    return WorkItem.objects.filter(kind=RENDER, key=invoice.document_key).first()


def try_again(*, invoice: Invoice, by: User, now: datetime) -> None:
    """For an invoice whose PDF could not be made."""
    require(by, "invoicing.issue_run", None)
    item = work_of(invoice)
    if item is None or item.state != WorkState.FAILED:
        raise NotFailed(f"The PDF of {invoice} is ready or still being made. Nothing was changed.")
    subject = str(invoice.pk)
    work.enqueue(kind=RENDER, key=invoice.document_key, subject_id=subject, again=True, now=now)


def make_document(*, invoice_id: int, now: datetime) -> Document:
    """Render once and keep; then queue the mail. A second call finds both and changes nothing."""
    invoice = Invoice.objects.issued().get(pk=invoice_id)
    document = documents.get(invoice.document_key)
    if document is None:
        document = documents.store(
            key=invoice.document_key,
            filename=f"Invoice {invoice.number}.pdf",
            data=render_invoice(invoice),
            kind="invoice",
            now=now,
        )
    queue_invoice(invoice, document, now=now)
    return document


def document_for_download(*, invoice: Invoice, by: User) -> Document | None:
    """The stored PDF, with the download on record; None while it is still being made."""
    require(by, "invoicing.download_invoice", invoice)
    document = documents.get(invoice.document_key)
    if document is not None:
        said = {"sha256": document.sha256, "file": document.filename}
        audit.record(invoice, what="downloaded", by=by, **said)
    return document
