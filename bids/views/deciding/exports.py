"""The ranking as a file, for panel and preparers; each download is on record."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from bids.models import Call
from bids.services import exporting
from bids.views.deciding.loading import call_on_the_table
from hlp.kit import spreadsheets
from members.requests import MemberRequest


@require_safe
def ranking_csv(request: MemberRequest, slug: str) -> HttpResponse:
    call = call_on_the_table(request.user, slug)
    rows = exporting.table(call=call, by=request.user)
    data = spreadsheets.as_csv(exporting.headings(), rows)
    return _file(call, data, "csv", spreadsheets.CSV_TYPE)


@require_safe
def ranking_xlsx(request: MemberRequest, slug: str) -> HttpResponse:
    call = call_on_the_table(request.user, slug)
    rows = exporting.table(call=call, by=request.user)
    data = spreadsheets.as_xlsx("Ranking", exporting.headings(), rows)
    return _file(call, data, "xlsx", spreadsheets.XLSX_TYPE)


def _file(call: Call, data: bytes, ending: str, content_type: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{call.slug}-ranking.{ending}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
