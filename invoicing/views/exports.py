"""Taking invoices out in bulk, the log of who took what, and the check of the numbers."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from hlp.kit import clock, large_documents
from hlp.kit.access import needs
from hlp.kit.models import WorkState
from hlp.kit.paging import page_of
from hlp.kit.refusal import Refusal
from invoicing.forms.lists import ExportForm, InvoiceFilter
from invoicing.models import Export, Invoice
from invoicing.querysets import InvoiceQuerySet, downloads
from invoicing.services import checking_numbers, exporting
from invoicing.states import ExportKind
from invoicing.views.invoices import WAIT_SECONDS
from members.requests import MemberRequest


@require_POST
@needs("invoicing.export")
def export_invoices(request: MemberRequest) -> HttpResponse:
    """What was ticked or else all that the list's filters find, as one file."""
    form = ExportForm(request.POST)
    try:
        if not form.is_valid():
            raise exporting.NothingChosen("Choose the kind of file with one of the buttons.")
        made = exporting.export(
            invoices=_chosen(request, form),
            kind=ExportKind(form.cleaned_data["kind"]),
            by=request.user,
            now=clock.now(),
        )
    except Refusal as refused:
        messages.error(request, str(refused))
        return redirect("invoicing:invoice_list")
    return redirect("invoicing:export_detail", export_id=made.pk)


def _chosen(request: MemberRequest, form: ExportForm) -> InvoiceQuerySet:
    visible = Invoice.objects.visible_to(request.user)
    if ticked := form.ticked():
        return visible.filter(number__in=ticked)
    filters = InvoiceFilter(request.POST)
    filters.is_valid()
    return visible.narrowed(filters.cleaned_data, clock.today())


@require_safe
@needs("invoicing.view_export")
def export_detail(request: MemberRequest, export_id: int) -> HttpResponse:
    """How far it is; one may leave and come back."""
    made = _export(request, export_id)
    document, item = exporting.document_of(made), exporting.work_of(made)
    stuck = item if item and item.state == WorkState.FAILED else None
    removed = exporting.was_removed(made)
    context = {
        "export": made,
        "document": document,
        "item": item,
        "stuck": stuck,
        "removed": removed,
        "days": settings.INVOICING_KEEP_FILES_DAYS,
    }
    response = render(request, "invoicing/export_detail.html", context)
    if not (document or stuck or removed):
        response["Refresh"] = WAIT_SECONDS
    return response


@require_safe
@needs("invoicing.view_export")
def export_file(request: MemberRequest, export_id: int) -> HttpResponseBase:
    made = _export(request, export_id)
    document = exporting.document_for_download(export=made, by=request.user)
    if document is None:
        return redirect("invoicing:export_detail", export_id=made.pk)
    return large_documents.response(document)


@require_safe
@needs("invoicing.view_downloads")
def download_list(request: MemberRequest) -> HttpResponse:
    """Who took which file, when, and the sha256 that proves which bytes."""
    context = {"page": page_of(request, downloads()), "days": settings.INVOICING_KEEP_FILES_DAYS}
    return render(request, "invoicing/download_list.html", context)


@require_safe
@needs("invoicing.check_numbers")
def number_check(request: MemberRequest) -> HttpResponse:
    reports = checking_numbers.check_all()
    context = {"reports": reports, "is_sound": all(report.is_sound for report in reports)}
    return render(request, "invoicing/number_check.html", context)


def _export(request: MemberRequest, export_id: int) -> Export:
    return get_object_or_404(Export.objects.visible_to(request.user), pk=export_id)
