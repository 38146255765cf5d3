"""A document is stored once under its key, lies under its own sha256, and is proved on reading."""

import hashlib
import threading
from pathlib import Path

import pytest
from django.core.files.storage import InMemoryStorage
from django.db import DatabaseError, connection, transaction

from hlp.kit import documents, frozen
from hlp.kit.models import Document

pytestmark = pytest.mark.django_db

BYTES = b"%PDF-1.7 one"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def store(data=BYTES, key="invoice:1", filename="Invoice 1.pdf"):
    return documents.store(key=key, filename=filename, data=data, kind="invoice")


def test_a_document_lies_under_its_own_hash(folder):
    document = store()

    sha = hashlib.sha256(BYTES).hexdigest()
    assert (document.sha256, document.size) == (sha, len(BYTES))
    assert [str(p.relative_to(folder)) for p in folder.rglob("*.*")] == [
        f"documents/{sha[:2]}/{sha}.pdf"
    ]
    assert documents.read(document) == BYTES


def test_the_first_bytes_stay():
    first, second = store(), store(b"%PDF-1.7 two")

    assert first == second == documents.get("invoice:1")
    assert documents.read(second) == BYTES
    assert documents.get("invoice:2") is None


def test_the_same_bytes_under_two_keys_are_one_file(folder):
    first, second = store(), store(key="invoice:2")

    assert first.file.name == second.file.name
    assert len(list(folder.rglob("*.pdf"))) == 1


def test_a_half_written_file_of_a_killed_worker_is_replaced(folder):
    sha = hashlib.sha256(BYTES).hexdigest()
    half = folder / "documents" / sha[:2] / f"{sha}.pdf"
    half.parent.mkdir(parents=True)
    half.write_bytes(BYTES[:4])

    assert documents.read(store()) == BYTES


def test_changed_or_lost_bytes_are_never_shown():
    document = store()
    path = Path(document.file.path)

    path.write_bytes(b"%PDF-1.7 forged")
    with pytest.raises(documents.DocumentDamaged, match=r"“Invoice 1\.pdf” is not the one we made"):
        documents.response(document)
    path.unlink()
    with pytest.raises(documents.DocumentDamaged, match=r"“Invoice 1\.pdf” cannot be found"):
        documents.response(document)


def test_storage_without_folders_works_as_well(monkeypatch):
    elsewhere = InMemoryStorage()
    monkeypatch.setattr(documents, "default_storage", elsewhere)
    monkeypatch.setattr(Document._meta.get_field("file"), "storage", elsewhere)

    store(key="invoice:2")

    assert documents.read(store()) == BYTES


@pytest.mark.parametrize(
    ("inline", "start"), [(True, 'inline; filename="'), (False, 'attachment; filename="')]
)
def test_the_answer_is_private_and_says_what_it_is(inline, start):
    answer = documents.response(store(), inline=inline)

    assert answer.content == BYTES
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'{start}Invoice 1.pdf"'
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ('a"\r\nX-Evil: 1.pdf', "a-X-Evil- 1.pdf"),
        ("École Saint-Rémi.pdf", "École Saint-Rémi.pdf"),
        ("", "document"),
    ],
)
def test_a_file_name_carries_nothing_dangerous(name, safe):
    assert documents.safe_filename(name) == safe


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_that_store_at_once_both_get_the_first():
    both = threading.Barrier(2)
    stored = []

    def work(data):
        both.wait()
        stored.append((store(data), data))
        connection.close()

    workers = [threading.Thread(target=work, args=(b"%PDF-1.7 " + n,)) for n in (b"a", b"b")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    [document] = Document.objects.all()
    assert [row for row, _ in stored] == [document, document]
    assert documents.read(document) in (b"%PDF-1.7 a", b"%PDF-1.7 b")


@pytest.mark.parametrize("kind", ["agreement", "credit note", "invoice", "paper", "policy"])
def test_what_is_for_ever_can_be_neither_changed_nor_removed(kind):
    document = documents.store(key="one", filename="One.pdf", data=BYTES, kind=kind)
    rows = Document.objects.filter(pk=document.pk)

    for change in (
        lambda: rows.update(sha256="0" * 64),
        lambda: rows.update(kind="export"),
        lambda: documents.remove(document),
    ):
        with pytest.raises(DatabaseError, match="kit_document is frozen"), transaction.atomic():
            change()

    assert documents.read(rows.get()) == BYTES


def test_the_registry_names_every_kind_that_is_for_ever():
    rule = frozen.REGISTRY["kit_document"]

    assert all(f"'{kind}'" in rule.when for kind in documents.FOR_EVER)
    assert {"agreement", "credit note", "invoice", "paper", "policy"} <= documents.FOR_EVER
    assert not {"export", "copy of a person's data"} & documents.FOR_EVER


def test_what_passes_is_removed_with_its_file_once_nobody_else_has_the_bytes(folder):
    first, second = (
        documents.store(key=key, filename="List.csv", data=b"a,b", kind="export") for key in "ab"
    )

    def remove(document):
        documents.remove(document)
        return [path for path in folder.rglob("*") if path.is_file()]

    assert len(remove(first)) == 1
    assert documents.read(second) == b"a,b"
    assert remove(second) == []
