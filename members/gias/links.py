"""The table of links: who carries on whom. Each pair stands in it twice, from both sides."""

import re
from dataclasses import dataclass
from datetime import date

from members.gias import cells
from members.gias.files import Text
from members.gias.schools import WRONG_CELLS
from members.gias.tables import Column, Reading, Refused, check_share, open_table

COLUMNS = (
    Column("urn", ("URN",), cells.urn, needed=True),
    Column("link_urn", ("LinkURN",), cells.urn, needed=True),
    Column("link_name", ("LinkName",), cells.text(200), needed=True),
    Column("link_type", ("LinkType",), cells.text(100, needed=True), needed=True),
    Column("established_on", ("LinkEstablishedDate",), cells.day),
)
HINTS = {"EstablishmentName": "this is the table of schools. Give the file of links after --links."}
_SUCCESSION = re.compile(r"(predecessor|successor)(?: - (.+))?", re.IGNORECASE)
PLAIN = "Succession"


def is_split(kind: str) -> bool:
    """A school that was split may live on, and nothing says which part carries on its business."""
    return "split" in kind.casefold()


@dataclass(frozen=True)
class LinkRow:
    line: int
    predecessor: int
    successor: int
    kind: str  # the register's words without the direction
    established_on: date | None
    named: tuple[int, str]  # the URN the row names, and the name it gives it
    seen_by_successor: bool


def read_links(text: Text) -> Reading[LinkRow]:
    """Every succession of the file; links of other kinds (sixth-form centres) are passed over."""
    table = open_table(text, COLUMNS, hints=HINTS)
    reading = Reading[LinkRow](absent=table.absent)
    for line, row in table.rows():
        try:
            if row is None:
                raise cells.CellRefused(WRONG_CELLS)
            link = _link(line, **table.values(row))
        except cells.CellRefused as error:
            reading.refused.append(Refused(line, str(error)))
            continue
        if link is None:
            reading.passed_over += 1
        else:
            reading.rows.append(link)
    read = len(reading.rows) + reading.passed_over
    check_share(text.name, reading.refused, read + len(reading.refused), of="rows")
    return reading


def _link(
    line: int,
    *,
    urn: int,
    link_urn: int,
    link_name: str,
    link_type: str,
    established_on: date | None = None,
) -> LinkRow | None:
    found = _SUCCESSION.fullmatch(link_type)
    if not found:
        return None
    if urn == link_urn:
        raise cells.CellRefused(f"URN {urn} is linked to itself.")
    names_predecessor = found[1].lower() == "predecessor"
    old, new = (link_urn, urn) if names_predecessor else (urn, link_urn)
    kind = (found[2] or PLAIN)[:60]
    return LinkRow(line, old, new, kind, established_on, (link_urn, link_name), names_predecessor)
