"""Where a person stands in the tables: by a foreign key to them, or by one of their addresses.

Found by walking all models, so that a new one is in the copy the day it is made.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from django.db.models import EmailField, Field, ForeignKey, Model

from hlp.kit import privacy
from members.models import User

# Fields that say whose row it is: every personal field of such a row is this person's. Of any
# other row only what stands beside the field is; the rest may be about somebody else.
OWN = {
    "account.emailaddress": {"user"},
    "kit.outboxmessage": {"to"},
    "kit.remindermail": {"to"},
    "kit.said": {"to"},
    "members.affiliation": {"user"},
    "members.claim": {"user"},
    "members.contact": {"email"},
    "members.enquiry": {"email", "asked_by"},
    "members.invitation": {"email"},
    "members.roleheld": {"user"},
    "mfa.authenticator": {"user"},
    "socialaccount.socialaccount": {"user"},
    "usersessions.usersession": {"user"},
}
BESIDE = {
    ("members.membership", "signed_by"): ("signed_name", "signed_title"),
    ("auditlog.logentry", "actor"): ("actor_email", "object_repr", "additional_data"),
    ("admin.logentry", "user"): ("object_repr", "change_message"),
    ("invoicing.invoice", "bill_to_email"): ("bill_to_name", "bill_to_address"),
    ("members.membership", "finance_email"): ("invoice_name", "invoice_address"),
}
# Would let whoever reads the copy in as this person; of a mail, what the text says already.
WITHHELD = {
    "kit.outboxmessage": {"html", "key"},
    "members.user": {"password"},
    "mfa.authenticator": {"data"},
    "usersessions.usersession": {"data"},
}


@dataclass(frozen=True)
class Source:
    """Rows of a model that name the person in `via`; `fields` of such a row are about them."""

    model: type[Model]
    via: str
    by_address: bool
    fields: tuple[str, ...]

    @property
    def label(self) -> str:
        return self.model._meta.label_lower


@cache
def sources() -> tuple[Source, ...]:
    """Models never change while the portal runs."""
    return tuple(source for model in privacy.all_models() for source in _sources_in(model))


def _sources_in(model: type[Model]) -> Iterator[Source]:
    known = privacy.of(model)
    if known is None:
        return
    label = model._meta.label_lower
    if model is User:
        yield Source(model, "pk", False, _shown(label, known.personal))
        return
    for field in model._meta.concrete_fields:
        by_address = isinstance(field, EmailField) and field.name in known.personal
        if not by_address and not _points_to_person(field):
            continue
        own = field.name in OWN.get(label, set())
        beside = known.personal if own else _beside(label, field.name, set(known.personal))
        yield Source(model, field.name, by_address, _shown(label, (field.name, *beside)))


def _points_to_person(field: "Field[object, object]") -> bool:
    return isinstance(field, ForeignKey) and field.related_model is User


def _beside(label: str, name: str, personal: set[str]) -> tuple[str, ...]:
    """head_name belongs to head_email."""
    sibling = name.removesuffix("_email") + "_name"
    found = (sibling,) if name.endswith("_email") and sibling in personal else ()
    return found + BESIDE.get((label, name), ())


def _shown(label: str, names: Iterable[str]) -> tuple[str, ...]:
    withheld = WITHHELD.get(label, set())
    return tuple(dict.fromkeys(name for name in names if name not in withheld))
