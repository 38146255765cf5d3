"""Credit notes: asked for on an invoice, approved by a second person, read by the school."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hlp.kit import clock, documents
from hlp.kit.access import needs
from hlp.kit.asking import ask, given
from hlp.kit.paging import page_of
from hlp.kit.refusal import Refusal
from invoicing.forms.credits import CreditFilter, CreditForm
from invoicing.models import CreditNote, Invoice
from invoicing.services import crediting, sending_credits
from invoicing.views import showing_credits as showing
from invoicing.views.invoices import WAIT_SECONDS
from members.requests import MemberRequest

PAGE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@needs("invoicing.view_credits")
def credit_list(request: MemberRequest) -> HttpResponse:
    form = CreditFilter(request.GET)
    form.is_valid()
    credits = CreditNote.objects.visible_to(request.user)
    for name in ("state", "decision"):
        if wanted := form.cleaned_data.get(name):
            credits = credits.filter(**{name: wanted})
    page = page_of(request, credits.with_invoice().newest_first())
    return render(request, "invoicing/credit_list.html", {"form": form, "page": page})


@PAGE
@needs("invoicing.draft_credit")
def draft_credit(request: MemberRequest, number: str) -> HttpResponse:
    invoice = get_object_or_404(Invoice.objects.visible_to(request.user).issued(), number=number)
    form = CreditForm(request.POST or None)

    def draft(data: dict[str, Any]) -> CreditNote:
        fields = {"gross": data["gross"], "reason": data["reason"]}
        return crediting.draft_credit(invoice=invoice, **fields, by=request.user, now=clock.now())

    if credit := given(form, lambda: draft(form.cleaned_data)):
        messages.success(request, "The credit note waits for a second person to approve it.")
        return redirect("invoicing:credit_detail", credit_id=credit.pk)
    back = (reverse("invoicing:invoice_detail", args=[number]), "The invoice")
    rows = showing.before_credit(invoice, crediting.left_to_credit(invoice))
    title = f"Credit invoice {number}"
    return ask(request, form, title=title, back=back, rows=rows, caption=invoice.school_name)


@require_safe
@needs("invoicing.list_invoices")
def credit_detail(request: MemberRequest, credit_id: int) -> HttpResponse:
    context = showing.credit(_credit(request, credit_id), request.user, clock.now())
    return render(request, "invoicing/credit_detail.html", context)


@PAGE
@needs("invoicing.draft_credit")
@reauthentication_required
def approve_credit(request: MemberRequest, credit_id: int) -> HttpResponse:
    """A last look: with the approval it gets its number and goes to the school."""
    credit = _credit(request, credit_id)
    if request.method == "POST":
        said = "The credit note is issued. Its PDF is being made and sent."
        return _press(request, credit, crediting.approve_credit, said)
    context = showing.last_look(credit, request.user, clock.now())
    return render(request, "invoicing/approve_credit.html", context)


@require_POST
@needs("invoicing.draft_credit")
def cancel_credit(request: MemberRequest, credit_id: int) -> HttpResponse:
    said = "The credit note is cancelled. The school heard nothing of it."
    return _press(request, _credit(request, credit_id), crediting.cancel_credit, said)


@require_POST
@needs("invoicing.issue_run")
def make_credit_pdf_again(request: MemberRequest, credit_id: int) -> HttpResponse:
    said = "The PDF is being made again."
    return _press(request, _credit(request, credit_id), sending_credits.try_again, said)


@require_safe
@needs("invoicing.list_invoices")
def credit_pdf(request: MemberRequest, number: str) -> HttpResponse:
    """The stored bytes; while a worker still makes them, the credit note's page."""
    visible = CreditNote.objects.visible_to(request.user).issued().with_invoice()
    credit = get_object_or_404(visible, number=number)
    document = sending_credits.document_for_download(credit=credit, by=request.user)
    if document is not None:
        return documents.response(document)
    waiting = render(request, "invoicing/credit_pdf.html", {"credit": credit})
    waiting["Refresh"] = WAIT_SECONDS
    return waiting


def _credit(request: MemberRequest, credit_id: int) -> CreditNote:
    visible = CreditNote.objects.visible_to(request.user).with_invoice()
    return get_object_or_404(visible, pk=credit_id)


def _press(request: MemberRequest, credit: CreditNote, service: Any, said: str) -> HttpResponse:
    try:
        service(credit=credit, by=request.user, now=clock.now())
        messages.success(request, said)
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect("invoicing:credit_detail", credit_id=credit.pk)
