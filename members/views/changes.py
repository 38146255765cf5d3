"""Schools that changed: what was carried on by itself, and what waits for the office's word."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from hlp.kit import clock
from hlp.kit.access import needs
from hlp.kit.paging import page_of
from hlp.kit.refusal import Refusal
from members.models import Membership, MembershipSuccession
from members.requests import MemberRequest
from members.services.succeeding import deciding


@needs("members.settle_succession")
@require_safe
def schools_changed(request: MemberRequest) -> HttpResponse:
    done = MembershipSuccession.objects.select_related(
        "membership__period", "predecessor", "successor"
    )
    context = {
        "cases": deciding.open_cases(clock.now()),
        "page": page_of(request, done.order_by("-recorded_at", "-pk")),
    }
    return render(request, "members/schools_changed.html", context)


@needs("members.settle_succession")
@require_POST
def carry_on(request: MemberRequest, pk: int) -> HttpResponse:
    membership = _visible(request, pk)
    urn = request.POST.get("urn", "")
    try:
        row = deciding.carry_on_to(
            membership=membership,
            urn=int(urn) if urn.isascii() and urn.isdigit() else 0,
            by=request.user,
            now=clock.now(),
        )
        messages.success(request, f"The membership goes on at {row.school}. Invite its head.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("members:schools_changed")


@needs("members.settle_succession")
@require_POST
def end_closed(request: MemberRequest, pk: int) -> HttpResponse:
    membership = _visible(request, pk)
    try:
        deciding.end_closed(membership=membership, by=request.user, now=clock.now())
        messages.success(request, f"The membership of {membership.school} has ended.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("members:schools_changed")


def _visible(request: MemberRequest, pk: int) -> Membership:
    rows = Membership.objects.visible_to(request.user).select_related("school", "period")
    return get_object_or_404(rows, pk=pk)
