"""Documents are made once: their bytes lie under their own sha256 and are checked on reading."""

import hashlib
import mimetypes
import os
import re
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from hlp.kit import clock, frozen
from hlp.kit.models import Document
from hlp.kit.refusal import Refusal

_UNSAFE = re.compile(r"[^\w .()&,-]+")


FOR_EVER: set[str] = set()  # kinds; what is none of them may be removed


def keep_for_ever(*kinds: str) -> None:
    """Rows of these kinds are frozen in the database. Called where the apps' models are."""
    FOR_EVER.update(kinds)


def freeze() -> None:
    """Once all apps have named their kinds."""
    kinds = ", ".join(f"'{kind}'" for kind in sorted(FOR_EVER))
    frozen.freeze(Document._meta.db_table, f"{{row}}.kind IN ({kinds})", insert=False)


class DocumentDamaged(Refusal):
    """The stored bytes are not the ones that were stored."""


def store(
    *,
    key: str,
    filename: str,
    data: bytes,
    kind: str,
    content_type: str = "application/pdf",
    now: datetime | None = None,
) -> Document:
    """Keep these bytes under this key. The first ones stay: a second call returns what is there."""
    if first := get(key):
        return first
    sha256 = hashlib.sha256(data).hexdigest()
    name = _keep(f"{sha256}{mimetypes.guess_extension(content_type) or ''}", data)
    try:
        with transaction.atomic():
            return Document.objects.create(
                key=key,
                kind=kind,
                filename=safe_filename(filename),
                content_type=content_type,
                file=name,
                sha256=sha256,
                size=len(data),
                created_at=now or clock.now(),
            )
    except IntegrityError:
        # Another worker was first by a moment.
        return Document.objects.get(key=key)


def remove(document: Document) -> None:
    """The row, and its file unless another row has the same bytes. The database refuses some kinds.

    The file goes at once: taken back, the removal finds a row without a file the next time, while
    a file left over without a row would never be found.
    """
    name, storage = document.file.name, document.file.storage
    with transaction.atomic():
        document.delete()
        if not Document.objects.filter(file=name).exists():
            storage.delete(name)


def get(key: str) -> Document | None:
    return Document.objects.filter(key=key).first()


def read(document: Document) -> bytes:
    """The bytes, proved to be the ones that were stored."""
    name = document.filename
    try:
        with document.file.storage.open(document.file.name) as file:
            data: bytes = file.read()
    except OSError as error:
        raise DocumentDamaged(f"The file of “{name}” cannot be found. Tell the office.") from error
    if hashlib.sha256(data).hexdigest() != document.sha256:
        raise DocumentDamaged(f"The file of “{name}” is not the one we made. Tell the office.")
    return data


def response(document: Document, *, inline: bool = True) -> HttpResponse:
    """Whoever calls this has checked who may see the document."""
    answer = HttpResponse(read(document), content_type=document.content_type)
    disposition = content_disposition_header(not inline, document.filename)
    answer["Content-Disposition"] = disposition or "inline"
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def safe_filename(name: str) -> str:
    cleaned = _UNSAFE.sub("-", name.replace("/", "-").replace("\\", "-")).strip(" .-")
    return cleaned[-150:] or "document"


def _keep(name: str, data: bytes) -> str:
    name = f"documents/{name[:2]}/{name}"
    if isinstance(default_storage, FileSystemStorage):
        _write(Path(default_storage.path(name)), data)
    elif not default_storage.exists(name):
        # S3 and its like write a whole object or none.
        return default_storage.save(name, ContentFile(data))
    return name


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all, even if the machine stops half-way: a temporary file, then a rename."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{uuid4().hex}.tmp")
    with unfinished.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
