"""What somebody who holds the whole database looks at: every table, every hidden column."""

import base64
import re
from pathlib import Path
from statistics import mean

from django.db import connection
from nacl.exceptions import CryptoError

from board.models import BoardCode, BoardMarks, VoterRoll
from board.services import closing

BALLOTS = tuple(m._meta.db_table for m in (BoardCode, BoardMarks, VoterRoll))
SWEPT = tuple(model._meta.db_table for model in closing.SWEPT)
FAR = 0.6  # rank correlation of 50: more than four standard deviations


def tables():
    with connection.cursor() as cursor:
        return sorted(connection.introspection.table_names(cursor))


def rows(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def dump():
    """Every cell of every table, as bytes in a row."""
    found = []
    for table in tables():
        for row in rows(f'SELECT * FROM "{table}"'):  # noqa: S608 - our own table names
            cells = [bytes(c) if isinstance(c, memoryview) else c for c in row]
            text = [c if isinstance(c, bytes) else str(c).encode() for c in cells]
            found.append((table, b"|".join(text)))
    return found


def binary_cells(table):
    """Every cell of a table that holds bytes."""
    found = rows(f'SELECT * FROM "{table}"')  # noqa: S608 - our own table names
    return [bytes(c) for row in found for c in row if isinstance(c, bytes | memoryview)]


def written_out():
    """Every 32 bytes that stand as hexadecimal or base64 in a cell of any table."""
    text = b"\n".join(row for _, row in dump())
    for found in re.findall(rb"(?<![0-9a-fA-F])[0-9a-fA-F]{64}(?![0-9a-fA-F])", text):
        yield bytes.fromhex(found.decode())
    for found in re.findall(rb"(?<![\w+/-])[\w+/-]{43}(?![\w+/-])", text):
        yield base64.urlsafe_b64decode(found.translate(bytes.maketrans(b"+/", b"-_")) + b"=")


def opened(box, cell):
    """What a sealed box's key makes of these bytes; None where it opens nothing."""
    try:
        return box.decrypt(cell)
    except (CryptoError, ValueError, TypeError):
        return None


def places_of(tokens):
    """For each table the numbers of the tokens its rows hold, as the rows lie on disk."""
    hidden = "ctid" if connection.vendor == "postgresql" else "rowid"
    found = {}
    for table in tables():
        lying = rows(f'SELECT * FROM "{table}" ORDER BY {hidden}')  # noqa: S608
        text = ["|".join(map(str, row)) for row in lying]
        held = [n for row in text for token, n in tokens.items() if token in row]
        if held:
            found[table] = held
    return found


def tables_with(text):
    return sorted({table for table, row in dump() if text.encode() in row})


def transactions(table):
    """PostgreSQL's hidden column: the transaction that wrote each row."""
    return [int(row[0]) for row in rows(f'SELECT xmin::text FROM "{table}"')]  # noqa: S608


def sampled():
    """PostgreSQL's samples of every column it has analysed: table, column, values."""
    return rows(
        "SELECT tablename, attname, coalesce(most_common_vals::text, '')"
        " || coalesce(histogram_bounds::text, '') FROM pg_stats WHERE schemaname = 'public'"
    )


def in_hidden_order(table, column):
    """The rows as they lie on disk: ctid on PostgreSQL, rowid on SQLite."""
    hidden = "ctid" if connection.vendor == "postgresql" else "rowid"
    return [row[0] for row in rows(f'SELECT {column} FROM "{table}" ORDER BY {hidden}')]  # noqa: S608


def files():
    """SQLite: the file and its journal, free pages and all. PostgreSQL: the files of these tables.

    They hold what was deleted until a vacuum writes them anew.
    """
    if connection.vendor == "postgresql":
        rows("CHECKPOINT; SELECT 1")
        named = (rows(f"SELECT pg_read_binary_file(pg_relation_filepath('{t}'))") for t in SWEPT)
        return b"".join(bytes(found[0][0]) for found in named)
    main = Path(str(connection.settings_dict["NAME"]))
    return b"".join(
        path.read_bytes() for path in (main, main.with_name(main.name + "-wal")) if path.exists()
    )


def in_file(tokens, content):
    """The numbers of the tokens in the order in which they stand in the file, each time."""
    found = [
        (place.start(), n)
        for token, n in tokens.items()
        for place in re.finditer(re.escape(token.encode()), content)
    ]
    return [n for _, n in sorted(found)]


def correlation(order):
    """Spearman's, of where each stood against where it stands."""
    ranks = {value: place for place, value in enumerate(sorted(order))}
    places, middle = [ranks[value] for value in order], (len(order) - 1) / 2
    spread = mean((place - middle) ** 2 for place in range(len(order)))
    return mean((n - middle) * (place - middle) for n, place in enumerate(places)) / spread
