"""Two things every signed-in request is asked: is the session still good, is there a second factor?

Both look at the roles the person holds, so they belong here and not in the kit.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from members.models import User
from members.querysets import AnyUser
from members.states import PortalRole

GetResponse = Callable[[HttpRequest], HttpResponse]

# Design 4: whoever acts for the partnership needs a second factor; the demo only offers it.
SECOND_FACTOR_ROLES = (
    *(PortalRole.OFFICE, PortalRole.FINANCE, PortalRole.CLERK, PortalRole.RETURNING_OFFICER),
    *(PortalRole.BOARD_MEMBER, PortalRole.CHAIR, PortalRole.DEPUTY_CHAIR, PortalRole.ACTING_CHAIR),
    *(PortalRole.PANEL_ASSESSOR, PortalRole.KEYHOLDER),
)
# These see everybody's data or money, so an unattended screen of theirs locks sooner.
SHORT_IDLE_ROLES = (
    *(PortalRole.OFFICE, PortalRole.FINANCE, PortalRole.BOARD_MEMBER, PortalRole.CHAIR),
    *(PortalRole.DEPUTY_CHAIR, PortalRole.ACTING_CHAIR),
)
SHORT_IDLE = timedelta(minutes=30)
IDLE = timedelta(hours=2)
ABSOLUTE = timedelta(hours=12)
PRECISION = timedelta(minutes=1)  # the session is not written at every request

BEGAN, SEEN = "session_began", "session_seen"
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def needs_second_factor(user: User) -> bool:
    return user.is_staff or user.holds(*SECOND_FACTOR_ROLES)


def has_second_factor(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def idle_limit(user: User) -> timedelta:
    return SHORT_IDLE if user.is_staff or user.holds(*SHORT_IDLE_ROLES) else IDLE


class SessionLimitsMiddleware:
    """Ends sessions that were left alone or are too old, and says why on the sign-in page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            ended = self._check(request, request.user, time.time())
            if ended:
                return self._sign_out(request, ended)
        return self.get_response(request)

    def _check(self, request: HttpRequest, user: User, now: float) -> str:
        session = request.session
        seen = session.get(SEEN, now)
        if now - session.setdefault(BEGAN, now) > ABSOLUTE.total_seconds():
            return "You were signed out because you signed in more than 12 hours ago."
        idle = now - seen
        if idle > SHORT_IDLE.total_seconds() and idle > idle_limit(user).total_seconds():
            return "You were signed out because nothing happened for a while."
        if SEEN not in session or idle > PRECISION.total_seconds():
            session[SEEN] = now
            UserSession.objects.create_from_request(request)
        return ""

    def _sign_out(self, request: HttpRequest, why: str) -> HttpResponse:
        lost = "" if request.method == "GET" else " What you had just typed was not saved."
        back = request.get_full_path() if request.method == "GET" else reverse("home")
        logout(request)
        messages.info(request, f"{why}{lost} Sign in to carry on.")
        return redirect(f"{settings.LOGIN_URL}?{urlencode({'next': back})}")


class SecondFactorMiddleware:
    """Leads people who act for the partnership to set up a second factor before anything else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.MFA_REQUIRED and not _is_free(request.path) and self._is_missing(request.user):
            messages.info(
                request,
                "Because of what you can see and do here, you need a second factor as well as"
                " your password. Add a passkey or set up an authenticator app to carry on.",
            )
            return redirect("mfa_index")
        return self.get_response(request)

    def _is_missing(self, user: AnyUser) -> bool:
        return isinstance(user, User) and needs_second_factor(user) and not has_second_factor(user)


def _is_free(path: str) -> bool:
    free = (
        reverse("mfa_index"),
        reverse("account_logout"),
        reverse("account_reauthenticate"),
        settings.STATIC_URL,
        "/healthz",
        "/readyz",
    )
    return path.startswith(free)
