"""Lists of the back room as spreadsheets. Nothing in a cell is taken for a formula."""

import csv
from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import label_for_field, lookup_field
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

from hlp.kit import audit, clock
from members.models import User

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def as_csv(page: admin.ModelAdmin, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse:
    columns = page.get_list_display(request)
    name = f"{page.opts.model_name}-{clock.today():%Y-%m-%d}.csv"
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    answer.write("\ufeff")  # so that a spreadsheet reads accents
    writer = csv.writer(answer)
    writer.writerow(label_for_field(column, page.model, page) for column in columns)
    for row in rows.select_related(*_related(page)):
        writer.writerow(cell(_value(row, column, page)) for column in columns)
    return answer


def record(model: type[Model], rows: QuerySet[Any], *, by: User) -> None:
    """One line on the person who took it: what, and how many."""
    what = f"saved as a spreadsheet: {model._meta.verbose_name_plural}"
    audit.record(by, what=what, by=by, rows=rows.count())


def cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(DANGEROUS) else text


def _related(page: admin.ModelAdmin) -> Iterable[str]:
    related = page.list_select_related
    return related if isinstance(related, list | tuple) else ()


def _value(row: Model, column: Any, page: admin.ModelAdmin) -> Any:
    field, _, value = lookup_field(column, row, page)
    if field is not None and getattr(field, "choices", None):
        return getattr(row, f"get_{field.name}_display")()
    return value
