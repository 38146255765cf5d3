"""Making a person whom nobody invited: the first of the office, by the one who runs the server."""

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction

from members.accounts import reset_path
from members.models import User


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
