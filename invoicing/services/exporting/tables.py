"""The list of invoices as CSV or as an Excel workbook, with every cell of text made harmless."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from hlp.kit.spreadsheets import Cell, harmless, typed
from invoicing.models import Invoice
from invoicing.states import ExportKind, VatCategory

HEADINGS = (
    *("Number", "Issued", "Due", "School", "URN", "Purchase order", "Membership year"),
    *("Before VAT", "VAT treatment", "VAT", "Total", "Paid", "Credited", "Still to pay", "Status"),
)
WIDTHS = (14, 12, 12, 40, 10, 18, 20, 13, 26, 12, 13, 13, 13, 13, 14)
BATCH = 500
MOMENTS = re.compile(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>")


def rows(invoice_ids: Sequence[int], on: date) -> Iterator[list[Cell]]:
    for start in range(0, len(invoice_ids), BATCH):
        keys = list(invoice_ids[start : start + BATCH])
        found = Invoice.objects.issued().filter(pk__in=keys).with_balance(on)
        related = found.select_related("membership_year__period")
        for invoice in related.order_by("issued_on", "number"):
            yield harmless(_row(invoice, on))


def _row(invoice: Invoice, on: date) -> list[Cell]:
    return [
        *(invoice.number, invoice.issued_on, invoice.due_on, invoice.school_name),
        *(invoice.school_urn, invoice.purchase_order, str(invoice.membership_year)),
        *(invoice.net, str(VatCategory(invoice.vat_category).label), invoice.vat, invoice.gross),
        *(_pennies(invoice.paid), _pennies(invoice.credited), _pennies(invoice.balance)),
        invoice.standing(on).label,
    ]


def _pennies(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"))


def write_csv(path: Path, lines: Iterable[list[Cell]]) -> None:
    # The mark at the beginning makes Excel read it as UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(HEADINGS)
        table.writerows(lines)


def write_xlsx(path: Path, lines: Iterable[list[Cell]]) -> None:
    from openpyxl import Workbook  # noqa: PLC0415 - slow library
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - slow library
    from openpyxl.styles import Font  # noqa: PLC0415 - slow library

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Invoices")
    sheet.freeze_panes = "B2"
    for column, width in zip("ABCDEFGHIJKLMNO", WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    headings = [WriteOnlyCell(sheet, value=heading) for heading in HEADINGS]
    for cell in headings:
        cell.font = Font(bold=True)
    sheet.append(headings)
    for line in lines:
        sheet.append([typed(WriteOnlyCell(sheet, value=value), value) for value in line])
    book.save(path)
    _without_the_hour(path)


def _without_the_hour(path: Path) -> None:
    """The same invoices give the same bytes: nothing in the file says when it was written."""
    packed = path.with_suffix(".packed")
    with ZipFile(path) as written, ZipFile(packed, "w", ZIP_DEFLATED) as plain:
        for name in written.namelist():
            data = written.read(name)
            if name == "docProps/core.xml":
                data = MOMENTS.sub(b"", data)
            plain.writestr(ZipInfo(name), data, ZIP_DEFLATED)
    packed.replace(path)


WRITERS: dict[ExportKind, Callable[[Path, Iterable[list[Cell]]], None]] = {
    ExportKind.CSV: write_csv,
    ExportKind.XLSX: write_xlsx,
}
