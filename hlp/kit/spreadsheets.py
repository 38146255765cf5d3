"""Tables that leave the portal: CSV and Excel, with every cell of text made harmless."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpResponse

Cell = str | int | Decimal | date | None
CSV, XLSX = "csv", "xlsx"
KINDS = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
NARROWEST, WIDEST, LONGEST_TITLE = 12, 60, 31  # characters; the last is Excel's own limit
# A spreadsheet reads what begins with one of these as a formula, the wide forms included.
FORMULA = "=+-@\t\r\n\0＝＋－＠"


def defused(text: str) -> str:
    """Text from outside that a spreadsheet would run gets an apostrophe before it."""
    begins = text.lstrip(" ")[:1]
    return f"'{text}" if begins and begins in FORMULA else text


def harmless(row: Iterable[Cell]) -> list[Cell]:
    return [defused(cell) if isinstance(cell, str) else cell for cell in row]


def response(
    kind: str, name: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> HttpResponse:
    """`response(CSV, "reach-2022-23", …)`: a download that no cache keeps."""
    body = as_csv(headings, rows) if kind == CSV else as_xlsx(name, headings, rows)
    answer = HttpResponse(body, content_type=KINDS[kind])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(headings)
    table.writerows(harmless(row) for row in rows)
    # The mark at the beginning makes Excel read it as UTF-8.
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415 - slow library
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - slow library
    from openpyxl.styles import Font  # noqa: PLC0415 - slow library
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - slow library

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:LONGEST_TITLE])
    sheet.freeze_panes = "B2"
    for number, heading in enumerate(headings, start=1):
        width = min(max(len(heading) + 2, NARROWEST), WIDEST)
        sheet.column_dimensions[get_column_letter(number)].width = width
    heads = [WriteOnlyCell(sheet, value=heading) for heading in headings]
    for cell in heads:
        cell.font = Font(bold=True)
    sheet.append(heads)
    for row in rows:
        sheet.append([typed(WriteOnlyCell(sheet, value=c), c) for c in harmless(row)])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def typed(cell: Any, value: Cell) -> Any:
    """A cell of an Excel sheet, shown as what it holds."""
    if isinstance(value, Decimal):
        cell.number_format = '"£"#,##0.00;-"£"#,##0.00'
    elif isinstance(value, date):
        cell.number_format = "D MMM YYYY"
    elif isinstance(value, str):
        cell.data_type = "s"  # text, whatever it looks like
    return cell
