"""The page behind a personal link. Opening it changes nothing; only a button does."""

from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hlp.kit import clock
from hlp.kit.access import public
from members.forms.invitations import NewAccountForm
from members.models import Invitation, User
from members.services import accepting
from members.states import SchoolRole


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    if limited := ratelimit.consume_or_429(request, action="invitation", limit_get=True):
        return limited
    try:
        invitation = accepting.find(token, clock.now())
        if request.user.is_authenticated:
            return _as_signed_in(request, invitation, request.user)
        if accepting.account_of(invitation):
            return render(request, "members/invitation_sign_in.html", _page(invitation))
        return _as_new(request, invitation)
    except accepting.NotUsable as why:
        return render(request, "members/invitation_gone.html", {"why": why}, status=404)


def _as_signed_in(request: HttpRequest, invitation: Invitation, user: User) -> HttpResponse:
    owner = accepting.account_of(invitation)
    page = _page(invitation) | {"is_theirs": owner is not None and owner.pk == user.pk}
    if request.method == "POST":
        try:
            accepting.accept(invitation=invitation, user=user, now=clock.now())
        except (accepting.WrongAddress, accepting.YourOwn) as why:
            messages.error(request, str(why))
        else:
            return _accepted(request, invitation)
    return render(request, "members/invitation_accept.html", page)


def _as_new(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    asked = NewAccountForm(
        request.POST or None, email=invitation.email, initial={"name": invitation.name}
    )
    if request.method != "POST" or not asked.is_valid():
        return render(request, "members/invitation_new.html", _page(invitation) | {"form": asked})
    try:
        user = accepting.accept_as_new(
            invitation=invitation,
            name=asked.cleaned_data["name"],
            password=asked.cleaned_data["password"],
            now=clock.now(),
        )
    except accepting.WrongAddress:
        return redirect(request.path)  # the account was made a moment ago: sign in
    answer = _accepted(request, invitation)
    # Through allauth's stages, so that a second factor that is there is asked for.
    return perform_login(request, user, email_verification="none", redirect_url=answer.url)


def _accepted(request: HttpRequest, invitation: Invitation) -> HttpResponseRedirect:
    role = SchoolRole(invitation.role).in_words
    messages.success(request, f"You now act for {invitation.school} as {role}.")
    return redirect("members:join_school", invitation.school_id)


def _page(invitation: Invitation) -> dict[str, object]:
    role = SchoolRole(invitation.role).in_words
    return {"invitation": invitation, "school": invitation.school, "role": role}
