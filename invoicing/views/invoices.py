"""The list of invoices, one invoice, its PDF."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from hlp.kit import clock, documents
from hlp.kit.access import needs
from hlp.kit.paging import page_of
from hlp.kit.refusal import Refusal
from invoicing.forms.lists import InvoiceFilter
from invoicing.models import Invoice
from invoicing.services import ordering, sending
from invoicing.states import ExportKind
from invoicing.views import showing
from members.models import User

WAIT_SECONDS = "3"  # after which a page that waits for a worker looks again


@require_safe
@needs("invoicing.list_invoices")
def invoice_list(request: HttpRequest) -> HttpResponse:
    """Office and finance search all; a school sees its own."""
    today = clock.today()
    invoices = Invoice.objects.visible_to(request.user)
    form = None
    if request.user.has_perm("invoicing.view_all"):
        form = InvoiceFilter(request.GET)
        form.is_valid()  # what is wrong is shown above the list, which then ignores it
        invoices = invoices.narrowed(form.cleaned_data, today)
    page = page_of(request, invoices.with_balance(today).with_pdf().newest_first())
    context = {
        "form": form,
        "page": page,
        "rows": [(invoice, invoice.standing(today)) for invoice in page],
        "export_kinds": ExportKind.choices if form else [],
        "filtered_by": form.as_typed() if form else {},
        "orders": [] if form else ordering.of_payer(cast(User, request.user), today)[:20],
        "stats": showing.of_list(invoices, today) if form else [],
    }
    return render(request, "invoicing/invoice_list.html", context)


@require_safe
@needs("invoicing.list_invoices")
def invoice_detail(request: HttpRequest, number: str) -> HttpResponse:
    invoice = _visible(request, number)
    context = showing.invoice(invoice, request.user, clock.today())
    return render(request, "invoicing/invoice_detail.html", context)


@require_safe
@needs("invoicing.list_invoices")
def invoice_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The stored bytes; while a worker still makes them, a page that looks again by itself."""
    invoice = _visible(request, number)
    document = sending.document_for_download(invoice=invoice, by=cast(User, request.user))
    if document is not None:
        return documents.response(document)
    waiting = render(request, "invoicing/invoice_pdf.html", {"invoice": invoice})
    waiting["Refresh"] = WAIT_SECONDS
    return waiting


@require_POST
@needs("invoicing.issue_run")
def make_pdf_again(request: HttpRequest, number: str) -> HttpResponse:
    invoice = _visible(request, number)
    try:
        sending.try_again(invoice=invoice, by=cast(User, request.user), now=clock.now())
        messages.success(request, "The PDF is being made again.")
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect("invoicing:invoice_detail", number=invoice.number)


def _visible(request: HttpRequest, number: str) -> Invoice:
    visible = Invoice.objects.visible_to(request.user).issued()
    invoices = visible.with_school().with_balance(clock.today())
    return get_object_or_404(invoices, number=number)
