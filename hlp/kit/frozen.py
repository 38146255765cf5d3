"""Rows that can no longer change, held by triggers in the database on both engines.

Each frozen table registers one condition; `{row}` in it becomes OLD or NEW. Triggers are dropped
before every migrate and made again after it, because SQLite loses them when it remakes a table.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from hlp.kit import frozen_sql

PREFIX = "frozen_"


@dataclass(frozen=True)
class Frozen:
    table: str
    when: str
    insert: bool

    @property
    def looks_elsewhere(self) -> bool:
        """The condition asks another row (its invoice), so a row may also arrive by being repointed."""
        return "select" in self.when.lower()

    @property
    def stem(self) -> str:
        # The digest makes a changed rule show up as a missing trigger.
        digest = hashlib.sha256(f"{self.when}|{self.insert}".encode()).hexdigest()[:8]
        return f"{PREFIX}{self.table[:40]}_{digest}"

    @property
    def sentence(self) -> str:
        return f"{self.table} is frozen: this row can no longer be added, changed or removed"

    def condition(self, row: str) -> str:
        return self.when.format(row=row)


REGISTRY: dict[str, Frozen] = {}


def freeze(table: str, when: str, *, insert: bool = True) -> None:
    """Rows of `table` for which `when` holds cannot be updated or deleted, nor (with `insert`) appear.

    `freeze("invoicing_invoice", "{row}.state = 'issued'")` still lets a draft become issued.
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
        for name, table in _installed(connection):
            for statement in frozen_sql.dropping(connection.vendor, name, table):
                cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that should be there and are not."""
    there = {name for name, _ in _installed(connection)}
    wanted = [
        name for rule in _present(connection) for name in frozen_sql.names(connection.vendor, rule)
    ]
    return sorted(name for name in wanted if name not in there)


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


def _installed(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(frozen_sql.LISTING[connection.vendor], [f"{PREFIX}%"])
        return [(str(name), str(table)) for name, table in cursor.fetchall()]


def _present(connection: BaseDatabaseWrapper) -> list[Frozen]:
    tables = set(connection.introspection.table_names())
    return [rule for rule in REGISTRY.values() if rule.table in tables]
