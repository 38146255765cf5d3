"""Leaving: the school's notice with what it costs, the board's waiver, a sign-up withdrawn."""

from datetime import date

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from hlp.kit import clock
from hlp.kit.access import needs
from hlp.kit.components import Row
from hlp.kit.money import pounds
from hlp.kit.refusal import Refusal
from members import owing
from members.commitment import day
from members.forms.leaving import DecisionForm, LastDayForm, NoticeForm
from members.models import Membership
from members.services import leaving
from members.states import MEMBER_STATES, MembershipState
from members.views.loading import MemberRequest, own_membership


def leave(request: MemberRequest, urn: int) -> HttpResponse:
    """First the day, then what it costs and the button; only the button changes anything."""
    membership = _member(request, urn)
    if membership.state == MembershipState.LEAVING:
        return redirect("members:school_detail", urn)
    if request.method == "POST":
        answer: HttpResponse = _give_notice(request, membership)
        return answer
    today = clock.today()
    form = LastDayForm(
        request.GET if "last_day-day" in request.GET else None,
        initial={"last_day": leaving.suggested_last_day(membership.period, today)},
    )
    if form.is_valid():
        last_day = form.cleaned_data["last_day"]
        try:
            leaving.check_last_day(membership, last_day, today)
            return _sure(request, membership, _notice(request, membership, last_day), last_day)
        except leaving.WrongDay as refusal:
            form.add_error("last_day", str(refusal))
    return render(request, "members/leave.html", {"membership": membership, "form": form})


@reauthentication_required
def _give_notice(request: MemberRequest, membership: Membership) -> HttpResponse:
    form = NoticeForm(request.POST, label=_label(membership))
    last_day = form.cleaned_data.get("last_day") if form.is_valid() else None
    if last_day is None:
        last_day = form.cleaned_data.get("last_day")
        if last_day is None:
            return redirect("members:leave", membership.school_id)
        return _sure(request, membership, form, last_day)
    try:
        leaving.give_notice(
            membership=membership, last_day=last_day, by=request.user, now=clock.now()
        )
        messages.success(request, f"Notice is given. We have written to {membership.school}.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("members:school_detail", membership.school_id)


@require_POST
def stay(request: MemberRequest, urn: int) -> HttpResponse:
    membership = _member(request, urn)
    try:
        leaving.stay(membership=membership, by=request.user, now=clock.now())
        messages.success(request, f"The notice is taken back. {membership.school} stays a member.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("members:school_detail", urn)


@needs("members.record_waiver")
def waive_year(request: MemberRequest, pk: int) -> HttpResponse:
    """The board's decision on year 2; where it is waived already, the page takes that back."""
    visible = Membership.objects.visible_to(request.user).select_related("school", "period")
    membership = get_object_or_404(visible.exclude(leaves_on=None), pk=pk)
    is_waived = 2 in owing.waived(membership)
    form = DecisionForm(request.POST or None, today=clock.today())
    if request.method == "POST" and form.is_valid():
        try:
            leaving.waive(
                membership=membership,
                is_waived=not is_waived,
                by=request.user,
                now=clock.now(),
                **form.cleaned_data,
            )
            messages.success(request, "The board’s decision is recorded.")
            return redirect("members:membership_detail", pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {
        "membership": membership,
        "form": form,
        "is_waived": is_waived,
        "year": membership.period.years.get(number=2),
    }
    return render(request, "members/waive_year.html", context)


def join_withdraw(request: MemberRequest, urn: int) -> HttpResponse:
    membership = own_membership(request, urn)
    may = request.user.has_perm("members.withdraw_draft", membership)
    if not membership.is_started or membership.state != MembershipState.DRAFT or not may:
        raise Http404
    if request.method == "POST":
        try:
            leaving.withdraw(membership=membership, by=request.user, now=clock.now())
            messages.success(request, f"The sign-up of {membership.school} is withdrawn.")
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect("members:join_school", urn)
    return render(request, "members/join/withdraw.html", {"membership": membership})


@require_POST
def join_again(request: MemberRequest, urn: int) -> HttpResponse:
    membership = own_membership(request, urn)
    if not membership.is_started:
        raise Http404
    try:
        leaving.take_up(membership=membership, by=request.user, now=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("members:join_school", urn)


def _member(request: MemberRequest, urn: int) -> Membership:
    """The school's newest membership that holds, for who may give notice for it; else 404."""
    visible = Membership.objects.visible_to(request.user).filter(
        school=urn, state__in=MEMBER_STATES
    )
    found = visible.select_related("school", "period", "signed_by").order_by("-period__starts_on")
    membership = found.first()
    if membership is None or not request.user.has_perm("members.give_notice", membership):
        raise Http404
    return membership


def _label(membership: Membership) -> str:
    return f"{membership.school} gives notice"


def _notice(request: MemberRequest, membership: Membership, last_day: date) -> NoticeForm:
    return NoticeForm(initial={"last_day": last_day.isoformat()}, label=_label(membership))


def _sure(
    request: MemberRequest, membership: Membership, form: NoticeForm, last_day: date
) -> HttpResponse:
    context = {
        "membership": membership,
        "form": form,
        "last_day": last_day,
        "rows": [_owed(row) for row in leaving.consequence(membership, last_day)],
    }
    return render(request, "members/leave_sure.html", context)


def _owed(row: leaving.YearOwed) -> Row:
    """One year in pounds, and why; up to, where the board may still agree a reduction."""
    year = row.year
    if row.is_owed and row.has_begun:
        why = "The whole fee. Nothing is refunded for part of a year."
    elif row.is_owed:
        why = "A school that leaves early still owes it, unless the Partnership Board waives it."
    elif row.has_begun:
        why = "The school joined later, or the Partnership Board has waived it."
    else:
        why = "The school has left before this year begins."
    upto = "Up to " if row.is_owed and year.agreed_fee is None and year.number > 1 else ""
    key = f"Year {year.number}, from {day(year.starts_on)}"
    return Row(key, f"{upto}{pounds(row.fee)}\n{why}")
