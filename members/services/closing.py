"""Closing an account and opening it again, and ending where a person is signed in."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import transaction

from hlp.kit import access, audit, clock
from hlp.kit.refusal import Refusal
from members.models import RoleHeld, User
from members.services import inviting
from members.states import PortalRole


class CannotClose(Refusal):
    """It is one's own account, the last of the office, or closed already."""


class NotClosed(Refusal):
    """The account is open."""


def close(*, user: User, by: User, now: datetime) -> User:
    """The person can no longer sign in and is signed out everywhere. Roles and history stay."""
    access.require(by, "members.close_account", user)
    with transaction.atomic(), audit.acting(by):
        user = User.objects.select_for_update().get(pk=user.pk)
        if not user.is_active:
            raise CannotClose("This account is closed already.")
        if user.pk == by.pk:
            raise CannotClose("You cannot close your own account. Ask a colleague in the office.")
        keep_somebody(without=user, now=now)
        user.is_active = False
        user.save(update_fields=["is_active"])
        inviting.revoke_sent_by(user, now=now)
        end_sessions(user)
    return user


def reopen(*, user: User, by: User) -> User:
    access.require(by, "members.close_account", user)
    with transaction.atomic(), audit.acting(by):
        user = User.objects.select_for_update().get(pk=user.pk)
        if user.is_active:
            raise NotClosed("This account is open.")
        user.is_active = True
        user.save(update_fields=["is_active"])
    return user


def sign_out(*, user: User, by: User) -> None:
    """Everywhere, for whoever left a screen open or lost a device. The account stays open."""
    access.require(by, "members.close_account", user)
    with transaction.atomic():
        end_sessions(user)
        audit.record(user, what="signed out everywhere", by=by)


def end_sessions(user: User) -> None:
    """Called inside the transaction of what makes it necessary."""
    for session in UserSession.objects.filter(user=user):
        session.end()


def keep_somebody(*, without: User, now: datetime) -> None:
    """The office never closes its own last door."""
    office = RoleHeld.objects.current(clock.day_of(now)).of(PortalRole.OFFICE)
    left = office.filter(user__is_active=True)
    if left.filter(user=without).exists() and not left.exclude(user=without).exists():
        raise CannotClose(
            "This is the last person of the office. Give the role to somebody else first."
        )
