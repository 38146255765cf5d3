"""The ranking as a file, for panel and preparers; each download is on record."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from bids.services import exporting
from bids.views.deciding.loading import call_on_the_table
from hlp.kit import spreadsheets
from members.requests import MemberRequest


@require_safe
def ranking_csv(request: MemberRequest, slug: str) -> HttpResponse:
    return _ranking(request, slug, spreadsheets.CSV)


@require_safe
def ranking_xlsx(request: MemberRequest, slug: str) -> HttpResponse:
    return _ranking(request, slug, spreadsheets.XLSX)


def _ranking(request: MemberRequest, slug: str, kind: str) -> HttpResponse:
    call = call_on_the_table(request.user, slug)
    rows = exporting.table(call=call, by=request.user)
    return spreadsheets.response(kind, f"{call.slug}-ranking", exporting.headings(), rows)
