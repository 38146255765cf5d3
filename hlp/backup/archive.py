"""The archive: a ZIP of tables and files with a signed manifest that knows the hash of each.

The manifest is written last and signed with SECRET_KEY, so that a file cut short, changed or made
by somebody else is told apart before a restore touches anything.
"""

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from django.core.signing import BadSignature, Signer

from hlp.kit.refusal import Refusal

FORMAT = 1
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
BLOCK = 1 << 20


class ArchiveRefused(Refusal):
    """The archive cannot be trusted; nothing has been touched."""


@dataclass(frozen=True)
class Table:
    columns: list[str]
    rows: int
    sha256: str


@dataclass
class Manifest:
    made_at: str
    portal: str
    site: str
    engine: str
    migrations: list[list[str]]
    format: int = FORMAT
    tables: dict[str, Table] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)  # name -> sha256
    missing: list[str] = field(default_factory=list)  # named by a row, not to be found or damaged

    def members(self) -> dict[str, str]:
        """Every member that the archive must have, with its hash."""
        tables = {table_member(name): table.sha256 for name, table in self.tables.items()}
        return tables | {file_member(name): sha256 for name, sha256 in self.files.items()}


def table_member(name: str) -> str:
    return f"tables/{name}.jsonl"


def file_member(name: str) -> str:
    return f"files/{name}"


@contextmanager
def new(path: Path) -> Iterator[zipfile.ZipFile]:
    """Whole or not at all, readable by its owner alone; an existing file is never replaced."""
    if path.exists():
        raise ArchiveRefused(f"{path} exists already. Name another file.")
    unfinished = path.with_name(f"{path.name}.unfinished")
    descriptor = os.open(unfinished, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    try:
        with (
            os.fdopen(descriptor, "wb") as file,
            zipfile.ZipFile(file, "w", allowZip64=True) as archive,
        ):
            yield archive
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)


def write(archive: zipfile.ZipFile, name: str, blocks: Iterable[bytes], *, packed: bool) -> str:
    """One member from its blocks; returns its hash. PDFs are packed already."""
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    info.external_attr = 0o600 << 16
    digest = hashlib.sha256()
    with archive.open(info, "w", force_zip64=True) as member:
        for block in blocks:
            digest.update(block)
            member.write(block)
    return digest.hexdigest()


def seal(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    text = json.dumps(asdict(manifest), indent=1, ensure_ascii=False)
    archive.writestr(MANIFEST, text, zipfile.ZIP_DEFLATED)
    archive.writestr(SIGNATURE, _signer().signature(text))


class Archive:
    """An archive that is read. `check` reads all of it; only what passed it is loaded."""

    def __init__(self, path: Path) -> None:
        try:
            self.zip = zipfile.ZipFile(path)
        except FileNotFoundError:
            raise ArchiveRefused(f"There is no file {path}.") from None
        except (OSError, zipfile.BadZipFile):
            raise _broken() from None

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *exc: object) -> None:
        self.zip.close()

    def check(self, *, any_key: bool = False) -> Manifest:
        with _whole():
            manifest = self._manifest(any_key)
            expected = manifest.members()
            names = sorted(self.zip.namelist())
            if names != sorted([*expected, MANIFEST, SIGNATURE]):
                raise ArchiveRefused("The archive does not hold what its manifest names.")
            for name, sha256 in expected.items():
                if digest(self._blocks(name)) != sha256:
                    raise ArchiveRefused(f"{name} in the archive is not what was written.")
            for name, table in manifest.tables.items():
                if sum(1 for _ in self.rows(name)) != table.rows:
                    raise ArchiveRefused(f"The archive does not hold every row of {name}.")
        return manifest

    def rows(self, table: str) -> Iterator[list[Any]]:
        with self.zip.open(table_member(table)) as member:
            for line in member:
                yield json.loads(line)

    def file(self, name: str) -> IO[bytes]:
        return self.zip.open(file_member(name))

    def _blocks(self, name: str) -> Iterator[bytes]:
        with self.zip.open(name) as member:
            yield from blocks(member)

    def _manifest(self, any_key: bool) -> Manifest:
        text = self.zip.read(MANIFEST).decode()
        if not any_key:
            _require_our_signature(text, self.zip.read(SIGNATURE).decode())
        found = json.loads(text)
        if found.get("format") != FORMAT:
            raise ArchiveRefused("Another version of the portal wrote this archive in its own way.")
        tables = {name: Table(**table) for name, table in found.pop("tables").items()}
        return Manifest(**found, tables=tables)


def blocks(file: Any) -> Iterator[bytes]:
    while block := file.read(BLOCK):
        yield block


def digest(parts: Iterable[bytes]) -> str:
    total = hashlib.sha256()
    for part in parts:
        total.update(part)
    return total.hexdigest()


def _signer() -> Signer:
    return Signer(salt="hlp.backup")


def _require_our_signature(text: str, signature: str) -> None:
    try:
        _signer().unsign(f"{text}:{signature}")
    except BadSignature:
        raise ArchiveRefused(
            "The archive was changed, or made with another SECRET_KEY. Put that key into "
            "SECRET_KEY_FALLBACKS. If the key is lost and you trust the file, add --any-key."
        ) from None


@contextmanager
def _whole() -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, ValueError, TypeError):
        raise _broken() from None


def _broken() -> ArchiveRefused:
    return ArchiveRefused("This is no backup of the portal, or not the whole of one.")
