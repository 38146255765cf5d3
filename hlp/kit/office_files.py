"""Word, PowerPoint and Excel files: packages of XML, looked into before anybody opens them."""

import io
import zipfile
import zlib

_OOXML = "application/vnd.openxmlformats-officedocument"
DOCX = f"{_OOXML}.wordprocessingml.document"
PPTX = f"{_OOXML}.presentationml.presentation"
XLSX = f"{_OOXML}.spreadsheetml.sheet"
# The part that makes a package what it is.
KINDS = {DOCX: "word/document.xml", PPTX: "ppt/presentation.xml", XLSX: "xl/workbook.xml"}
CONTENTS = "[Content_Types].xml"
MOST_PARTS = 5000
MOST_UNPACKED = 200 * 1024 * 1024  # bytes: a package that unpacks to more is no handout
CHUNK = 1024 * 1024


def kind_of(data: bytes) -> str:
    """The content type of the package; empty when it is some other archive, or none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return ""
    if CONTENTS not in names:
        return ""
    return next((kind for kind, part in KINDS.items() if part in names), "")


def is_whole(data: bytes) -> bool:
    """Every part unpacks to what its checksum says, and to no more than a handout would."""
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS or any(part.flag_bits & 0x1 for part in parts):
                return False  # too many, or locked with a password
            for part in parts:
                left = _read(package, part, left)
                if left < 0:
                    return False
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError):
        return False
    return True


def has_macros(data: bytes) -> bool:
    """A program that would run on the reader's machine."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return any(name.lower().endswith("vbaproject.bin") for name in package.namelist())


def _read(package: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    """How much may still be unpacked after this part; what a part says of its size is not asked."""
    with package.open(part) as file:
        while left >= 0 and (chunk := file.read(CHUNK)):
            left -= len(chunk)
    return left
