"""The page on which a school gives the order number for its next invoice."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hlp.kit import clock
from hlp.kit.asking import ask, given
from invoicing.forms.orders import OrderForm
from invoicing.services import ordering
from members.models import Membership
from members.requests import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
def give_order(request: MemberRequest, membership_id: int) -> HttpResponse:
    visible = Membership.objects.visible_to(request.user).select_related("school", "period")
    membership = get_object_or_404(visible, pk=membership_id)
    if not request.user.has_perm("invoicing.give_order", membership):
        raise Http404
    start = {"purchase_order": membership.purchase_order}
    form = OrderForm(request.POST or None, initial=start)

    def give(data: dict[str, Any]) -> Membership:
        order = data["purchase_order"]
        return ordering.give_order(
            membership=membership, purchase_order=order, by=request.user, on=clock.today()
        )

    if given(form, lambda: give(form.cleaned_data)):
        messages.success(request, "The order number is saved. It stands on the next invoice.")
        return redirect("invoicing:invoice_list")
    back = (reverse("invoicing:invoice_list"), "Invoices")
    caption = f"{membership.school}, {membership.period}"
    title = "Your order number for the next invoice"
    return ask(request, form, title=title, back=back, caption=caption)
