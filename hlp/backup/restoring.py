"""Bring a backup back: checked whole before anything is touched, then all of it or nothing."""

import logging
from collections.abc import Callable
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from hlp.backup import archive, tables
from hlp.backup.archive import Archive, ArchiveRefused, Manifest
from hlp.kit import frozen, outbox, work
from hlp.kit.refusal import Refusal

Say = Callable[[str], None]

# What `migrate` itself writes into a new database.
MADE_BY_MIGRATE = {
    "auditlog_logentry",
    "auth_permission",
    "django_content_type",
    "invoicing_vattreatment",
}

log = logging.getLogger(__name__)


class CannotRestore(Refusal):
    """Archive and database do not fit; nothing has changed."""


def restore(path: Path, *, replace: bool, any_key: bool, send_post: bool, say: Say) -> Manifest:
    with Archive(path) as source:
        say("Reading the archive")
        manifest = source.check(any_key=any_key)
        _require_this_version(manifest)
        _require_documents(source, manifest)
        _require_room(replace=replace)
        if not _has_tables():
            say("Making the tables")
            call_command("migrate", verbosity=0, interactive=False)
        with transaction.atomic(durable=True):
            _load(source, manifest, say)
            if not send_post:
                outbox.hold_all()
                work.hold_all()  # it would write its mails anew
    ContentType.objects.clear_cache()
    cache.clear()
    log.warning("restored the backup of %s, made at %s", manifest.site, manifest.made_at)
    return manifest


def _load(source: Archive, manifest: Manifest, say: Say) -> None:
    models = tables.archived()
    frozen.lift(connection)
    try:
        tables.empty([*tables.left_out(), *models])
        for number, model in enumerate(models, start=1):
            name = model._meta.db_table
            total = tables.load(model, source.rows(name))
            say(f"[{number}/{len(models)}] {name}: {total:,} rows")
        connection.check_constraints()
    except DatabaseError as error:
        raise CannotRestore(
            f"The database does not take the archive's rows ({type(error).__name__}). It was "
            f"made on {manifest.engine}, this is {connection.vendor}. Nothing has changed."
        ) from error
    tables.reset_sequences(models)
    frozen.install(connection)
    _put_files(source, manifest, say)


def _put_files(source: Archive, manifest: Manifest, say: Say) -> None:
    for number, (name, sha256) in enumerate(manifest.files.items(), start=1):
        if _stored_digest(name) != sha256:
            default_storage.delete(name)
            with source.file(name) as member:
                default_storage.save(name, File(member, name))
            if _stored_digest(name) != sha256:
                raise CannotRestore(f"The store did not keep {name} as it is. Nothing has changed.")
        if number % 1_000 == 0 or number == len(manifest.files):
            say(f"{number:,} of {len(manifest.files):,} files")


def _stored_digest(name: str) -> str:
    if not default_storage.exists(name):
        return ""
    with default_storage.open(name) as file:
        return archive.digest(archive.blocks(file))


def _require_documents(source: Archive, manifest: Manifest) -> None:
    """Every document's own hash is the hash of the file that came with it."""
    columns = manifest.tables["kit_document"].columns
    file, sha256 = columns.index("file"), columns.index("sha256")
    for row in source.rows("kit_document"):
        if row[file] not in manifest.missing and manifest.files.get(row[file]) != row[sha256]:
            raise ArchiveRefused("A document in the archive is not the one that was made.")


def _require_this_version(manifest: Manifest) -> None:
    ours = {tuple(key) for key in MigrationLoader(None).disk_migrations}
    theirs = {tuple(key) for key in manifest.migrations}
    same_columns = {m._meta.db_table: tables.columns(m) for m in tables.archived()} == {
        name: table.columns for name, table in manifest.tables.items()
    }
    if ours == theirs and same_columns:
        return
    apart = sorted(f"{app}.{name}" for app, name in ours ^ theirs)
    raise CannotRestore(
        f"The archive is from version {manifest.portal} of the portal, whose tables are others "
        f"({', '.join(apart[:5]) or 'columns differ'}). Restore with that version, then upgrade."
    )


def _has_tables() -> bool:
    return "django_migrations" in connection.introspection.table_names()


def _require_room(*, replace: bool) -> None:
    present = set(connection.introspection.table_names())
    if not _has_tables():
        if present:
            raise CannotRestore("The database holds tables that are not the portal's. Use another.")
        return
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CannotRestore("The database lacks migrations. Run `manage.py migrate` first.")
    if replace:
        return
    full = {m._meta.db_table: tables.count(m) for m in tables.archived()}
    held = [n for n, rows in full.items() if rows and n not in MADE_BY_MIGRATE]
    if held:
        raise CannotRestore(
            f"The database is not empty: {', '.join(held[:5])}. Use a new one, or add --replace "
            "to remove all that is in this one."
        )
