"""Taking in the register of schools: one transaction, one report, and nothing twice."""

from collections.abc import Callable, Collection
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from hlp.kit import access, audit, clock
from hlp.kit.refusal import Refusal
from members import gias
from members.models import RosterImport, User
from members.services import succeeding
from members.services.importing import comparing, linking
from members.services.importing.report import Report

__all__ = ["NothingToImport", "Report", "import_roster"]

Say = Callable[[str], None]


class NothingToImport(Refusal):
    """The file is in order, but it holds no school we were asked for."""


def import_roster(
    source: gias.Source,
    *,
    now: datetime,
    links: gias.Source | None = None,
    la_codes: Collection[str] = (),
    dry_run: bool = False,
    by: User | None = None,
    name: str = "",
    say: Say = lambda words: None,
) -> Report:
    """Bring the roster to what the file says; `by` is None for the person at the keyboard.

    A school that is not in the file is left alone, for extracts differ. Raises a Refusal, and
    has changed nothing, where the file as a whole is wrong. `say` hears how far it is.
    """
    if by is not None:
        access.require(by, "members.import_roster")
    register = gias.open_register(source, name=name)
    linked = gias.open_links(links) if links is not None else register.links
    say(f"Reading {register.name}")
    schools = gias.read_schools(register.schools, la_codes=la_codes)
    _refuse_none(register.name, schools, la_codes)
    pairs = gias.read_links(linked) if linked else None
    report = Report.of(register.name, schools, dry_run=dry_run)
    with transaction.atomic(), audit.acting(by, what="roster import"):
        _one_import_at_a_time()
        say(f"Comparing {len(schools.rows):,} schools")
        comparing.take_in(report, schools.rows, by=by, on=clock.day_of(now))
        if pairs:
            say(f"Linking {len(pairs.rows):,} rows")
            listed = {row.urn for row in schools.rows}
            linking.take_in(report, pairs, listed=listed, by=by, on=clock.day_of(now))
        report.succession = succeeding.carry_on(by=by, now=now)
        _keep(report, register.sha256, by=by, now=now)
        transaction.set_rollback(dry_run)
    return report


def _refuse_none(
    name: str, reading: gias.Reading[gias.SchoolRow], la_codes: Collection[str]
) -> None:
    if reading.rows:
        return
    if reading.passed_over:
        raise NothingToImport(
            f"None of the {reading.passed_over:,} schools in {name} is in LA "
            f"{' or '.join(la_codes)}, so nothing was changed."
        )
    raise NothingToImport(f"{name} has the right headings but no school under them.")


def _one_import_at_a_time() -> None:
    # Two imports would both add the same school. This row always exists and nobody else locks it;
    # on SQLite the IMMEDIATE transaction has the same effect.
    rows = ContentType.objects.select_for_update(no_key=True)
    rows.get(app_label=RosterImport._meta.app_label, model=RosterImport._meta.model_name)


def _keep(report: Report, sha256: str, *, by: User | None, now: datetime) -> None:
    RosterImport.objects.create(
        file_name=report.file_name[:255],
        sha256=sha256,
        started_at=now,
        by=by,
        report=report.as_json(),
    )
