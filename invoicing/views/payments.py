"""The books: payments as they came in, which invoices they pay, and what was taken back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from hlp.kit import clock
from hlp.kit.access import needs
from hlp.kit.asking import ask, given
from hlp.kit.paging import page_of
from invoicing.forms.lists import PaymentFilter
from invoicing.forms.payments import (
    AllocateForm,
    GiveBackForm,
    PaymentForm,
    ReasonForm,
    ReverseForm,
)
from invoicing.models import Allocation, Payment
from invoicing.services import paying
from invoicing.views import showing_payments as showing
from members.requests import MemberRequest

PAGE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@needs("invoicing.view_payment")
def payment_list(request: MemberRequest) -> HttpResponse:
    form = PaymentFilter(request.GET)
    form.is_valid()
    wanted = form.cleaned_data
    payments = Payment.objects.visible_to(request.user).received().with_left()
    payments = payments.found_by(wanted.get("q", ""))
    if wanted.get("left"):
        payments = payments.unallocated()
    context = {
        "form": form,
        "page": page_of(request, payments.with_invoices().newest_first()),
        "is_filtered": any(wanted.values()),
    }
    return render(request, "invoicing/payment_list.html", context)


@PAGE
@needs("invoicing.record_payment")
def record_payment(request: MemberRequest) -> HttpResponse:
    """By hand, from the bank statement; opened from an invoice its number stands there already."""
    start = {**PaymentForm.fresh(), "pays": request.GET.get("invoice", "")}
    form = PaymentForm(request.POST or None, initial=start)

    def record(data: dict[str, Any]) -> Payment:
        return paying.record_payment(
            received=form.received(),
            pays=data["pays"],
            entry=data["entry"],
            by=request.user,
            now=clock.now(),
        )

    if payment := given(form, lambda: record(form.cleaned_data)):
        messages.success(request, "The payment is recorded.")
        return redirect("invoicing:payment_detail", payment_id=payment.pk)
    back = (reverse("invoicing:payment_list"), "All payments")
    return ask(request, form, title="Record a payment", back=back)


@require_safe
@needs("invoicing.view_payment")
def payment_detail(request: MemberRequest, payment_id: int) -> HttpResponse:
    payment = _payment(request, payment_id)
    context = showing.payment(payment, may_enter=request.user.has_perm("invoicing.record_payment"))
    return render(request, "invoicing/payment_detail.html", context)


@PAGE
@needs("invoicing.record_payment")
def allocate_payment(request: MemberRequest, payment_id: int) -> HttpResponse:
    payment = _payment(request, payment_id)
    form = AllocateForm(request.POST or None)

    def allocate(data: dict[str, Any]) -> Any:
        return paying.allocate(payment=payment, pays=data["pays"], by=request.user, now=clock.now())

    return _answer(request, form, allocate, payment, "Share out what is left", "It is shared out.")


@PAGE
@needs("invoicing.record_payment")
def give_back(request: MemberRequest, payment_id: int) -> HttpResponse:
    payment = _payment(request, payment_id)
    form = GiveBackForm(request.POST or None)

    def record(data: dict[str, Any]) -> Any:
        return paying.give_back(payment=payment, **data, by=request.user, now=clock.now())

    said = "What went back is recorded."
    return _answer(request, form, record, payment, "Record money that went back", said)


@PAGE
@needs("invoicing.record_payment")
def reverse_payment(request: MemberRequest, payment_id: int) -> HttpResponse:
    payment = _payment(request, payment_id)
    form = ReverseForm(request.POST or None, initial={"on": payment.received_on})

    def take_back(data: dict[str, Any]) -> Any:
        return paying.reverse_payment(payment=payment, **data, by=request.user, now=clock.now())

    said = "The payment is reversed. Its invoices are owed again."
    return _answer(request, form, take_back, payment, "Reverse this payment", said)


@PAGE
@needs("invoicing.record_payment")
def release_allocation(request: MemberRequest, payment_id: int, allocation_id: int) -> HttpResponse:
    payment = _payment(request, payment_id)
    allocations = payment.allocations.filter(reverses=None).select_related("invoice", "payment")
    allocation: Allocation = get_object_or_404(allocations, pk=allocation_id)
    form = ReasonForm(request.POST or None)

    def take_off(data: dict[str, Any]) -> Any:
        return paying.release(
            allocation=allocation, reason=data["reason"], by=request.user, now=clock.now()
        )

    title = f"Take this payment off invoice {allocation.invoice}"
    return _answer(request, form, take_off, payment, title, "It is taken off the invoice.")


def _payment(request: MemberRequest, payment_id: int) -> Payment:
    payments = Payment.objects.visible_to(request.user).received().with_left()
    return get_object_or_404(payments.select_related("recorded_by"), pk=payment_id)


def _answer(
    request: MemberRequest, form: Any, service: Any, payment: Payment, title: str, said: str
) -> HttpResponse:
    """One form about one payment; afterwards its page."""
    if given(form, lambda: service(form.cleaned_data)):
        messages.success(request, said)
        return redirect("invoicing:payment_detail", payment_id=payment.pk)
    back = (reverse("invoicing:payment_detail", args=[payment.pk]), "The payment")
    return ask(request, form, title=title, back=back, rows=showing.facts(payment))
