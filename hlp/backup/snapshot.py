"""One moment of the database, however long the reading takes and whoever writes meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """Nobody waits for it: both engines keep the old rows for the one who still reads them."""
    reading = _sqlite() if connection.vendor == "sqlite" else _postgresql()
    with reading:
        yield


@contextmanager
def _postgresql() -> Iterator[None]:
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def _sqlite() -> Iterator[None]:
    # Django's own transactions are IMMEDIATE here and would keep every writer out.
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            # The moment is that of the first read.
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1").fetchall()
            yield
        finally:
            cursor.execute("ROLLBACK")
