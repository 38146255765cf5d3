"""Schools in the file against schools on the roster: only what differs is written, in bulk."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from hlp.kit import audit
from members import gias
from members.models import School, User
from members.services.importing import trusts
from members.services.importing.report import Changes, Report, Touched
from members.states import OPEN_STATUSES, EstablishmentStatus

READ_AT_ONCE = 5_000
WRITTEN_AT_ONCE = 1_000
SEARCHED = ("name", "postcode", "town")


def take_in(report: Report, rows: Sequence[gias.SchoolRow], *, by: User | None, on: date) -> None:
    known = _known(row.urn for row in rows)
    trust_of = trusts.take_in(rows, by=by)
    added: list[School] = []
    changed: list[tuple[School, Changes]] = []
    for row in rows:
        school = known.get(row.urn)
        wanted = _wanted(row, school, on)
        if row.trust is not None:
            wanted |= _trust(trust_of.get(row.trust), school)
        if school is None:
            added.append(_new(row.urn, wanted))
        elif changes := _changes(school, wanted):
            changed.append((school, changes))
        else:
            report.unchanged += 1
    _add(added, by=by)
    write_changes(changed, by=by)
    report.added += [Touched.of(school) for school in added]
    for school, changes in changed:
        (report.closed if _closes(changes) else report.changed).append(Touched.of(school, changes))


def write_changes(changed: Sequence[tuple[School, Changes]], *, by: User | None) -> None:
    """Write only the fields that changed: schools with the same ones go together."""
    together: dict[tuple[str, ...], list[School]] = defaultdict(list)
    for school, changes in changed:
        derived = [] if changes.keys().isdisjoint(SEARCHED) else ["search_text"]
        together[(*sorted(changes), *derived)].append(school)
    for fields, schools in together.items():
        # An upsert of whole rows is many times faster than bulk_update's CASE per field.
        School.objects.bulk_create(
            schools,
            batch_size=WRITTEN_AT_ONCE,
            update_conflicts=True,
            unique_fields=["urn"],
            update_fields=[*fields, "changed_at"],
        )
    said = {school.urn: changes for school, changes in changed}
    audit.bulk(
        (school for school, _ in changed),
        what="changed by the register",
        by=by,
        each=lambda school: {"changes": Touched.of(school, said[school.urn]).as_json()["changes"]},
    )


def _known(urns: Iterable[int]) -> dict[int, School]:
    found: dict[int, School] = {}
    for batch in _batches(list(urns), READ_AT_ONCE):
        found |= School.objects.select_related("trust").in_bulk(batch)
    return found


def _wanted(row: gias.SchoolRow, school: School | None, on: date) -> dict[str, Any]:
    wanted = row.values | {"is_stub": False}
    close_on = row.values.get("close_on", school.close_on if school else None)
    # The register's status lags behind its dates.
    if close_on and close_on < on and row.values["status"] in OPEN_STATUSES:
        wanted["status"] = EstablishmentStatus.CLOSED
    return wanted


def _trust(trust: Any, school: School | None) -> dict[str, Any]:
    """What the file says of the school's trust; one the office keeps by hand is not taken away."""
    if trust is None and school and school.trust and not school.trust.gias_code:
        return {}
    return {"trust": trust}


def _new(urn: int, wanted: dict[str, Any]) -> School:
    school = School(urn=urn, **wanted)
    school.search_text = school.searchable()
    return school


def _changes(school: School, wanted: dict[str, Any]) -> Changes:
    """Set what differs and say what it was."""
    changes = {}
    for field, new in wanted.items():
        old = getattr(school, field)
        if old != new:
            changes[field] = (old, new)
            setattr(school, field, new)
    if not changes.keys().isdisjoint(SEARCHED):
        school.search_text = school.searchable()
    return changes


def _closes(changes: Changes) -> bool:
    return "status" in changes and changes["status"][1] == EstablishmentStatus.CLOSED


def _add(schools: Sequence[School], *, by: User | None) -> None:
    School.objects.bulk_create(schools, batch_size=WRITTEN_AT_ONCE)
    audit.bulk(schools, what="added from the register", by=by)


def _batches(items: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
