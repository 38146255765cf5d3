"""Who you are: said once by whoever was not invited, and checked before anything opens."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from hlp.kit import clock
from hlp.kit.refusal import Refusal
from members.forms.claims import ClaimForm
from members.models import Affiliation, Claim, Period, School
from members.services import claiming
from members.states import ClaimState
from members.views.loading import MemberRequest


def join_who(request: MemberRequest, urn: int) -> HttpResponse:
    period = Period.objects.current(clock.today())
    eligible = School.objects.eligible_for(period) if period else School.objects.none()
    school = get_object_or_404(eligible, pk=urn)
    if request.user.has_perm("members.prepare_membership", school):
        return redirect("members:join_school", urn)
    last = Claim.objects.visible_to(request.user).filter(school=school, user=request.user)
    claim = last.order_by("-made_at", "-pk").first()
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _claim(request, school, form)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    waiting = claim if claim and claim.state == ClaimState.WAITING else None
    refused = claim if claim and claim.state == ClaimState.REFUSED else None
    context = {"school": school, "form": form, "waiting": waiting, "refused": refused}
    return render(request, "members/join/who.html", context)


def _claim(request: MemberRequest, school: School, form: ClaimForm) -> HttpResponse:
    made = claiming.claim(user=request.user, school=school, now=clock.now(), **form.cleaned_data)
    if isinstance(made, Affiliation):
        messages.success(request, f"Your email address shows that you work at {school}.")
        return redirect("members:join_school", school.pk)
    return redirect("members:join_who", school.pk)
