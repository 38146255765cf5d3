"""Trusts as the file names them: by GIAS code, else by name; new ones are added."""

from collections.abc import Iterable

from hlp.kit import audit
from members import gias
from members.models import Trust, User


def take_in(rows: Iterable[gias.SchoolRow], *, by: User | None) -> dict[gias.TrustNamed, Trust]:
    """The trust for every name in the file. An office-kept trust of that name gets the code."""
    named = {row.trust: None for row in rows if row.trust and row.trust.name}
    if not named:
        return {}
    by_code, by_name = _on_file()
    found: dict[gias.TrustNamed, Trust] = {}
    new: list[Trust] = []
    met: set[str] = set()
    for trust in named:
        key = trust.name.casefold()
        stored = by_code.get(trust.code) if trust.code else None
        stored = stored or by_name.get(key)
        if stored is None or (trust.code and stored.gias_code not in ("", trust.code)):
            stored = Trust(name=trust.name, gias_code=trust.code)
            new.append(stored)
        elif trust.code and trust.code not in met:
            _bring_up_to_date(stored, trust)
        met.add(trust.code)
        if trust.code:
            by_code[trust.code] = stored
        by_name.setdefault(key, stored)
        found[trust] = stored
    Trust.objects.bulk_create(new, batch_size=1_000)
    audit.bulk(new, what="added from the register", by=by)
    return found


def _on_file() -> tuple[dict[str, Trust], dict[str, Trust]]:
    trusts = list(Trust.objects.order_by("pk"))
    by_code = {trust.gias_code: trust for trust in trusts if trust.gias_code}
    by_name: dict[str, Trust] = {}
    for trust in trusts:
        by_name.setdefault(trust.name.casefold(), trust)
    return by_code, by_name


def _bring_up_to_date(stored: Trust, named: gias.TrustNamed) -> None:
    if (stored.name, stored.gias_code) != (named.name, named.code):
        stored.name, stored.gias_code = named.name, named.code
        stored.save(update_fields=["name", "gias_code"])
