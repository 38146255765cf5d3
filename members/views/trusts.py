"""The schools of a trust, for who signs for it: how far each is, and one signature for several."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from hlp.kit import clock
from members.commitment import seal
from members.forms.trusts import TrustSignatureForm
from members.models import Period, Trust
from members.requests import MemberRequest
from members.services import signing_for_trust
from members.services.signing_for_trust import Standing
from members.workflow import why_joining_is_closed


def trust_schools(request: MemberRequest, pk: int) -> HttpResponse:
    trust = get_object_or_404(Trust, pk=pk)
    signs = trust.pk in request.user.trusts_signed_for()
    if not signs and not request.user.has_perm("members.view_memberships"):
        raise Http404
    now = clock.now()
    period = Period.objects.current(clock.day_of(now))
    found = signing_for_trust.standings(trust, period, now) if period else []
    closed = why_joining_is_closed(period, now) if period else None
    ready = [] if closed or not signs else [row for row in found if row.is_ready]
    form = _form(request, trust, ready) if ready else None
    if request.method == "POST" and form is not None and form.is_valid():
        answer: HttpResponse = _sign(request, trust, form)
        return answer
    context = {
        "trust": trust,
        "period": period,
        "rows": found,
        "ready": ready,
        "form": form,
        "closed": closed,
        "signs": signs,
    }
    return render(request, "members/trust_schools.html", context)


@reauthentication_required
def _sign(request: MemberRequest, trust: Trust, form: TrustSignatureForm) -> HttpResponse:
    typed = form.cleaned_data
    outcomes = signing_for_trust.sign_all(
        shown=typed["schools"],
        trust=trust,
        by=request.user,
        name=typed["name"],
        title=typed["title"],
        now=clock.now(),
    )
    for outcome in outcomes:
        if outcome.refusal:
            messages.error(request, f"{outcome.membership.school}: {outcome.refusal}")
        else:
            messages.success(request, f"{outcome.membership.school} has joined.")
    return redirect("members:trust_schools", trust.pk)


def _form(request: MemberRequest, trust: Trust, ready: list[Standing]) -> TrustSignatureForm:
    choices = [(_value(row), f"{row.school} (URN {row.school.pk})") for row in ready]
    initial: dict[str, Any] = {"name": request.user.name}
    return TrustSignatureForm(
        request.POST or None, initial=initial, choices=choices, trust=str(trust)
    )


def _value(row: Standing) -> str:
    assert row.membership is not None  # noqa: S101 - what is ready was begun
    return f"{row.membership.pk}:{seal(chr(10).join(row.words))}"
