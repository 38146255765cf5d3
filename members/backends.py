"""Who may sign in at all."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest


class HouseBackend(AuthenticationBackend):
    """allauth's; but the demo's people, whose password is printed, live in the demo only."""

    def authenticate(
        self, request: HttpRequest | None, **credentials: Any
    ) -> AbstractBaseUser | None:
        return unless_of_the_demo(super().authenticate(request, **credentials))

    def get_user(self, user_id: Any) -> AbstractBaseUser | None:
        return unless_of_the_demo(super().get_user(user_id))


def unless_of_the_demo(user: Any) -> AbstractBaseUser | None:
    if user is None or settings.DEMO:
        return user
    return None if user.email.endswith(f"@{settings.DEMO_DOMAIN}") else user
