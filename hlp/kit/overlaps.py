"""Dated rows of one thing that never overlap: one holder of a seat at a time, one seat a school.

A unique key cannot say this. PostgreSQL holds it by an exclusion over date ranges; SQLite, where
one writer writes at a time, by triggers. Both are dropped before every migrate and made again
after it, because SQLite loses triggers when it remakes a table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

PREFIX = "apart_"
END = "9999-12-31"

LISTING = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
    "postgresql": (
        "SELECT conname, relname FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid"
        " WHERE pg_table_is_visible(conrelid) AND conname LIKE %s"
    ),
}


@dataclass(frozen=True)
class Apart:
    """Rows of `table` with the same whole number in `column` have no day in common.

    A day is in the row from `from_on` to `to_on`, both included; empty means for good. A row that
    ends the day before it begins has no day. Where `column` is empty the row meets no other.
    """

    table: str
    column: str

    @property
    def stem(self) -> str:
        return f"{PREFIX}{self.table}_{self.column}"[:50]

    def names(self, vendor: str) -> list[str]:
        if vendor == "postgresql":
            return [self.stem]
        return [f"{self.stem}_{event}" for event in ("insert", "update")]

    def creating(self, vendor: str) -> list[str]:
        return self._postgresql() if vendor == "postgresql" else self._sqlite()

    def _postgresql(self) -> list[str]:
        key = f"int8range({self.column}::bigint, {self.column}::bigint, '[]')"
        return [
            f'ALTER TABLE "{self.table}" ADD CONSTRAINT "{self.stem}" EXCLUDE USING gist'
            f" ({key} WITH &&, daterange(from_on, to_on + 1) WITH &&)"
            f" WHERE ({self.column} IS NOT NULL)"
        ]

    def _sqlite(self) -> list[str]:
        def trigger(event: str, own: str) -> str:
            return (
                f'CREATE TRIGGER "{self.stem}_{event}" BEFORE {event.upper()} ON "{self.table}"'
                f" FOR EACH ROW WHEN {self._meets(own)}"
                f" BEGIN SELECT RAISE(ABORT, '{self.table}: overlapping {self.column}'); END"
            )

        return [trigger("insert", ""), trigger("update", " AND r.id <> OLD.id")]

    def _meets(self, own: str) -> str:
        conditions = (
            f"r.{self.column} = NEW.{self.column}{own}",
            f"COALESCE(r.to_on, '{END}') >= r.from_on",
            f"r.from_on <= COALESCE(NEW.to_on, '{END}')",
            f"COALESCE(r.to_on, '{END}') >= NEW.from_on",
        )
        other = f'EXISTS (SELECT 1 FROM "{self.table}" AS r WHERE {" AND ".join(conditions)})'  # noqa: S608 - our own names
        return f"COALESCE(NEW.to_on, '{END}') >= NEW.from_on AND {other}"


REGISTRY: list[Apart] = []


def keep_apart(table: str, column: str) -> None:
    """`keep_apart("board_appointment", "school_id")`: no school has two rows on one day."""
    rule = Apart(table, column)
    if rule not in REGISTRY:
        REGISTRY.append(rule)


def install(connection: BaseDatabaseWrapper) -> None:
    """Make all of them, from nothing; tables that do not exist yet are left out."""
    lift(connection)
    with connection.cursor() as cursor:
        for rule in _present(connection):
            for statement in rule.creating(connection.vendor):
                cursor.execute(statement)


def lift(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        for name, table in sorted(_installed(connection).items()):
            if connection.vendor == "postgresql":
                cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
            else:
                cursor.execute(f'DROP TRIGGER "{name}"')


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    wanted = {name for rule in _present(connection) for name in rule.names(connection.vendor)}
    return sorted(wanted - set(_installed(connection)))


def before_migrate(sender: AppConfig, using: str, **kwargs: Any) -> None:
    lift(connections[using])


def after_migrate(sender: AppConfig, using: str, **kwargs: Any) -> None:
    install(connections[using])


def check_guards(
    app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    # A warning, since migrate itself runs the checks first and is the cure.
    return [
        Warning(
            f"The database does not keep these rows apart: {', '.join(gaps)}.",
            hint="Run `manage.py migrate`; it makes the guards again.",
            id="kit.W002",
        )
        for alias in databases or ()
        if (gaps := missing(connections[alias]))
    ]


def _installed(connection: BaseDatabaseWrapper) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(LISTING[connection.vendor], [f"{PREFIX}%"])
        return {str(name): str(table) for name, table in cursor.fetchall()}


def _present(connection: BaseDatabaseWrapper) -> list[Apart]:
    tables = set(connection.introspection.table_names())
    return [rule for rule in REGISTRY if rule.table in tables]
