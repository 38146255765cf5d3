"""Tables as lines of JSON that either engine can read back, a few thousand rows at a time."""

import base64
import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Field, FileField, Model, QuerySet
from django.utils.duration import duration_string

# Who was signed in where: that ends with a restore. Cache and broker hold nothing that lasts.
LEFT_OUT = ("sessions.session", "usersessions.usersession")
# Tables that Django keeps for itself, and the shared cache.
NOT_OURS = ("django_migrations", "kit_cache")

AT_ONCE = 2_000

Row = Sequence[Any]


def archived() -> list[type[Model]]:
    """Every stored model, many-to-many tables included, in the order of their tables' names."""
    models = [m for m in _stored() if m._meta.label_lower not in LEFT_OUT]
    return sorted(models, key=lambda model: model._meta.db_table)


def left_out() -> list[type[Model]]:
    return [m for m in _stored() if m._meta.label_lower in LEFT_OUT]


def _stored() -> list[type[Model]]:
    models = apps.get_models(include_auto_created=True)
    return [m for m in models if m._meta.managed and not m._meta.proxy]


def fields(model: type[Model]) -> "list[Field[Any, Any]]":
    return [f for f in model._meta.local_concrete_fields if not f.generated]


def columns(model: type[Model]) -> list[str]:
    return [field.column for field in fields(model)]


def lines(model: type[Model]) -> Iterator[bytes]:
    names = [field.attname for field in fields(model)]
    rows = _rows(model).order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=AT_ONCE):
        # Sorted, because PostgreSQL keeps the keys of a JSON field in an order of its own.
        text = json.dumps(row, ensure_ascii=False, sort_keys=True, default=_plain)
        yield text.encode() + b"\n"


def file_names(model: type[Model]) -> Iterator[str]:
    """The stored files that the model's rows name."""
    for field in fields(model):
        if isinstance(field, FileField):
            named = _rows(model).exclude(**{field.attname: ""}).values_list(field.attname)
            for (name,) in named.order_by("pk").iterator(chunk_size=AT_ONCE):
                yield str(name)


def count(model: type[Model]) -> int:
    return _rows(model).count()


def _rows(model: type[Model]) -> "QuerySet[Model]":
    # No manager: one may hide rows.
    return QuerySet(model)


def empty(models: Iterable[type[Model]]) -> None:
    """Below the ORM, which would follow relations and write to the audit log."""
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"DELETE FROM {_quoted(model._meta.db_table)}")  # noqa: S608 - our own names


def load(model: type[Model], rows: Iterable[Row]) -> int:
    """Insert the rows as they are: no default, no signal, no clock fills anything in."""
    kept = fields(model)
    at_once = max(connection.ops.bulk_batch_size([field.name for field in kept], range(500)), 1)
    rows, total = iter(rows), 0
    with connection.cursor() as cursor:
        while batch := list(islice(rows, at_once)):
            values = [_stored_value(f, v) for row in batch for f, v in zip(kept, row, strict=True)]
            cursor.execute(_insert(model, kept, len(batch)), values)
            total += len(batch)
    return total


def reset_sequences(models: Iterable[type[Model]]) -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(statement)


def _insert(model: type[Model], kept: "list[Field[Any, Any]]", rows: int) -> str:
    names = ", ".join(_quoted(field.column) for field in kept)
    row = f"({', '.join(['%s'] * len(kept))})"
    table = _quoted(model._meta.db_table)
    return f"INSERT INTO {table} ({names}) VALUES {', '.join([row] * rows)}"  # noqa: S608 - our own names


def _stored_value(field: "Field[Any, Any]", value: Any) -> Any:
    return field.get_db_prep_save(field.to_python(value), connection)


def _plain(value: Any) -> str:
    """What JSON has no word for, as text that the field's own `to_python` reads back."""
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return duration_string(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode("ascii")
    return str(value)  # Decimal, UUID


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
