"""A partnership with invoices, documents and post, to be backed up."""

import json
import subprocess
import sys

import pytest
from django.conf import settings as configured
from django.db import connection, transaction
from django.db.models import JSONField

from hlp.backup import making, restoring, tables
from hlp.demo import story
from hlp.kit import clock, documents, frozen, outbox
from tests.factories import invoicing


@pytest.fixture
def partnership(transactional_db, settings, tmp_path):
    """The demo's story, told by the real services: frozen invoices, audit, waiting work."""
    settings.MEDIA_ROOT = tmp_path / "files"
    story.tell(schools=14, now=clock.now(), say=lambda sentence: None)
    invoicing.paid(amount="1133.37", on=clock.today(), now=clock.now())
    paper = documents.store(key="agreement:1", filename="a.pdf", data=b"%PDF-1", kind="agreement")
    documents.store(key="scan:1", filename="b.pdf", data=b"%PDF-2" * 300_000, kind="scan")
    outbox.queue(key="k", to="head@a.example", subject="Hi", text="é\n\u2028x", documents=[paper])


@pytest.fixture
def archive(partnership, tmp_path):
    path = tmp_path / "backup.zip"
    making.back_up(path, now=clock.now(), say=lambda sentence: None)
    return path


@pytest.fixture
def manage(subprocess_env, settings):
    """`manage.py …` in a process of its own, on a database and in a folder of its own."""

    def run(*arguments, database, folder):
        env = {**subprocess_env, "DATABASE_URL": database, "VAR_DIR": str(folder)}
        env |= {"SECRET_KEY": settings.SECRET_KEY, "HLP_SETUP": "skip"}
        done = subprocess.run(
            [sys.executable, "manage.py", *map(str, arguments)],
            cwd=configured.BASE_DIR,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def restore(path, *, replace=False, any_key=False, send_post=True):
    return restoring.restore(
        path, replace=replace, any_key=any_key, send_post=send_post, say=lambda sentence: None
    )


def wipe():
    """As a database is that has just been migrated, or emptier."""
    frozen.lift(connection)
    with transaction.atomic():
        tables.empty([*tables.left_out(), *tables.archived()])
    frozen.install(connection)


def contents():
    """Every row of every table that a backup holds, as the engine has it and not as we write it."""
    return {model._meta.db_table: rows(model) for model in tables.archived()}


def rows(model):
    fields = tables.fields(model)
    chosen = ", ".join(f'"{field.column}"' for field in fields)
    meta = model._meta
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {chosen} FROM "{meta.db_table}" ORDER BY "{meta.pk.column}"')  # noqa: S608 - our own names
        return [tuple(map(cell, fields, row)) for row in cursor.fetchall()]


def cell(field, value):
    """The keys of JSON have no order; bytes come as a view of them."""
    if isinstance(field, JSONField) and isinstance(value, str):
        return json.loads(value)
    return bytes(value) if isinstance(value, memoryview) else value
