"""Partner schools: found among members, asked, taken out again; and the answer of their head."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bids.forms.bids import AskPartnerForm, FindPartnerForm
from bids.models import Bid, Partner
from bids.services import partnering
from bids.states import PartnerState
from bids.views.bidding import guidance, showing
from bids.views.bidding.loading import own_bid
from hlp.kit import clock, states
from hlp.kit.refusal import Refusal
from members.models import School
from members.requests import MemberRequest

CHOOSE = "bids.choose_partners"
FOUND = 20


@require_safe
def partner_list(request: MemberRequest, pk: int) -> HttpResponse:
    bid = own_bid(request, pk)
    may_choose = request.user.has_perm(CHOOSE, bid) and not guidance.why_closed(bid, clock.now())
    form = FindPartnerForm(request.GET or None)
    words = form.cleaned_data["q"].strip() if may_choose and form.is_valid() else ""
    found = list(_may_be_asked(bid).found_by(words).order_by("name")[: FOUND + 1]) if words else []
    context = {
        "bid": bid,
        "partners": showing.partners_of(bid),
        "may_choose": may_choose,
        "find": form,
        "words": words,
        "found": found[:FOUND],
        "too_many": len(found) > FOUND,
    }
    return render(request, "bids/bids/partner_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_partner(request: MemberRequest, pk: int, urn: int) -> HttpResponse:
    bid = own_bid(request, pk, CHOOSE)
    members = School.objects.members_of(bid.call.priority.year.period)
    school = get_object_or_404(members.distinct(), pk=urn)
    form = AskPartnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        part = form.cleaned_data["part"]
        try:
            partnering.ask(bid=bid, school=school, part=part, by=request.user, now=clock.now())
            messages.success(request, f"The headteacher of {school} has been asked by email.")
            return redirect("bids:partner_list", bid.pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(
        request, "bids/bids/ask_partner.html", {"bid": bid, "school": school, "form": form}
    )


@require_POST
def remove_partner(request: MemberRequest, pk: int, partner_id: int) -> HttpResponse:
    bid = own_bid(request, pk, CHOOSE)
    partner = get_object_or_404(bid.partners.select_related("school"), pk=partner_id)
    try:
        partnering.remove(partner=partner, by=request.user, now=clock.now())
        messages.success(request, f"{partner.school} is no longer a partner.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("bids:partner_list", bid.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def partner_answer(request: MemberRequest, partner_id: int) -> HttpResponse:
    """For the head whose school is asked, and for nobody else."""
    partners = Partner.objects.select_related(
        "bid__call__priority__year__period", "bid__call__terms", "bid__lead_school", "school"
    ).exclude(state=PartnerState.REMOVED)
    urns = request.user.schools_as(*showing.HEADS)
    partner = get_object_or_404(partners, pk=partner_id, school__in=urns)
    if request.method == "POST":
        answer = {"accept": partnering.accept, "decline": partnering.decline}
        chosen = answer.get(request.POST.get("answer", ""))
        if chosen:
            try:
                chosen(partner=partner, by=request.user, now=clock.now())
                messages.success(request, _thanks(partner))
            except Refusal as refusal:
                messages.error(request, str(refusal))
        return redirect("bids:partner_answer", partner.pk)
    return render(request, "bids/bids/partner_answer.html", _answer_page(request, partner))


def _answer_page(request: MemberRequest, partner: Partner) -> dict[str, Any]:
    moves = states.available(partner, request.user, clock.now())
    offered = {row.move.name: row.closed_because for row in moves}
    return {
        "partner": partner,
        "bid": partner.bid,
        "may_accept": "accept" in offered and not offered["accept"],
        "may_decline": "decline" in offered and not offered["decline"],
        "closed": offered.get("accept") or offered.get("decline"),
        "reading": showing.draft_of(partner.bid) if partner.is_in else None,
    }


def _thanks(partner: Partner) -> str:
    if partner.state == PartnerState.ACCEPTED:
        return f"{partner.school} is now a partner in this bid."
    return f"{partner.school} will not be a partner. We have told {partner.bid.lead_school}."


def _may_be_asked(bid: Bid) -> Any:
    inside = bid.partners.in_the_bid().values("school")
    members = School.objects.members_of(bid.call.priority.year.period)
    return members.exclude(pk=bid.lead_school_id).exclude(pk__in=inside).distinct()
