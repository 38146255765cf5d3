"""Backup, wipe, restore: the same rows, the same files, guarded and ready to go on."""

import stat
import threading

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, connections

from hlp.backup import making, tables
from hlp.backup.archive import Archive, ArchiveRefused
from hlp.kit import clock, documents, frozen, outbox, work
from hlp.kit.models import Document, OutboxMessage, PostState, WorkItem, WorkState
from invoicing.models import Invoice
from members.models import Trust, User
from tests.production.conftest import contents, restore, wipe

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def new_databases(subprocess_env, tmp_path):
    """Addresses of databases that are not there yet, on this run's engine and on SQLite."""
    addresses = [f"sqlite:///{tmp_path}/one.sqlite3", f"sqlite:///{tmp_path}/two.sqlite3"]
    if connection.vendor == "sqlite":
        yield addresses
        return
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE restored")
    there = connection.settings_dict["NAME"]
    yield [subprocess_env["DATABASE_URL"].replace(f"/{there}", "/restored", 1), addresses[1]]
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE restored WITH (FORCE)")


def test_a_backup_of_what_was_restored_is_the_same_backup(archive, new_databases, manage, tmp_path):
    """Into a database without a table, then into a migrated one; on PostgreSQL that is SQLite."""
    known = checked(archive)
    steps = [("bare", new_databases[0], ()), ("migrated", new_databases[1], ("migrate",))]
    for name, database, before in steps:
        where = {"database": database, "folder": tmp_path / name}
        if before:
            manage(*before, **where)
        manage("restore", archive, "--send-post", **where)
        manage("check", "--database", "default", "--fail-level", "WARNING", **where)
        manage("backup", tmp_path / f"{name}.zip", **where)

        again = checked(tmp_path / f"{name}.zip")
        assert again.tables == known.tables
        assert again.files == known.files
    assert known.tables["invoicing_invoice"].rows > 5
    assert len(known.files) == 3  # two of the fixture, and the scan of a paper in the story


def checked(path):
    with Archive(path) as made:
        return made.check()


def test_rows_files_and_guards_come_back(archive):
    before = contents()
    files = {document.file.name: documents.read(document) for document in Document.objects.all()}
    wipe()
    for name in files:
        default_storage.delete(name)

    restore(archive)

    assert contents() == before
    assert files == {d.file.name: documents.read(d) for d in Document.objects.all()}
    assert frozen.missing(connection) == []
    with pytest.raises(IntegrityError):
        Invoice.objects.issued().delete()


def test_what_is_made_next_gets_a_number_of_its_own(archive):
    wipe()
    restore(archive)
    taken = set(User.objects.values_list("pk", flat=True))

    made = User.objects.create_user(email="new@a.example", name="Nora New")

    assert made.pk not in taken


def test_only_an_empty_database_is_restored_into(archive):
    before = contents()

    with pytest.raises(CommandError, match="The database is not empty: account_emailaddress"):
        call_command("restore", archive, "--send-post", verbosity=0)

    assert contents() == before


def test_replace_removes_what_came_after(archive):
    before = contents()
    User.objects.create_user(email="after@a.example", name="Ann After")
    damaged = documents.get("agreement:1").file
    default_storage.delete(damaged.name)

    call_command("restore", archive, "--replace", "--send-post", verbosity=0)

    assert contents() == before
    assert documents.read(Document.objects.get(key="agreement:1")) == b"%PDF-1"


def test_one_moment_is_kept_while_others_write_on(partnership, tmp_path):
    before = contents()

    def write():
        Trust.objects.create(name="Written meanwhile")
        documents.store(key="meanwhile", filename="c.pdf", data=b"%PDF-3", kind="scan")
        connections.close_all()

    def say(sentence):
        if sentence.startswith("[1/"):
            writer = threading.Thread(target=write)
            writer.start()
            writer.join(10)
            assert not writer.is_alive()  # nobody waits for a backup

    making.back_up(tmp_path / "b.zip", now=clock.now(), say=say)

    assert Trust.objects.filter(name="Written meanwhile").exists()
    restore(tmp_path / "b.zip", replace=True)
    assert contents() == before


def test_a_damaged_or_lost_file_is_told_and_the_rest_is_kept(partnership, tmp_path):
    for key, lost in (("agreement:1", True), ("scan:1", False)):
        name = documents.get(key).file.name
        default_storage.delete(name)
        if not lost:
            with default_storage.open(name, "wb") as file:
                file.write(b"something else")

    with pytest.raises(CommandError, match="2 files that the database names are missing"):
        call_command("backup", tmp_path / "b.zip", verbosity=0)

    before = contents()
    assert len(restore(tmp_path / "b.zip", replace=True).missing) == 2
    assert contents() == before


def test_the_archive_is_for_its_owner_and_never_written_over(archive, tmp_path):
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", archive)


def test_a_backup_that_fails_leaves_nothing_behind(partnership, tmp_path, monkeypatch):
    monkeypatch.setattr(making.archive, "seal", fail)

    with pytest.raises(OSError, match="disk full"):
        making.back_up(tmp_path / "b.zip", now=clock.now(), say=lambda sentence: None)

    assert list(tmp_path.glob("b.zip*")) == []


def fail(*args):
    raise OSError("disk full")


def test_a_database_behind_the_version_is_not_backed_up(partnership, tmp_path):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'invoicing'")
    try:
        with pytest.raises(CommandError, match="lacks migrations"):
            call_command("backup", tmp_path / "b.zip", verbosity=0)
    finally:
        call_command("migrate", "invoicing", fake=True, verbosity=0)


def test_post_and_work_that_waited_are_left_to_the_office(archive):
    waited = OutboxMessage.objects.filter(state=PostState.QUEUED).count()

    call_command("restore", archive, "--replace", verbosity=0)

    assert OutboxMessage.objects.filter(state=PostState.UNSURE).count() == waited > 0
    assert set(OutboxMessage.objects.needs_attention()) >= set(
        OutboxMessage.objects.filter(key="k")
    )
    assert outbox.hold_all() == work.hold_all() == 0
    assert WorkItem.objects.filter(state=WorkState.FAILED).exists()


def test_every_table_is_kept_or_left_out_by_name(partnership):
    known = {model._meta.db_table for model in [*tables.archived(), *tables.left_out()]}
    # The tests' own shop (tests/kit) stands in the same database while the session lasts.
    there = {t for t in connection.introspection.table_names() if not t.startswith("shop_")}

    assert there == known | set(tables.NOT_OURS)


def test_no_archive_is_no_backup(tmp_path, db):
    with pytest.raises(ArchiveRefused, match="There is no file"):
        restore(tmp_path / "nothing.zip")
