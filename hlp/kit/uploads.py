"""Files that people send: believed by their content, never by their name, and kept small."""

import hashlib
import io
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from hlp.kit import office_files
from hlp.kit.documents import safe_filename
from hlp.kit.refusal import Refusal

MOST = 10 * 1024 * 1024  # bytes
PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
DOCX, PPTX, XLSX = office_files.DOCX, office_files.PPTX, office_files.XLSX
WORDS = {
    PDF: "a PDF",
    JPEG: "a JPEG picture",
    PNG: "a PNG picture",
    DOCX: "a Word document",
    PPTX: "a PowerPoint presentation",
    XLSX: "an Excel workbook",
}
ENDINGS = {
    PDF: ".pdf",
    JPEG: ".jpg",
    PNG: ".png",
    DOCX: ".docx",
    PPTX: ".pptx",
    XLSX: ".xlsx",
}
PILLOW = {JPEG: "JPEG", PNG: "PNG"}
PNG_ENDS = b"IEND\xaeB`\x82"
PIXELS = 100_000_000  # a page scanned at 600 dpi has 35 million


class BadUpload(Refusal):
    """The file is empty, too big, or not what it says it is."""


@dataclass(frozen=True)
class Upload:
    """A file whose content was looked at. The name is safe and ends as the content says."""

    data: bytes
    filename: str
    content_type: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def check(file: UploadedFile, allowed: Collection[str] = (PDF, JPEG, PNG)) -> Upload:
    """Raise BadUpload with what to do about it, or return what was sent."""
    if file.size is None or file.size > MOST:
        raise BadUpload(f"The file must be smaller than {MOST // (1024 * 1024)} MB")
    data = file.read()
    if not data:
        raise BadUpload("The file is empty. Choose it again")
    found = _kind(data)
    if found not in allowed:
        raise BadUpload(f"The file must be {_one_of(allowed)}")
    if not _is_whole(data, found):
        raise BadUpload("The file is damaged or was cut off. Save or scan it again")
    if found in office_files.KINDS and office_files.has_macros(data):
        raise BadUpload("The file has macros in it. Save it without them")
    return Upload(data, _name(file.name or "", found), found)


class UploadField(forms.FileField):
    """A file checked by content; cleaned to an Upload."""

    def __init__(self, *, allowed: Collection[str] = (PDF, JPEG, PNG), **kwargs: Any) -> None:
        self.allowed = tuple(allowed)
        kwargs.setdefault(
            "widget", forms.ClearableFileInput(attrs={"accept": ",".join(self.allowed)})
        )
        super().__init__(**kwargs)
        self.error_messages["empty"] = "The file is empty. Choose it again"

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if not isinstance(file, UploadedFile):
            return None
        try:
            return check(file, self.allowed)
        except BadUpload as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


def _kind(data: bytes) -> str:
    if data.startswith(b"%PDF-"):
        return PDF
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    return office_files.kind_of(data) if data.startswith(b"PK") else ""


def _is_whole(data: bytes, found: str) -> bool:
    if found == PDF:
        return _is_whole_pdf(data)
    if found in office_files.KINDS:
        return office_files.is_whole(data)
    return _is_picture(data, found)


def _is_whole_pdf(data: bytes) -> bool:
    return b"%%EOF" in data[-1024:]


def _is_picture(data: bytes, content_type: str) -> bool:
    from PIL import Image, ImageFile  # noqa: PLC0415 - slow library

    if content_type == PNG and PNG_ENDS not in data:
        return False
    try:
        with Image.open(io.BytesIO(data), formats=[PILLOW[content_type]]) as picture:
            width, height = picture.size
            if width * height > PIXELS:
                return False
            picture.load()
        # Pillow may have been told to put up with files that were cut off; its parser never does.
        parser = ImageFile.Parser()
        parser.feed(data)
        parser.close()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False
    return True


def _name(name: str, content_type: str) -> str:
    """The person's own name for it, without folders; the ending follows the content."""
    stem = name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or name
    return safe_filename(stem)[:140] + ENDINGS[content_type]


def _one_of(allowed: Collection[str]) -> str:
    *first, last = [WORDS[kind] for kind in allowed]
    return f"{', '.join(first)} or {last}" if first else last
