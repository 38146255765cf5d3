"""Looking after accounts: a person whom nobody invited, a second factor that was lost."""

from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from hlp.kit import access, audit
from hlp.kit.refusal import Refusal
from members.accounts import reset_path
from members.emails import accounts as letters
from members.models import User
from members.services import closing


class NothingToRemove(Refusal):
    """There is no second factor, or it is one's own."""


def find_or_create(*, email: str, name: str = "") -> tuple[User, bool]:
    """The person with this address; a new one has no password and a confirmed address."""
    email = email.strip().lower()
    known = User.objects.filter(email=email).first()
    if known:
        return known, False
    with transaction.atomic():
        user = User.objects.create_user(email, name=name or email.partition("@")[0])
        # Whoever runs the server vouches for the address.
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user, True


def password_link(user: User) -> str:
    """Where the person chooses a password; works once and not for long."""
    token = default_token_generator.make_token(user)
    return settings.SITE_URL + reset_path(user_pk_to_url_str(user), token)


def remove_second_factor(*, user: User, by: User, now: datetime) -> None:
    """For who lost telephone and codes. Ends every session and tells the person."""
    access.require(by, "members.grant_role")
    if user.pk == by.pk:
        raise NothingToRemove("Remove your own second factor on your account's page.")
    with transaction.atomic():
        removed, _ = Authenticator.objects.filter(user=user).delete()
        if not removed:
            raise NothingToRemove("This person has no second factor.")
        closing.end_sessions(user)
        audit.record(user, what="second factor removed", by=by)
        letters.tell_second_factor_removed(user, now)
