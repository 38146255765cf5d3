"""Rows that can no longer change, held by triggers in the database on both engines.

Each frozen table registers one condition; `{row}` in it becomes OLD or NEW. Triggers are dropped
before every migrate and made again after it, because SQLite loses them when it remakes a table.
"""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from hlp.kit import frozen_sql
from hlp.kit.frozen_sql import PREFIX, Frozen

REGISTRY: dict[str, Frozen] = {}


def freeze(table: str, when: str, *, insert: bool = True) -> None:
    """Rows for which `when` holds cannot be updated or deleted, nor (with `insert`) appear.

    `freeze("invoicing_invoice", "{row}.state = 'issued'")` still lets a draft become issued.
    A row frozen by its parent says so with a SELECT; then it cannot be moved there either.
    """
    rule = Frozen(table, when, insert)
    if REGISTRY.setdefault(table, rule) != rule:
        raise ValueError(f"{table} is frozen twice, by different rules")


def install(connection: BaseDatabaseWrapper) -> None:
    """Make all triggers, from nothing; tables that do not exist yet are left out."""
    lift(connection)
    with connection.cursor() as cursor:
        for rule in _present(connection):
            for statement in frozen_sql.creating(connection.vendor, rule):
                cursor.execute(statement)


def lift(connection: BaseDatabaseWrapper) -> None:
    """Drop every trigger of ours, also those whose rule is no longer registered."""
    with connection.cursor() as cursor:
        for name in sorted(_installed(connection)):
            cursor.execute(frozen_sql.dropping(connection.vendor, name))


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the triggers that should be there and are not."""
    rules = _present(connection)
    wanted = {name for rule in rules for name in frozen_sql.names(connection.vendor, rule)}
    return sorted(wanted - _installed(connection))


def before_migrate(sender: AppConfig, using: str, **kwargs: Any) -> None:
    lift(connections[using])


def after_migrate(sender: AppConfig, using: str, **kwargs: Any) -> None:
    install(connections[using])


def check_triggers(
    app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    # A warning, since migrate itself runs the checks first and is the cure.
    return [
        Warning(
            f"The database does not guard frozen rows: {', '.join(gaps)}.",
            hint="Run `manage.py migrate`; it makes the triggers again.",
            id="kit.W001",
        )
        for alias in databases or ()
        if (gaps := missing(connections[alias]))
    ]


def _installed(connection: BaseDatabaseWrapper) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(frozen_sql.LISTING[connection.vendor], [f"{PREFIX}%"])
        return {str(row[0]) for row in cursor.fetchall()}


def _present(connection: BaseDatabaseWrapper) -> list[Frozen]:
    tables = set(connection.introspection.table_names())
    return [rule for rule in REGISTRY.values() if rule.table in tables]
