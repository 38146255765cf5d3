"""Taking invoices out: a ZIP of the stored PDFs, or the list as a table.

The file is a worker's to make; a small one is made at once too, so that nobody waits for it. Either
way the first one is kept, and each download of it is on record with its sha256.
"""

import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from hlp.kit import audit, clock, documents, large_documents, work
from hlp.kit.access import require
from hlp.kit.models import Document, WorkItem, WorkState
from hlp.kit.refusal import Refusal
from invoicing.models import Export
from invoicing.querysets import InvoiceQuerySet
from invoicing.services.exporting import tables, zipping
from invoicing.states import ExportKind
from members.models import User

EXPORT = "invoicing.export"
KIND = "export"
AT_ONCE = {ExportKind.ZIP: 50, ExportKind.CSV: 2_000, ExportKind.XLSX: 500}
CONTENT_TYPES = {
    ExportKind.ZIP: "application/zip",
    ExportKind.CSV: "text/csv",
    ExportKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Progress = Callable[[int, int], None]


class NothingChosen(Refusal):
    """No issued invoice is in the selection."""


def export(*, invoices: InvoiceQuerySet, kind: ExportKind, by: User, now: datetime) -> Export:
    """The issued ones among these, as one file; whether it is there already says `document_of`."""
    require(by, "invoicing.export")
    chosen = list(invoices.issued().order_by("issued_on", "number").values_list("pk", flat=True))
    if not chosen:
        raise NothingChosen("No issued invoice is among those you chose, so there is no file.")
    with transaction.atomic(), audit.acting(by):
        made = Export.objects.create(
            kind=kind,
            invoice_ids=chosen,
            count=len(chosen),
            as_of=clock.day_of(now),
            asked_at=now,
            asked_by=by,
        )
        # Always, so that a worker makes the file if this process dies before it has.
        work.enqueue(kind=EXPORT, key=made.document_key, subject_id=str(made.pk), now=now)
    if len(chosen) <= AT_ONCE[kind] and not _waits(made):
        make_file(export_id=made.pk, progress=lambda done, total: None, now=now)
    return made


def make_file(*, export_id: int, progress: Progress, now: datetime) -> Document:
    """Write the file and keep it. Safe to run again: the first one stays."""
    wanted = Export.objects.get(pk=export_id)
    if found := document_of(wanted):
        return found
    kind = ExportKind(wanted.kind)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        if kind == ExportKind.ZIP:
            zipping.write(path, wanted.invoice_ids, progress)
        else:
            tables.WRITERS[kind](path, tables.rows(wanted.invoice_ids, wanted.as_of))
        return large_documents.store(
            key=wanted.document_key,
            filename=wanted.filename,
            path=path,
            kind=KIND,
            content_type=CONTENT_TYPES[kind],
            now=now,
        )


def old_files(now: datetime) -> QuerySet[Document]:
    """Files that have been there long enough; each can be asked for anew, and the log stays."""
    kept = timedelta(days=settings.INVOICING_KEEP_FILES_DAYS)
    return Document.objects.filter(kind=KIND, created_at__lt=now - kept)


def was_removed(wanted: Export) -> bool:
    """It was made, and is no longer there."""
    item = work_of(wanted)
    return item is not None and item.state == WorkState.DONE and document_of(wanted) is None


def document_of(wanted: Export) -> Document | None:
    return documents.get(wanted.document_key)


def work_of(wanted: Export) -> WorkItem | None:
    return WorkItem.objects.filter(kind=EXPORT, key=wanted.document_key).first()


def document_for_download(*, export: Export, by: User) -> Document | None:
    """The file, with the download on record; None while it is still being made."""
    require(by, "invoicing.view_export", export)
    document = document_of(export)
    if document is not None:
        said = {"sha256": document.sha256, "file": document.filename, "invoices": export.count}
        audit.record(export, what="downloaded", by=by, **said)
    return document


def _waits(made: Export) -> bool:
    """Some PDFs are still being made: then a worker waits for them."""
    return made.kind == ExportKind.ZIP and bool(zipping.still_being_made(made.invoice_ids))
