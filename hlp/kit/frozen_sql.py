"""The SQL of frozen rows: a trigger per event on SQLite, one function with two on PostgreSQL."""

import hashlib
from dataclasses import dataclass

PREFIX = "frozen_"

LISTING = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
    "postgresql": (
        "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
        " WHERE NOT tgisinternal AND pg_table_is_visible(tgrelid) AND tgname LIKE %s"
    ),
}


@dataclass(frozen=True)
class Frozen:
    table: str
    when: str
    insert: bool

    @property
    def stem(self) -> str:
        # The digest makes a changed rule show up as a missing trigger.
        digest = hashlib.sha256(f"{self.when}|{self.insert}".encode()).hexdigest()[:8]
        return f"{PREFIX}{self.table[:35]}_{digest}"

    @property
    def sentence(self) -> str:
        return f"{self.table} is frozen: this row can no longer be added, changed or removed"

    def conditions(self) -> dict[str, str]:
        """Which rows each event must leave alone.

        An update may also bring a row in, by pointing it at a frozen parent; but where the row's
        own state decides, becoming frozen is the very move we want.
        """
        was, will = self.when.format(row="OLD"), self.when.format(row="NEW")
        looks_elsewhere = "select" in self.when.lower()
        update = f"({was}) OR ({will})" if looks_elsewhere and self.insert else was
        found = {"update": update, "delete": was}
        return {**found, "insert": will} if self.insert else found


def names(vendor: str, rule: Frozen) -> list[str]:
    events = ("row", "all") if vendor == "postgresql" else tuple(rule.conditions())
    return [f"{rule.stem}_{event}" for event in events]


def creating(vendor: str, rule: Frozen) -> list[str]:
    return _postgresql(rule) if vendor == "postgresql" else _sqlite(rule)


def dropping(vendor: str, name: str) -> str:
    if vendor == "postgresql":
        # Both triggers hang on the function and go with it.
        return f'DROP FUNCTION IF EXISTS "{name.rpartition("_")[0]}"() CASCADE'
    return f'DROP TRIGGER "{name}"'


def _sqlite(rule: Frozen) -> list[str]:
    return [
        f'CREATE TRIGGER "{rule.stem}_{event}" BEFORE {event.upper()} ON "{rule.table}"'
        f" FOR EACH ROW WHEN {condition} BEGIN SELECT RAISE(ABORT, '{rule.sentence}'); END"
        for event, condition in rule.conditions().items()
    ]


def _postgresql(rule: Frozen) -> list[str]:
    events = " OR ".join(event.upper() for event in rule.conditions())
    return [
        f'CREATE OR REPLACE FUNCTION "{rule.stem}"() RETURNS trigger LANGUAGE plpgsql'
        f" AS $frozen$ {_body(rule)} $frozen$",
        f'CREATE TRIGGER "{rule.stem}_row" BEFORE {events} ON "{rule.table}"'
        f' FOR EACH ROW EXECUTE FUNCTION "{rule.stem}"()',
        f'CREATE TRIGGER "{rule.stem}_all" BEFORE TRUNCATE ON "{rule.table}"'
        f' FOR EACH STATEMENT EXECUTE FUNCTION "{rule.stem}"()',
    ]


def _body(rule: Frozen) -> str:
    # A check violation, so that Django raises IntegrityError as it does on SQLite.
    refuse = f"RAISE EXCEPTION USING MESSAGE = '{rule.sentence}', ERRCODE = 'check_violation';"
    any_row = f'EXISTS (SELECT 1 FROM "{rule.table}" AS r WHERE {rule.when.format(row="r")})'  # noqa: S608 - our own names
    rows = " ".join(
        f"IF TG_OP = '{event.upper()}' THEN IF {condition} THEN {refuse} END IF; END IF;"
        for event, condition in rule.conditions().items()
    )
    return (
        f"BEGIN IF TG_OP = 'TRUNCATE' THEN IF {any_row} THEN {refuse} END IF; RETURN NULL; END IF;"
        f" {rows} IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END"
    )
