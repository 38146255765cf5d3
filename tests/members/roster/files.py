"""Small files as the register writes them, and where the real extracts lie."""

import csv
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from members.services import importing

NOW = datetime(2025, 9, 1, 9, tzinfo=UTC)
SHARED = Path(__file__).resolve().parents[4] / "shared"
HILLINGDON = SHARED / "data" / "edubase_hillingdon_20250717.csv"
HILLINGDON_LINKS = SHARED / "data" / "links_edubase_hillingdon_20250422.csv"
ENGLAND = SHARED / "data" / "edubase_statefunded_20250717.zip"
needs_real_files = pytest.mark.skipif(
    not SHARED.exists(), reason="the register's extracts lie beside the project, not in it"
)

BOURNE = {
    "URN": "102368",
    "LA (code)": "312",
    "LA (name)": "Hillingdon",
    "EstablishmentNumber": "2003",
    "EstablishmentName": "Bourne Primary School",
    "TypeOfEstablishment (name)": "Community school",
    "EstablishmentStatus (name)": "Open",
    "OpenDate": "",
    "CloseDate": "",
    "PhaseOfEducation (name)": "Primary",
    "StatutoryLowAge": "3",
    "StatutoryHighAge": "11",
    "Street": "Cedar Avenue",
    "Town": "Ruislip",
    "Postcode": "HA4 6UJ",
}
LINK_HEADINGS = ("URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate")


def a_school(urn, **cells):
    """A row like Bourne's; cells by heading, given as a dict for those with spaces."""
    row = BOURNE | {"URN": str(urn), "EstablishmentName": f"School {urn}"}
    return row | cells.pop("cells", {}) | cells


def without(row, *headings):
    return {heading: cell for heading, cell in row.items() if heading not in headings}


def a_file(*rows, encoding="utf-8", quoting=csv.QUOTE_MINIMAL, ends="\r\n"):
    rows = rows or (BOURNE,)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), quoting=quoting, lineterminator=ends)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def a_links_file(*rows):
    """Rows of URN, LinkURN, LinkName, LinkType, LinkEstablishedDate."""
    return a_file(*(dict(zip(LINK_HEADINGS, map(str, row), strict=True)) for row in rows))


def a_zip(**members):
    """A ZIP; dots in member names are written as two underscores."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "."), data)
    return out.getvalue()


def take_in(*rows, links=None, **options):
    """Import these rows (a file's bytes, or dicts of cells), at a moment that stands still."""
    source = rows[0] if rows and not isinstance(rows[0], dict) else a_file(*rows)
    return importing.import_roster(source, links=links, **{"now": NOW} | options)
