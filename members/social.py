"""Signing in with Google Workspace or Microsoft: whose word about an address we take.

An account there opens one here only by an address that the organisation itself owns. Everything
else stays as it is: the account must be open, and a second factor is asked for as after a password.
"""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect

from members.models import User

NOT_VOUCHED = (
    "{provider} could not tell us for certain that this email address is yours. Sign in with"
    " your password, or create an account."
)
KEPT = ("email", "hd", "userPrincipalName")  # of what the provider tells


class SocialAdapter(DefaultSocialAccountAdapter):
    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "no_password": "Choose a password first: it would be the only way to sign in.",
        "no_verified_email": "Confirm your email address first.",
        "connected_other": "It is connected to another account here.",
    }

    def populate_user(
        self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]
    ) -> User:
        """Here the address is known and nobody has been looked up by it yet."""
        user: User = super().populate_user(request, sociallogin, data)
        told = sociallogin.account.extra_data
        user.email = user.email.lower()
        user.name = (told.get("name") or told.get("displayName") or user.email)[:150]
        for address in sociallogin.email_addresses:
            address.verified = is_vouched_for(sociallogin.provider.id, address.email, told)
        sociallogin.account.extra_data = {name: told[name] for name in KEPT if name in told}
        return user

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        """Only an account whose owner has confirmed the address, too."""
        return EmailAddress.objects.filter(email__iexact=email, verified=True).exists()

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        vouched = any(address.verified for address in sociallogin.email_addresses)
        if sociallogin.is_existing or request.user.is_authenticated or vouched:
            return
        messages.error(request, NOT_VOUCHED.format(provider=sociallogin.provider.name))
        raise ImmediateHttpResponse(redirect("account_login"))


def is_vouched_for(provider: str, email: str, told: dict[str, Any]) -> bool:
    """Whether the address belongs to the organisation that says whose it is."""
    if provider == "google":
        # `hd` names the Workspace that owns the address; without it Google has only once
        # written there.
        domain = str(told.get("hd") or "").lower()
        return told.get("email_verified") is True and _is_at(email, domain)
    if provider == "microsoft":
        # Anyone can write anything into `mail`. The principal name is of a domain that the
        # organisation has proved to own; a guest's carries #EXT#.
        principal = str(told.get("userPrincipalName") or "").lower()
        return principal == email.lower() and "#ext#" not in principal
    return False


def _is_at(email: str, domain: str) -> bool:
    return bool(domain) and email.lower().endswith(f"@{domain}")
