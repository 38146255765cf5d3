"""A table as CSV or as an Excel workbook to take out; nothing in a cell is taken for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse

Cell = str | int | date | None
# A spreadsheet reads what begins with one of these as a formula, the wide forms included.
FORMULA = "=+-@\t\r\n\0＝＋－＠"
CSV, XLSX = "csv", "xlsx"
KINDS = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
WIDEST = 60


def response(
    kind: str, name: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> HttpResponse:
    """`response("csv", "reach-2022-23", …)`: a download that no cache keeps."""
    made = [[defused(cell) for cell in row] for row in rows]
    body = _csv(headings, made) if kind == CSV else _xlsx(name, headings, made)
    answer = HttpResponse(body, content_type=KINDS[kind])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def defused(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell.lstrip(" ")[:1] and cell.lstrip(" ")[:1] in FORMULA:
        return f"'{cell}"
    return cell


def _csv(headings: Sequence[str], rows: list[list[Cell]]) -> bytes:
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(headings)
    table.writerows(rows)
    return text.getvalue().encode("utf-8-sig")  # so that a spreadsheet reads accents


def _xlsx(name: str, headings: Sequence[str], rows: list[list[Cell]]) -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415 - slow library
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - slow library
    from openpyxl.styles import Font  # noqa: PLC0415 - slow library

    book = Workbook(write_only=True)
    sheet = book.create_sheet(name[:31])
    sheet.freeze_panes = "B2"
    for letter, heading in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", headings, strict=False):
        sheet.column_dimensions[letter].width = min(max(len(heading) + 2, 12), WIDEST)

    def cell(value: Any, *, bold: bool = False) -> Any:
        made = WriteOnlyCell(sheet, value=value)
        made.font = Font(bold=bold)
        if isinstance(value, str):
            made.data_type = "s"  # text, whatever it looks like
        return made

    sheet.append([cell(heading, bold=True) for heading in headings])
    for row in rows:
        sheet.append([cell(value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
