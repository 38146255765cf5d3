"""After the issue: the one PDF of a credit note is made, kept and sent."""

from datetime import datetime

from hlp.kit import audit, documents, work
from hlp.kit.access import require
from hlp.kit.models import Document, WorkItem, WorkState
from invoicing.documents import render_credit_note
from invoicing.emails import queue_credit_note
from invoicing.models import CreditNote
from invoicing.services.sending import NotFailed
from members.models import User

RENDER = "invoicing.render_credit"


def make_document(*, credit_id: int, now: datetime) -> Document:
    """Render once and keep; then queue the mail. A second call finds both and changes nothing."""
    credit = CreditNote.objects.issued().select_related("invoice").get(pk=credit_id)
    document = documents.get(credit.document_key)
    if document is None:
        document = documents.store(
            key=credit.document_key,
            filename=f"Credit note {credit.number}.pdf",
            data=render_credit_note(credit),
            kind="credit note",
            now=now,
        )
    queue_credit_note(credit, document, now=now)
    return document


def document_for_download(*, credit: CreditNote, by: User) -> Document | None:
    """The stored PDF, with the download on record; None while it is still being made."""
    require(by, "invoicing.download_credit", credit)
    document = documents.get(credit.document_key)
    if document is not None:
        said = {"sha256": document.sha256, "file": document.filename}
        audit.record(credit, what="downloaded", by=by, **said)
    return document


def try_again(*, credit: CreditNote, by: User, now: datetime) -> None:
    """For a credit note whose PDF could not be made."""
    require(by, "invoicing.issue_run", None)
    item = WorkItem.objects.filter(kind=RENDER, key=credit.document_key).first()
    if item is None or item.state != WorkState.FAILED:
        raise NotFailed(f"The PDF of {credit} is ready or still being made. Nothing was changed.")
    work.enqueue(kind=RENDER, key=item.key, subject_id=item.subject_id, again=True, now=now)
