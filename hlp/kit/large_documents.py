"""Documents too large for memory: copied in and handed out piece by piece."""

import hashlib
import mimetypes
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO
from uuid import uuid4

from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import IntegrityError, transaction
from django.http import FileResponse
from django.http.response import HttpResponseBase

from hlp.kit import clock, documents
from hlp.kit.documents import DocumentDamaged, get, safe_filename
from hlp.kit.models import Document

PIECE = 1 << 20
IN_MEMORY = 5 << 20


def store(
    *,
    key: str,
    filename: str,
    path: Path,
    kind: str,
    content_type: str,
    now: datetime | None = None,
) -> Document:
    """As `documents.store`, from a file that is copied; the first one under a key stays."""
    if first := get(key):
        return first
    with path.open("rb") as file:
        sha256 = sha256_of(file)
    name = _keep(f"{sha256}{mimetypes.guess_extension(content_type) or ''}", path)
    try:
        with transaction.atomic():
            return Document.objects.create(
                key=key,
                kind=kind,
                filename=safe_filename(filename),
                content_type=content_type,
                file=name,
                sha256=sha256,
                size=path.stat().st_size,
                created_at=now or clock.now(),
            )
    except IntegrityError:
        # Another worker was first by a moment.
        return Document.objects.get(key=key)


def response(document: Document) -> HttpResponseBase:
    """To be saved, never shown; the bytes are proved first. The caller has checked who may."""
    if document.size <= IN_MEMORY:
        return documents.response(document, inline=False)
    file = _opened(document)
    if sha256_of(file) != document.sha256:
        file.close()
        raise DocumentDamaged(
            f"The file of “{document.filename}” is not the one we made. Tell the office."
        )
    file.seek(0)
    answer = FileResponse(
        file,
        as_attachment=True,
        filename=document.filename,
        content_type=document.content_type,
    )
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def sha256_of(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    for piece in _pieces(file):
        digest.update(piece)
    return digest.hexdigest()


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece


def _opened(document: Document) -> IO[bytes]:
    try:
        opened: IO[bytes] = document.file.storage.open(document.file.name)
    except OSError as error:
        raise DocumentDamaged(f"The file of “{document.filename}” cannot be found.") from error
    return opened


def _keep(name: str, path: Path) -> str:
    name = f"documents/{name[:2]}/{name}"
    if isinstance(default_storage, FileSystemStorage):
        _copy(path, Path(default_storage.path(name)))
    elif not default_storage.exists(name):
        with path.open("rb") as file:
            return default_storage.save(name, File(file))
    return name


def _copy(source: Path, target: Path) -> None:
    """Whole or not at all: a temporary file, then a rename."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(f".{uuid4().hex}.tmp")
    with source.open("rb") as file, unfinished.open("wb") as copy:
        for piece in _pieces(file):
            copy.write(piece)
        copy.flush()
        os.fsync(copy.fileno())
    unfinished.replace(target)
