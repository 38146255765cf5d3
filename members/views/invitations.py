"""The office's invitations: who was asked, who answered, and asking again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hlp.kit import clock
from hlp.kit.access import needs
from hlp.kit.paging import page_of
from hlp.kit.refusal import Refusal
from members.forms.invitations import FindForm, InviteForm
from members.models import Contact, Invitation, Period
from members.requests import MemberRequest
from members.services import inviting


@needs("members.invite")
@require_safe
def invitation_list(request: MemberRequest) -> HttpResponse:
    now = clock.now()
    form = FindForm(request.GET)
    found = Invitation.objects.visible_to(request.user).select_related("school")
    if form.is_valid():
        found = found.standing(form.cleaned_data["standing"], now)
        found = found.found_by(form.cleaned_data["words"])
    invitations = page_of(request, found.order_by("-invited_at", "-pk"))
    rows = [(invitation, invitation.standing(now)) for invitation in invitations]
    page = {
        "invitations": invitations,
        "rows": rows,
        "find": form,
        "to_invite": _to_invite(),
        "contacts": Contact.objects.exists(),
        "at_a_time": inviting.AT_A_TIME,
    }
    return render(request, "members/invitation_list.html", page)


@needs("members.invite")
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: MemberRequest) -> HttpResponse:
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sent = inviting.invite(
            school=form.cleaned_data["school"],
            role=form.cleaned_data["role"],
            name=form.cleaned_data["name"],
            email=form.cleaned_data["email"],
            by=request.user,
            now=clock.now(),
        )
        messages.success(request, f"The invitation to {sent.name} at {sent.school} is on its way.")
        return redirect("members:invitation_list")
    return render(request, "members/invite.html", {"form": form})


@needs("members.invite")
@require_POST
def invite_all(request: MemberRequest) -> HttpResponse:
    """Every contact who was never invited, a few hundred at a time."""
    now = clock.now()
    period = Period.objects.current(clock.day_of(now))
    try:
        if period is None:
            raise inviting.NothingToDo("There is no published period to invite schools to.")
        sent = inviting.invite_all(period=period, by=request.user, now=now)
    except Refusal as why:
        messages.error(request, str(why))
    else:
        count = "1 invitation is" if sent == 1 else f"{sent} invitations are"
        messages.success(request, f"{count} on the way.")
    return redirect("members:invitation_list")


@needs("members.invite")
@require_POST
def send_invitation_again(request: MemberRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation.objects.visible_to(request.user), pk=pk)
    try:
        sent = inviting.send_again(invitation=invitation, by=request.user, now=clock.now())
    except Refusal as why:
        messages.error(request, str(why))
    else:
        messages.success(
            request, f"A new link is on its way to {sent.name}. The old one no longer works."
        )
    return redirect("members:invitation_list")


@needs("members.invite")
@require_POST
def revoke_invitation(request: MemberRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation.objects.visible_to(request.user), pk=pk)
    try:
        inviting.revoke(invitation=invitation, by=request.user, now=clock.now())
    except Refusal as why:
        messages.error(request, str(why))
    else:
        messages.success(request, f"The invitation to {invitation.name} no longer works.")
    return redirect("members:invitation_list")


def _to_invite() -> int:
    period = Period.objects.current(clock.today())
    return inviting.not_yet_invited(period).count() if period else 0
