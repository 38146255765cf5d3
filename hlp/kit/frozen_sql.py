"""The SQL of frozen rows: one trigger per event on SQLite, two triggers and a function on PostgreSQL."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hlp.kit.frozen import Frozen

LISTING = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
    "postgresql": (
        "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
        " WHERE NOT tgisinternal AND pg_table_is_visible(tgrelid) AND tgname LIKE %s"
    ),
}


def names(vendor: str, rule: "Frozen") -> list[str]:
    events = ("row", "all") if vendor == "postgresql" else tuple(_conditions(rule))
    return [f"{rule.stem}_{event}" for event in events]


def creating(vendor: str, rule: "Frozen") -> list[str]:
    return _postgresql(rule) if vendor == "postgresql" else _sqlite(rule)


def dropping(vendor: str, name: str, table: str) -> list[str]:
    if vendor != "postgresql":
        return [f'DROP TRIGGER "{name}"']
    function = name.rpartition("_")[0]
    return [
        f'DROP TRIGGER "{name}" ON "{table}"',
        *([f'DROP FUNCTION "{function}"'] if name.endswith("_all") else []),
    ]


def _conditions(rule: "Frozen") -> dict[str, str]:
    """Which rows each event must leave alone. An update may bring a row in, but only from elsewhere:
    that its own state becomes the frozen one is the move we want."""
    was, will = rule.condition("OLD"), rule.condition("NEW")
    update = f"({was}) OR ({will})" if rule.looks_elsewhere and rule.insert else was
    found = {"update": update, "delete": was}
    return {**found, "insert": will} if rule.insert else found


def _sqlite(rule: "Frozen") -> list[str]:
    return [
        f'CREATE TRIGGER "{rule.stem}_{event}" BEFORE {event.upper()} ON "{rule.table}" FOR EACH ROW'
        f" WHEN {condition} BEGIN SELECT RAISE(ABORT, '{rule.sentence}'); END"
        for event, condition in _conditions(rule).items()
    ]


def _postgresql(rule: "Frozen") -> list[str]:
    conditions = _conditions(rule)
    branches = "\n".join(
        f"IF TG_OP = '{event.upper()}' THEN IF {condition} THEN {_raise(rule)} END IF; END IF;"
        for event, condition in conditions.items()
    )
    any_row = rule.condition("frozen_row")
    body = f"""
        BEGIN
        IF TG_OP = 'TRUNCATE' THEN
            IF EXISTS (SELECT 1 FROM "{rule.table}" AS frozen_row WHERE {any_row}) THEN {_raise(rule)} END IF;
            RETURN NULL;
        END IF;
        {branches}
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
        END
    """
    events = " OR ".join(event.upper() for event in conditions)
    return [
        f'CREATE FUNCTION "{rule.stem}"() RETURNS trigger LANGUAGE plpgsql AS $frozen${body}$frozen$',
        f'CREATE TRIGGER "{rule.stem}_row" BEFORE {events} ON "{rule.table}"'
        f' FOR EACH ROW EXECUTE FUNCTION "{rule.stem}"()',
        f'CREATE TRIGGER "{rule.stem}_all" BEFORE TRUNCATE ON "{rule.table}"'
        f' FOR EACH STATEMENT EXECUTE FUNCTION "{rule.stem}"()',
    ]


def _raise(rule: "Frozen") -> str:
    # A check violation, so that Django raises IntegrityError as it does on SQLite.
    return f"RAISE EXCEPTION USING MESSAGE = '{rule.sentence}', ERRCODE = 'check_violation';"
