"""The office's view of all memberships: who was invited, started, signed, is a member."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hlp.kit import audit, clock, documents, states
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
    form = MembershipFilterForm(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    period = chosen.get("period") or Period.objects.current(clock.day_of(now))
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
        "is_recorder": membership.state == MembershipState.SIGNED
        and membership.recorded_by_id == request.user.pk,
        "contacts": answers.rows(membership, "contacts", links=False),
        "billing": answers.rows(membership, "billing", links=False),
        "agreement": documents.get(membership.agreement_key),
        "successions": membership.successions.select_related("predecessor", "successor"),
        "waivers": membership.waivers.select_related("membership_year").order_by("pk"),
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
    form = PaperForm(request.POST or None, request.FILES or None, today=clock.today())
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


@needs("members.verify_membership")
@require_POST
def send_back_paper(request: MemberRequest, pk: int) -> HttpResponse:
    membership = _visible(request, pk)
    try:
        signing.send_back(membership=membership, by=request.user, now=clock.now())
        messages.success(request, "The signature is taken out. Everything else is kept.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("members:membership_detail", pk)


@require_safe
def paper(request: MemberRequest, pk: int) -> HttpResponse:
    """The scan, for whoever may see the membership. Others' bytes are never shown in the page."""
    membership = _visible(request, pk)
    if membership.paper is None:
        raise Http404
    audit.record(membership, what="opened the scan", by=request.user)
    return documents.response(membership.paper, inline=False)


def _visible(request: MemberRequest, pk: int) -> Membership:
    rows = Membership.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related("school", "period", "signed_by", "notice_by"), pk=pk
    )


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


# Buttons of the table of moves: (move, button or link, address, style, a page first?)
BUTTONS = (
    ("verify", "Verify this membership", "verify_membership", "", False),
    ("send_back", "Send back: the paper is not right", "send_back_paper", "secondary", False),
    ("record_paper", "Record a signature on paper", "record_paper", "secondary", True),
    ("give_notice", "Record that the school leaves", "leave", "secondary", True),
    ("stay", "Take the notice back", "stay", "secondary", False),
    ("withdraw", "Withdraw this sign-up", "join_withdraw", "secondary", True),
)
BY_SCHOOL = frozenset({"leave", "stay", "join_withdraw"})


def _actions(membership: Membership, request: MemberRequest) -> list[Action]:
    """What the table of moves offers this person; what asks questions first has a page."""
    offers = states.available(membership, request.user, clock.now())
    closed = {offer.move.name: offer.closed_because or "" for offer in offers}
    made = [
        Action(label, _address(name, membership), closed[move], style, get=get)
        for move, label, name, style, get in BUTTONS
        if move in closed
    ]
    if membership.leaves_on and request.user.has_perm("members.record_waiver"):
        label = "Record a decision of the board on year 2"
        made.append(Action(label, _address("waive_year", membership), "", "secondary", get=True))
    return made


def _address(name: str, membership: Membership) -> str:
    of = membership.school_id if name in BY_SCHOOL else membership.pk
    return reverse(f"members:{name}", args=[of])
