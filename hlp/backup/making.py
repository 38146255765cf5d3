"""Make a backup: every row of one moment, and every file those rows name."""

import tomllib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from hlp.backup import archive, tables
from hlp.backup.archive import Archive, Manifest, Table
from hlp.backup.snapshot import snapshot
from hlp.kit.models import Document
from hlp.kit.refusal import Refusal

Say = Callable[[str], None]


class CannotBackUp(Refusal):
    """The database is not the one that this version of the portal knows."""


def back_up(path: Path, *, now: datetime, say: Say) -> Manifest:
    """Write the archive, then read it again as a restore would.

    Files never change once made and are written before the row that names them, so those named
    in the snapshot are there to be copied.
    """
    manifest = Manifest(
        made_at=now.isoformat(),
        portal=portal_version(),
        site=settings.SITE_URL,
        engine=connection.vendor,
        migrations=[],
    )
    with archive.new(path) as target, snapshot():
        manifest.migrations = migrations()
        _copy_tables(target, manifest, say)
        _copy_files(target, manifest, say)
        archive.seal(target, manifest)
    say("Reading the archive again")
    with Archive(path) as made:
        made.check()
    return manifest


def migrations() -> list[list[str]]:
    """All that this version has; the database must have them, or its tables would be others."""
    loader = MigrationLoader(connection)
    known = set(loader.disk_migrations)
    if known - set(loader.applied_migrations):
        raise CannotBackUp(
            "The database lacks migrations of this version. Back it up with the version that "
            "runs on it, or run `manage.py migrate` first."
        )
    return sorted([app, name] for app, name in known)


def portal_version() -> str:
    project = (Path(settings.BASE_DIR) / "pyproject.toml").read_text("utf-8")
    return str(tomllib.loads(project)["project"]["version"])


def _copy_tables(target: ZipFile, manifest: Manifest, say: Say) -> None:
    models = tables.archived()
    for number, model in enumerate(models, start=1):
        name = model._meta.db_table
        counted = Counted(tables.lines(model))
        sha256 = archive.write(target, archive.table_member(name), counted, packed=True)
        manifest.tables[name] = Table(tables.columns(model), counted.total, sha256)
        say(f"[{number}/{len(models)}] {name}: {counted.total:,} rows")


def _copy_files(target: ZipFile, manifest: Manifest, say: Say) -> None:
    known = dict(Document.objects.values_list("file", "sha256").iterator())
    names = sorted({name for model in tables.archived() for name in tables.file_names(model)})
    for number, name in enumerate(names, start=1):
        if _is_sound(name, known.get(name)):
            with default_storage.open(name) as file:
                parts = archive.blocks(file)
                member = archive.file_member(name)
                manifest.files[name] = archive.write(target, member, parts, packed=False)
        else:
            manifest.missing.append(name)
        if number % 1_000 == 0 or number == len(names):
            say(f"{number:,} of {len(names):,} files")


def _is_sound(name: str, sha256: str | None) -> bool:
    """There, and still the bytes that were stored."""
    try:
        with default_storage.open(name) as file:
            return sha256 in (None, archive.digest(archive.blocks(file)))
    except OSError:
        return False


class Counted:
    """Lines, counted while they pass."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self.lines, self.total = lines, 0

    def __iter__(self) -> Iterator[bytes]:
        for line in self.lines:
            self.total += 1
            yield line
