"""The table of schools: which columns we take, and what each becomes."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from members.gias import cells
from members.gias.files import Text
from members.gias.tables import (
    Column,
    Reading,
    Refused,
    Table,
    check_share,
    open_table,
)
from members.gias.words import PHASES, STATUSES, TYPES
from members.states import EstablishmentStatus, EstablishmentType, Phase

WRONG_CELLS = "the quotation marks or the number of cells are wrong."
HINTS = {"LinkURN": "this is the file of links between schools. Give it after --links."}


def _named(name: str) -> tuple[str, ...]:
    """The register writes `X (name)` and `X (code)`; smaller extracts write plain `X`."""
    return (f"{name} (name)", name, f"{name} (code)")


COLUMNS = (
    Column("urn", ("URN",), cells.urn, needed=True),
    Column("la_code", ("LA (code)", "LA"), cells.la_code, needed=True),
    Column("name", ("EstablishmentName",), cells.text(200, needed=True), needed=True),
    Column(
        "type", _named("TypeOfEstablishment"), cells.choice(EstablishmentType, TYPES), needed=True
    ),
    Column(
        "status",
        _named("EstablishmentStatus"),
        cells.choice(EstablishmentStatus, STATUSES),
        needed=True,
    ),
    Column(
        "phase",
        _named("PhaseOfEducation"),
        cells.choice(Phase, PHASES, empty=Phase.NOT_APPLICABLE),
        needed=True,
    ),
    Column("la_name", ("LA (name)",), cells.text(100)),
    Column("establishment_number", ("EstablishmentNumber",), cells.digits(4)),
    Column("open_on", ("OpenDate",), cells.day),
    Column("close_on", ("CloseDate",), cells.day),
    Column("low_age", ("StatutoryLowAge",), cells.age),
    Column("high_age", ("StatutoryHighAge",), cells.age),
    Column("ukprn", ("UKPRN",), cells.digits(8)),
    Column("street", ("Street",), cells.text(200)),
    Column("locality", ("Locality",), cells.text(200)),
    Column("address3", ("Address3",), cells.text(200)),
    Column("town", ("Town",), cells.text(100)),
    Column("county", ("County (name)", "County"), cells.text(100)),
    Column("postcode", ("Postcode",), cells.postcode),
    Column("website", ("SchoolWebsite",), cells.text(300)),
    Column("telephone", ("TelephoneNum",), cells.text(30)),
    Column("trust_code", ("Trusts (code)",), cells.text(20)),
    Column("trust_name", ("Trusts (name)", "Trusts"), cells.text(200)),
)
LABELS = {column.field: column.headings[0] for column in COLUMNS}


@dataclass(frozen=True)
class TrustNamed:
    """The trust a row names. Without a name the register says: this school has none."""

    code: str
    name: str


@dataclass(frozen=True)
class SchoolRow:
    line: int
    urn: int
    values: dict[str, Any]  # by the field of School
    trust: TrustNamed | None  # None: the file does not speak of trusts


def read_schools(text: Text, *, la_codes: Collection[str] = ()) -> Reading[SchoolRow]:
    """Every school of the file, or of these local authorities; bad rows are left out and named."""
    table = open_table(text, COLUMNS, hints=HINTS)
    reading = Reading[SchoolRow](absent=table.absent)
    wanted = {code.strip().zfill(3) for code in la_codes}
    la_at = table.index_of("la_code")
    seen: dict[int, int] = {}
    for line, row in table.rows():
        # Another authority's row is no concern of ours, right or wrong.
        if row and wanted and la_at is not None and row[la_at].strip().zfill(3) not in wanted:
            reading.passed_over += 1
            continue
        _take(reading, table, seen, line, row)
    check_share(text.name, reading.refused, len(reading.rows) + len(reading.refused), of="rows")
    return reading


def _take(
    reading: Reading[SchoolRow],
    table: Table,
    seen: dict[int, int],
    line: int,
    row: list[str] | None,
) -> None:
    if row is None:
        reading.refused.append(Refused(line, WRONG_CELLS))
        return
    try:
        values = table.values(row)
    except cells.CellRefused as error:
        reading.refused.append(Refused(line, str(error)))
        return
    urn = values.pop("urn")
    if urn in seen:
        reading.refused.append(Refused(line, f"URN {urn} is already on line {seen[urn]:,}."))
        return
    seen[urn] = line
    reading.rows.append(SchoolRow(line, urn, values, _trust(values)))


def _trust(values: dict[str, Any]) -> TrustNamed | None:
    speaks = "trust_name" in values
    code, name = values.pop("trust_code", ""), values.pop("trust_name", "")
    return TrustNamed(code, name) if speaks else None
