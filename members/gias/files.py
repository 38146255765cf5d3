"""From a file's bytes to its text: ZIP or CSV, the encodings the register uses, and limits."""

import hashlib
import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from lzma import LZMAError
from pathlib import Path

from hlp.kit.refusal import Refusal

Source = Path | bytes | bytearray | memoryview

# The whole register, closed schools and all, is about 65 MB: three times that is no register.
MOST_BYTES = 200 * 2**20
MOST_MEMBERS = 100
# What zipfile raises for archives that are damaged, or made to be.
BROKEN_ZIP = (
    *(zipfile.BadZipFile, zlib.error, LZMAError, struct.error, EOFError),
    *(NotImplementedError, RuntimeError, ValueError, OSError, OverflowError, LookupError),
)
UTF_16_OR_32 = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
DOWNLOAD = "Download it again from Get Information About Schools as CSV."


class Unreadable(Refusal):
    """The file as a whole cannot be read, so nothing was changed."""


@dataclass(frozen=True)
class Text:
    name: str
    body: str


@dataclass(frozen=True)
class Register:
    """The download: the table of schools and, where the ZIP holds one, the table of links."""

    name: str
    sha256: str
    schools: Text
    links: Text | None = None


def open_register(source: Source, *, name: str = "") -> Register:
    name, data = _load(source, name)
    sha256 = hashlib.sha256(data).hexdigest()
    if not _is_zip(data):
        return Register(name, sha256, _decode(name, data))
    members = _csv_members(name, data)
    schools = _main_table(name, [member for member in members if not _is_links(member)])
    links = next((member for member in members if _is_links(member)), None)
    return Register(
        name,
        sha256,
        _decode(schools, _unpack(name, data, schools)),
        _decode(links, _unpack(name, data, links)) if links else None,
    )


def open_links(source: Source, *, name: str = "") -> Text:
    name, data = _load(source, name)
    if not _is_zip(data):
        return _decode(name, data)
    members = _csv_members(name, data)
    member = next((member for member in members if _is_links(member)), members[0])
    return _decode(member, _unpack(name, data, member))


def _load(source: Source, name: str) -> tuple[str, bytes]:
    if not isinstance(source, Path):
        _check_size(name or "The file", len(source))
        return name or "upload.csv", bytes(source)
    name = name or source.name
    try:
        _check_size(name, source.stat().st_size)
        return name, source.read_bytes()
    except OSError as error:
        raise Unreadable(f"{source} cannot be opened: {error.strerror}.") from error


def _check_size(name: str, size: int) -> None:
    if size > MOST_BYTES:
        raise Unreadable(
            f"{name} is larger than {MOST_BYTES // 2**20} MB, which no extract of the register is."
        )


def _is_zip(data: bytes) -> bool:
    return data[:4] in (b"PK\x03\x04", b"PK\x05\x06")


def _csv_members(name: str, data: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
    except BROKEN_ZIP as error:
        raise Unreadable(f"{name} is a damaged ZIP file. {DOWNLOAD}") from error
    if any(info.filename == "[Content_Types].xml" for info in infos):
        raise Unreadable(f"{name} is a spreadsheet. Save it as “CSV UTF-8” and import that.")
    if len(infos) > MOST_MEMBERS:
        raise Unreadable(
            f"{name} holds {len(infos):,} files, which no download of the register does."
        )
    found = [info.filename for info in infos if _is_csv(info.filename)]
    if not found:
        raise Unreadable(f"{name} holds no CSV file. {DOWNLOAD}")
    return found


def _is_csv(member: str) -> bool:
    base = member.rpartition("/")[2]
    # What macOS adds to a ZIP is named like the file it describes.
    return base.lower().endswith(".csv") and not base.startswith(".") and "__MACOSX" not in member


def _is_links(member: str) -> bool:
    return member.rpartition("/")[2].lower().startswith("links")


def _main_table(name: str, members: list[str]) -> str:
    for start in ("edubasealldata", "edubaseall", ""):
        fitting = [m for m in members if m.rpartition("/")[2].lower().startswith(start)]
        if len(fitting) == 1:
            return fitting[0]
    if not members:
        raise Unreadable(f"{name} holds the links between schools but no table of schools.")
    listed = ", ".join(sorted(members)[:5])
    raise Unreadable(
        f"{name} holds {len(members)} CSV files ({listed}), so it is not clear which is meant. "
        "Import the one with the schools on its own."
    )


def _unpack(name: str, data: bytes, member: str) -> bytes:
    """One member's bytes; reads no further than the limit, whatever the archive says of itself."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if archive.getinfo(member).flag_bits & 1:
                raise Unreadable(f"{name} is protected by a password. Take it off and try again.")
            with archive.open(member) as file:
                unpacked = file.read(MOST_BYTES + 1)
    except BROKEN_ZIP as error:
        raise Unreadable(f"{name} is a damaged ZIP file. {DOWNLOAD}") from error
    _check_size(f"{member} in {name}", len(unpacked))
    return unpacked


def _decode(name: str, data: bytes) -> Text:
    if not data.strip():
        raise Unreadable(f"{name} is empty.")
    if data.startswith(UTF_16_OR_32):
        raise Unreadable(
            f"{name} is saved as “Unicode text” (UTF-16). Save it as “CSV UTF-8” and try again."
        )
    if CONTROL.search(data):
        raise Unreadable(
            f"{name} is not a text file, so it cannot be the register's CSV. {DOWNLOAD}"
        )
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return Text(name, data.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise Unreadable(f"{name} is written in neither UTF-8 nor Windows-1252. {DOWNLOAD}")
