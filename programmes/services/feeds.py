"""The address of a personal calendar: made, made anew, revoked; only a hash of it is kept."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from hlp.kit import audit
from members.models import User
from programmes.models import CalendarToken


def make_address(*, person: User, now: datetime) -> str:
    """The secret of the new address, shown this once; an earlier one stops working."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic(), audit.acting(person):
        User.objects.select_for_update().get(pk=person.pk)
        _revoke(person, now)
        CalendarToken.objects.create(person=person, token_hash=hashed(secret), made_at=now)
    return secret


def revoke_address(*, person: User, now: datetime) -> bool:
    """Whether there was one to revoke."""
    with transaction.atomic(), audit.acting(person):
        User.objects.select_for_update().get(pk=person.pk)
        return _revoke(person, now)


def person_of(secret: str) -> User | None:
    """Whose calendar the address opens; nobody's where it is unknown or revoked."""
    rows = CalendarToken.objects.filter(
        token_hash=hashed(secret), revoked_at=None, person__is_active=True
    )
    found = rows.select_related("person").first()
    return found.person if found else None


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _revoke(person: User, now: datetime) -> bool:
    known = CalendarToken.objects.filter(person=person, revoked_at=None).first()
    if known is None:
        return False
    known.revoked_at = now
    known.save(update_fields=["revoked_at"])
    return True
