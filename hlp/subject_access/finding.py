"""Everything about one person, as words: for the copy they are given."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import DateField, Field, ForeignKey, Model, Q, QuerySet

from hlp.kit import clock, privacy
from hlp.kit.models import OutboxMessage
from hlp.subject_access.sources import Source, sources
from members.models import School, User


@dataclass(frozen=True)
class Section:
    """One kind of record: what it is, why we have it, and the rows that are about the person."""

    what: str
    why: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]


def addresses_of(user: User) -> set[str]:
    """The addresses that are proved to be the person's; anybody may type somebody else's."""
    proved = EmailAddress.objects.filter(user=user, verified=True)
    return {address.lower() for address in proved.values_list("email", flat=True)}


def matching(source: Source, user: User, addresses: Iterable[str]) -> QuerySet[Any]:
    """Rows of the source's model that name the person."""
    rows = source.model._default_manager.all()
    if not source.by_address:
        return rows.filter(**{source.via: user.pk})
    return rows.filter(reduce(or_, (Q(**{f"{source.via}__iexact": a}) for a in addresses), Q()))


def sections(user: User) -> Iterator[Section]:
    by_model: dict[type[Model], list[Source]] = {}
    for source in sources():
        by_model.setdefault(source.model, []).append(source)
    addresses = addresses_of(user)
    for model, found in by_model.items():
        rows = _rows(model, found, user, addresses)
        if rows:
            yield Section(str(model._meta.verbose_name_plural), _why(model, found), tuple(rows))


def _rows(
    model: type[Model], found: list[Source], user: User, addresses: set[str]
) -> list[dict[str, Any]]:
    shown: dict[Any, set[str]] = {}
    objects: dict[Any, Model] = {}
    for source in found:
        for row in matching(source, user, addresses):
            shown.setdefault(row.pk, set()).update(set(source.fields) - _secret(row))
            objects[row.pk] = row
    return [_in_words(objects[pk], shown[pk], user) for pk in sorted(objects, key=str)]


def _secret(row: Model) -> set[str]:
    """A mail that waits may hold a link that lets whoever reads it in."""
    return {"text"} if isinstance(row, OutboxMessage) and row.secret else set()


def _in_words(row: Model, names: set[str], user: User) -> dict[str, Any]:
    """The personal fields that are about the person, with the dates and the school around them."""
    words = {}
    for field in row._meta.concrete_fields:
        if field.name in names or _gives_context(row, field):
            value = _value(row, field, user)
            if value not in ("", None, {}, []):
                words[str(field.verbose_name)] = value
    return words


def _gives_context(row: Model, field: "Field[Any, Any]") -> bool:
    known = privacy.of(type(row))
    if known is not None and field.name in known.personal:
        return False
    at_school = isinstance(field, ForeignKey) and field.related_model is School
    return at_school or isinstance(field, DateField) or bool(field.choices)


def _value(row: Model, field: "Field[Any, Any]", user: User) -> Any:
    if isinstance(field, ForeignKey):
        if field.related_model is User:
            # Who else had a hand in it is their data, not this person's.
            return "you" if getattr(row, field.attname) == user.pk else None
        return str(getattr(row, field.name) or "")
    if field.choices:
        return getattr(row, f"get_{field.name}_display")()
    value = getattr(row, field.attname)
    if isinstance(value, datetime):
        return clock.london(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int | float | bool | dict | list | None) else str(value)


def _why(model: type[Model], found: list[Source]) -> tuple[str, ...]:
    known = privacy.of(model) or privacy.Privacy()
    names = {name for source in found for name in source.fields}
    return tuple(dict.fromkeys(why for name, why in known.personal.items() if name in names))
