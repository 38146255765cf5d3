"""What is kept about people, read from the models' own classification, so that it stays true."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model

from hlp.kit import privacy

# Records whose name in the code would tell a head little.
PLAINLY = {
    "account.EmailAddress": "Email addresses for signing in",
    "account.EmailConfirmation": "Confirmations of an email address",
    "admin.LogEntry": "Changes made in the back room",
    "auditlog.LogEntry": "Who changed what",
    "kit.OutboxMessage": "Emails we send",
    "members.Affiliation": "Who works at which school",
    "members.Claim": "Requests to act for a school",
    "members.RoleHeld": "Roles in the partnership",
    "members.User": "Accounts",
    "mfa.Authenticator": "Second factors",
    "sessions.Session": "Being signed in",
    "socialaccount.SocialAccount": "Accounts at Google or Microsoft that sign you in",
    "socialaccount.SocialToken": "Keys to accounts at Google or Microsoft",
    "usersessions.UserSession": "Devices that are signed in",
}


FIELDS_PLAINLY = {"ip": "IP address", "user agent": "browser", "object repr": "what was changed"}


@dataclass(frozen=True)
class Kept:
    """Fields of one kind of record that are kept for the same reason and as long."""

    fields: str
    why: str


@dataclass(frozen=True)
class Record:
    name: str
    kept: tuple[Kept, ...]


@cache
def records() -> tuple[Record, ...]:
    """Every personal field of every model, those of one reason together. Models never change."""
    found = [Record(_name(model), tuple(_kept(model))) for model in privacy.all_models()]
    with_people = [record for record in found if record.kept]
    return tuple(sorted(with_people, key=lambda record: record.name.casefold()))


def _kept(model: type[Model]) -> Iterator[Kept]:
    known = privacy.of(model)
    reasons: dict[str, list[str]] = {}
    for field, why in known.personal.items() if known else ():
        reasons.setdefault(why, []).append(_in_words(model, field))
    for why, fields in reasons.items():
        yield Kept(_sentence(", ".join(fields)), _sentence(why))


def _name(model: type[Model]) -> str:
    return PLAINLY.get(model._meta.label) or _sentence(str(model._meta.verbose_name_plural))


def _in_words(model: type[Model], field: str) -> str:
    try:
        found = model._meta.get_field(field)
    except FieldDoesNotExist:
        return field
    name = str(getattr(found, "verbose_name", field)).replace("_", " ")
    return FIELDS_PLAINLY.get(name, name)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
