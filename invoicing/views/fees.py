"""The fee of a year: recorded as the board agreed it, confirmed where credit notes follow."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from hlp.kit import clock
from hlp.kit.access import needs
from hlp.kit.asking import ask, given
from hlp.kit.paging import page_of
from hlp.kit.refusal import Refusal
from invoicing.forms.fees import FeeForm
from invoicing.models import FeeDecision
from invoicing.services import setting_fees
from invoicing.views import showing_fees as showing
from invoicing.views.invoices import WAIT_SECONDS
from members.requests import MemberRequest

PAGE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@needs("invoicing.view_fees")
def fee_list(request: MemberRequest) -> HttpResponse:
    decisions = FeeDecision.objects.visible_to(request.user).with_people().newest_first()
    context = {"page": page_of(request, decisions), "years": showing.current_years()}
    return render(request, "invoicing/fee_list.html", context)


@PAGE
@needs("invoicing.set_fee")
def set_fee(request: MemberRequest) -> HttpResponse:
    """The decision is typed, what it would change is shown, and only then is it carried out."""
    form = FeeForm((request.POST if request.method == "POST" else request.GET) or None)
    if request.method == "POST" and (
        decision := given(form, lambda: _carry_out(request, form.cleaned_data))
    ):
        messages.success(request, "The decision is recorded.")
        return redirect("invoicing:fee_detail", decision_id=decision.pk)
    if form.is_valid() and request.method != "POST":
        return render(request, "invoicing/preview_fee.html", showing.preview(form))
    back = (reverse("invoicing:fee_list"), "Fees")
    intro = "Until the board’s meetings are kept here, the office records what the minutes say."
    return ask(request, form, title="Record a decision on the fee", back=back, intro=intro)


@require_safe
@needs("invoicing.view_fees")
def fee_detail(request: MemberRequest, decision_id: int) -> HttpResponse:
    context = showing.decision(_decision(request, decision_id), request.user)
    response = render(request, "invoicing/fee_detail.html", context)
    if context["is_running"]:
        response["Refresh"] = WAIT_SECONDS
    return response


@PAGE
@needs("invoicing.view_fees")
@reauthentication_required
def confirm_fee(request: MemberRequest, decision_id: int) -> HttpResponse:
    """A last look of a second person before the credit notes go out."""
    decision = _decision(request, decision_id)
    if request.method != "POST":
        context = showing.decision(decision, request.user)
        return render(request, "invoicing/confirm_fee.html", context)
    try:
        setting_fees.confirm_fee(decision=decision, by=request.user, now=clock.now())
        messages.success(request, "The fee is confirmed. Its credit notes are being issued.")
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect("invoicing:fee_detail", decision_id=decision_id)


def _carry_out(request: MemberRequest, data: dict[str, Any]) -> FeeDecision:
    said = {name: value for name, value in data.items() if name != "year"}
    return setting_fees.set_fee(
        membership_year=data["year"], **said, by=request.user, now=clock.now()
    )


def _decision(request: MemberRequest, decision_id: int) -> FeeDecision:
    decisions = FeeDecision.objects.visible_to(request.user).with_people()
    return get_object_or_404(decisions, pk=decision_id)
