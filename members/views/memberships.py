"""The office's view of all memberships: who was invited, started, signed, is a member."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hlp.kit import clock, documents, states
from hlp.kit.access import needs
from hlp.kit.components import Action, Stat
from hlp.kit.paging import page_of
from hlp.kit.refusal import Refusal
from members.forms.joining import MembershipFilterForm, PaperForm
from members.models import Invitation, Membership, Period
from members.services import signing
from members.states import MembershipState
from members.views import answers, history
from members.views.loading import MemberRequest


@needs("members.view_memberships")
@require_safe
def membership_list(request: MemberRequest) -> HttpResponse:
    now = clock.now()
    period = Period.objects.current(clock.day_of(now))
    form = MembershipFilterForm(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = Membership.objects.visible_to(request.user).filter(period=period)
    if chosen.get("state"):
        rows = rows.filter(state=chosen["state"])
    rows = rows.found_by(chosen.get("q", "")).select_related("school")
    context = {
        "period": period,
        "filters": form,
        "is_filtered": any(chosen.values()),
        "stats": _stats(period, now) if period else [],
        "page": page_of(request, rows.order_by("school__name", "pk")),
    }
    return render(request, "members/membership_list.html", context)


@needs("members.view_memberships")
@require_safe
def membership_detail(request: MemberRequest, pk: int) -> HttpResponse:
    membership = _visible(request, pk)
    context = {
        "membership": membership,
        "actions": _actions(membership, request),
        "contacts": answers.rows(membership, "contacts", links=False),
        "billing": answers.rows(membership, "billing", links=False),
        "agreement": documents.get(membership.agreement_key),
        "successions": membership.successions.select_related("predecessor", "successor"),
        "history": history.of(membership),
    }
    return render(request, "members/membership_detail.html", context)


@needs("members.verify_membership")
@require_POST
def verify_membership(request: MemberRequest, pk: int) -> HttpResponse:
    membership = _visible(request, pk)
    try:
        signing.verify(membership=membership, by=request.user, now=clock.now())
        messages.success(request, f"{membership.school} is now a member.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("members:membership_detail", pk)


@needs("members.record_paper")
def record_paper(request: MemberRequest, pk: int) -> HttpResponse:
    membership = _visible(request, pk)
    form = PaperForm(request.POST or None, today=clock.today())
    if request.method == "POST" and form.is_valid():
        try:
            signing.record_paper(
                membership=membership, by=request.user, now=clock.now(), **form.cleaned_data
            )
            messages.success(request, "The signature on paper is recorded. It is to be verified.")
            return redirect("members:membership_detail", pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"membership": membership, "form": form}
    return render(request, "members/record_paper.html", context)


def _visible(request: MemberRequest, pk: int) -> Membership:
    rows = Membership.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("school", "period", "signed_by"), pk=pk)


def _stats(period: Period, now: datetime) -> list[Stat]:
    here = reverse("members:membership_list")
    counts = Membership.objects.counts_in(period)
    figures = [Stat(Invitation.objects.schools_waiting(period, now), "invited, not started")]
    for state, words in (
        (MembershipState.DRAFT, "started"),
        (MembershipState.SIGNED, "signed, to verify"),
        (MembershipState.ACTIVE, "members"),
        (MembershipState.LEAVING, "leaving"),
    ):
        count = counts.get(state, 0)
        if state == MembershipState.LEAVING and not count:
            continue
        tone = "todo" if state == MembershipState.SIGNED and count else ""
        figures.append(Stat(count, words, f"{here}?state={state.value}", tone))
    return figures


def _actions(membership: Membership, request: MemberRequest) -> list[Action]:
    """Buttons straight from the table of moves; the paper has questions, so it has a page."""
    made = []
    for offer in states.available(membership, request.user, clock.now()):
        closed = offer.closed_because or ""
        if offer.move.name == "verify":
            url = reverse("members:verify_membership", args=[membership.pk])
            made.append(Action("Verify this membership", url, closed))
        elif offer.move.name == "record_paper":
            url = reverse("members:record_paper", args=[membership.pk])
            made.append(Action("Record a signature on paper", url, closed, "secondary", get=True))
    return made
