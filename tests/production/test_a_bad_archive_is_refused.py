"""A backup cut short, changed or of another version is refused before anything is touched."""

import json
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.db.migrations import Migration

from hlp.backup import restoring
from hlp.backup.archive import ArchiveRefused
from hlp.kit import documents
from tests.production.conftest import contents, restore

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def untouched(archive):
    """After the test everything must be as it was, files included."""
    before = contents()
    lost = documents.get("agreement:1").file.name
    default_storage.delete(lost)
    yield
    assert contents() == before
    assert not default_storage.exists(lost)


@pytest.mark.parametrize("share", [0, 0.01, 0.5, 0.99])
def test_an_archive_cut_short_is_refused(archive, untouched, share):
    whole = archive.read_bytes()
    archive.write_bytes(whole[: int(len(whole) * share)])

    with pytest.raises(ArchiveRefused, match="not the whole of one"):
        restore(archive, replace=True)


def test_an_archive_with_a_hole_is_refused(archive, untouched):
    whole = bytearray(archive.read_bytes())
    middle = len(whole) // 2
    whole[middle : middle + 64] = bytes(64)
    archive.write_bytes(bytes(whole))

    with pytest.raises(ArchiveRefused):
        restore(archive, replace=True)


def rewritten(archive, change):
    """The same archive with its members changed, and every checksum of ZIP's own right."""
    with zipfile.ZipFile(archive) as old:
        members = {name: old.read(name) for name in old.namelist()}
    change(members)
    with zipfile.ZipFile(archive, "w") as new:
        for name, data in members.items():
            new.writestr(name, data)


def change_a_row(members):
    members["tables/members_user.jsonl"] = members["tables/members_user.jsonl"].replace(
        b"office@", b"thief@"
    )


def change_a_file(members):
    name = next(name for name in members if name.startswith("files/"))
    members[name] = b"%PDF-forged"


def change_the_manifest(members):
    members["manifest.json"] = members["manifest.json"].replace(b'"engine": "', b'"engine": "x')


def add_a_member(members):
    members["files/../../evil"] = b"x"


def leave_out_a_table(members):
    del members["tables/members_user.jsonl"]


def leave_out_the_signature(members):
    del members["manifest.sig"]


@pytest.mark.parametrize(
    "change",
    [
        change_a_row,
        change_a_file,
        change_the_manifest,
        add_a_member,
        leave_out_a_table,
        leave_out_the_signature,
    ],
    ids=lambda change: change.__name__,
)
def test_a_changed_archive_is_refused(archive, untouched, change):
    rewritten(archive, change)

    with pytest.raises(ArchiveRefused):
        restore(archive, replace=True)


def test_another_key_is_refused_unless_it_is_a_former_one_or_trusted(archive, settings):
    before = contents()
    former, settings.SECRET_KEY = settings.SECRET_KEY, "another" * 9

    with pytest.raises(ArchiveRefused, match="SECRET_KEY_FALLBACKS"):
        restore(archive, replace=True)
    settings.SECRET_KEY_FALLBACKS = [former]
    restore(archive, replace=True)
    settings.SECRET_KEY_FALLBACKS = []
    restore(archive, replace=True, any_key=True)

    assert contents() == before


def test_even_a_trusted_archive_must_hold_the_documents_that_were_made(archive, untouched):
    def swap(members):
        manifest = json.loads(members["manifest.json"])
        one, other, *_ = sorted(manifest["files"])
        manifest["files"] |= {
            one: manifest["files"][other],
            other: manifest["files"][one],
        }
        members["manifest.json"] = json.dumps(manifest).encode()
        pair = members[f"files/{one}"], members[f"files/{other}"]
        members[f"files/{other}"], members[f"files/{one}"] = pair

    rewritten(archive, swap)

    with pytest.raises(ArchiveRefused, match="not the one that was made"):
        restore(archive, replace=True, any_key=True)


def test_an_archive_of_another_version_is_refused(archive, untouched, monkeypatch):
    class Later(restoring.MigrationLoader):
        def load_disk(self):
            super().load_disk()
            self.disk_migrations["members", "0099_later"] = Migration("0099_later", "members")

        def build_graph(self):
            self.load_disk()

    monkeypatch.setattr(restoring, "MigrationLoader", Later)

    with pytest.raises(restoring.CannotRestore, match="0099_later"):
        restore(archive, replace=True)
