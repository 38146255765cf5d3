"""The office's queue of people who say they work at a school."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hlp.kit import clock, states
from hlp.kit.access import needs
from hlp.kit.components import Row
from hlp.kit.paging import page_of
from hlp.kit.refusal import Refusal
from hlp.kit.templatetags.ui import uk_datetime
from members.forms.claims import RefusalForm
from members.models import Affiliation, Claim
from members.requests import MemberRequest
from members.services import claiming
from members.states import SchoolRole


@needs("members.approve_claim")
@require_safe
def claim_list(request: MemberRequest) -> HttpResponse:
    claims = Claim.objects.visible_to(request.user).with_who_and_where()
    decided = request.GET.get("show") == "decided"
    chosen = (
        claims.decided().order_by("-decided_at", "-pk")
        if decided
        else claims.waiting().order_by("made_at", "pk")
    )
    page = {"claims": page_of(request, chosen), "decided": decided}
    return render(request, "members/claim_list.html", page)


@needs("members.approve_claim")
@require_safe
def claim_detail(request: MemberRequest, pk: int) -> HttpResponse:
    return _detail(request, _claim(request, pk), _refusal(pk))


@needs("members.approve_claim")
@require_POST
def approve_claim(request: MemberRequest, pk: int) -> HttpResponse:
    claim = _claim(request, pk)
    try:
        claiming.approve(claim=claim, by=request.user, now=clock.now())
    except Refusal as why:
        messages.error(request, str(why))
        return redirect("members:claim_detail", pk=pk)
    messages.success(request, f"{claim.user} now acts for {claim.school}. We have written to them.")
    return redirect("members:claim_list")


@needs("members.approve_claim")
@require_POST
def refuse_claim(request: MemberRequest, pk: int) -> HttpResponse:
    claim = _claim(request, pk)
    form = _refusal(pk, request.POST)
    if not form.is_valid():
        return _detail(request, claim, form)
    try:
        reason = form.cleaned_data["reason"]
        claiming.refuse(claim=claim, reason=reason, by=request.user, now=clock.now())
    except Refusal as why:
        messages.error(request, str(why))
        return redirect("members:claim_detail", pk=pk)
    messages.success(request, f"Not approved. We have written to {claim.user}.")
    return redirect("members:claim_list")


@require_POST
def withdraw_claim(request: MemberRequest, pk: int) -> HttpResponse:
    """The person's own: said by mistake, or for the wrong school."""
    claim = _claim(request, pk)
    try:
        claiming.withdraw(claim=claim, by=request.user, now=clock.now())
    except Refusal as why:
        messages.error(request, str(why))
    else:
        messages.success(request, f"You no longer say that you work at {claim.school}.")
    return redirect("home")


def _refusal(pk: int, data: QueryDict | None = None) -> RefusalForm:
    return RefusalForm(data, action=reverse("members:refuse_claim", args=[pk]))


def _claim(request: MemberRequest, pk: int) -> Claim:
    claims = Claim.objects.visible_to(request.user).with_who_and_where()
    return get_object_or_404(claims.select_related("school__trust", "decided_by"), pk=pk)


def _detail(request: MemberRequest, claim: Claim, form: RefusalForm) -> HttpResponse:
    now = clock.now()
    moves = {found.move.name: found for found in states.available(claim, request.user, now)}
    page = {
        "claim": claim,
        "person": _person(claim),
        "school": _school(claim),
        "contacts": claim.school.contacts.order_by("role", "name"),
        "colleagues": _colleagues(claim),
        "earlier": _earlier(claim),
        "approve": moves.get("approve"),
        "is_head": claim.role == SchoolRole.HEADTEACHER,
        "form": form if "refuse" in moves else None,
        "own": claim.user_id == request.user.pk,
    }
    return render(request, "members/claim_detail.html", page)


def _person(claim: Claim) -> list[Row]:
    rows = [
        Row("Name", claim.user.name),
        Row("Email", claim.user.email),
        Row("Says they are", claim.get_role_display()),
        Row("How we can check", claim.said or "Nothing given"),
        Row("Asked", uk_datetime(claim.made_at)),
    ]
    if claim.decided_at:
        rows += [
            Row("Decided", f"{uk_datetime(claim.decided_at)} by {claim.decided_by}"),
            Row("Reason", claim.reason or "None needed"),
        ]
    return rows


def _school(claim: Claim) -> list[Row]:
    school = claim.school
    return [
        Row("School", f"{school.name} (URN {school.urn})"),
        Row("Address", ", ".join(school.address_lines())),
        Row("Telephone", school.telephone or "Not in the register"),
        Row("Website", school.website or "Not in the register"),
        Row("Trust", school.trust or "None"),
        Row("Email matches the website", _matches(claim)),
    ]


def _matches(claim: Claim) -> str:
    if claiming.is_address_of(claim.user.email, claim.school):
        return "Yes: the person works there, which does not prove the role"
    return "No"


def _colleagues(claim: Claim) -> "list[Affiliation]":
    posts = Affiliation.objects.current(clock.today()).filter(school=claim.school)
    return list(posts.select_related("user").order_by("role", "user__name"))


def _earlier(claim: Claim) -> "list[Claim]":
    """What the person said before, and who else says they are the same."""
    others = Claim.objects.filter(user=claim.user).exclude(pk=claim.pk)
    others |= Claim.objects.filter(school=claim.school, role=claim.role).exclude(pk=claim.pk)
    return list(others.with_who_and_where().order_by("-made_at")[:10])
