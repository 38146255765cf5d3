"""Links between schools: both sides' rows become one link, unknown schools closed stubs."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hlp.kit import audit
from members import gias
from members.gias.links import PLAIN, is_split
from members.models import School, SchoolLink, User
from members.services.importing.comparing import write_changes
from members.services.importing.report import Changes, Links, Report, Touched
from members.states import OPEN_STATUSES, EstablishmentStatus, EstablishmentType, Phase

Pair = tuple[int, int]  # predecessor, successor


@dataclass
class Tie:
    """What the rows of both sides say together."""

    kind: str
    established_on: date | None

    def add(self, row: gias.LinkRow) -> None:
        if self.kind == PLAIN:
            self.kind = row.kind
        # The predecessor's row has its last day, the successor's its first: the later one counts.
        days = [day for day in (self.established_on, row.established_on) if day]
        self.established_on = max(days, default=None)


def take_in(
    report: Report,
    reading: gias.Reading[gias.LinkRow],
    *,
    listed: Collection[int],
    by: User | None,
    on: date,
) -> None:
    """Store the links that touch the roster; `listed` are the schools the register just named."""
    ties, names = _gather(reading.rows)
    known = set(School.objects.values_list("urn", flat=True))
    near = _near(ties, known)
    links = Links(refused=reading.refused)
    far = [row for row in reading.rows if _pair(row) not in near]
    links.passed_over = reading.passed_over + len(far)
    stubs = _add_stubs(sorted({urn for pair in near for urn in pair} - known), names, by=by)
    links.stubs = [Touched.of(stub) for stub in stubs]
    _store(links, near, by=by)
    report.links = links
    _close_succeeded(report, near, listed=listed, by=by, on=on)


def _pair(row: gias.LinkRow) -> Pair:
    return row.predecessor, row.successor


def _gather(rows: Iterable[gias.LinkRow]) -> tuple[dict[Pair, Tie], dict[int, str]]:
    ties: dict[Pair, Tie] = {}
    names: dict[int, str] = {}
    for row in rows:
        ties.setdefault(_pair(row), Tie(row.kind, row.established_on)).add(row)
        urn, name = row.named
        if name:
            names.setdefault(urn, name)
    return ties, names


def _near(ties: Mapping[Pair, Tie], known: Collection[int]) -> dict[Pair, Tie]:
    """The ties that lead, over however many schools, to one on the roster: not all of England."""
    partners: dict[int, list[int]] = defaultdict(list)
    for old, new in ties:
        partners[old].append(new)
        partners[new].append(old)
    reached: set[int] = set()
    ahead = [urn for urn in partners if urn in known]
    while ahead:
        urn = ahead.pop()
        if urn not in reached:
            reached.add(urn)
            ahead += partners[urn]
    return {pair: tie for pair, tie in ties.items() if pair[0] in reached}


def _add_stubs(urns: Sequence[int], names: Mapping[int, str], *, by: User | None) -> list[School]:
    stubs = [
        School(
            urn=urn,
            name=names.get(urn) or f"School with URN {urn}",
            type=EstablishmentType.UNKNOWN,
            phase=Phase.NOT_APPLICABLE,
            status=EstablishmentStatus.CLOSED,
            is_stub=True,
        )
        for urn in urns
    ]
    for stub in stubs:
        stub.search_text = stub.searchable()
    School.objects.bulk_create(stubs, batch_size=1_000)
    audit.bulk(stubs, what="added because a link names it", by=by)
    return stubs


def _store(links: Links, ties: Mapping[Pair, Tie], *, by: User | None) -> None:
    stored = {
        (link.predecessor_id, link.successor_id): link for link in SchoolLink.objects.order_by("pk")
    }
    new, changed = [], []
    for pair, tie in ties.items():
        link = stored.get(pair)
        if link is None:
            old, successor = pair
            new.append(
                SchoolLink(
                    predecessor_id=old,
                    successor_id=successor,
                    kind=tie.kind,
                    established_on=tie.established_on,
                )
            )
        elif _differs(link, tie):
            link.kind = tie.kind
            link.established_on = tie.established_on or link.established_on
            changed.append(link)
        else:
            links.unchanged += 1
    SchoolLink.objects.bulk_create(new, batch_size=1_000)
    SchoolLink.objects.bulk_update(changed, ["kind", "established_on"], batch_size=500)
    audit.bulk(new, what="added from the register", by=by)
    audit.bulk(changed, what="changed by the register", by=by)
    links.added, links.changed = len(new), len(changed)


def _differs(link: SchoolLink, tie: Tie) -> bool:
    day = tie.established_on or link.established_on  # a link that lost its date keeps ours
    return (link.kind, link.established_on) != (tie.kind, day)


def _close_succeeded(
    report: Report,
    ties: Mapping[Pair, Tie],
    *,
    listed: Collection[int],
    by: User | None,
    on: date,
) -> None:
    """A school that an open one has carried on, and the register no longer names, is closed."""
    gone = {
        old
        for (old, _), tie in ties.items()
        if old not in listed
        and tie.established_on
        and tie.established_on <= on
        and not is_split(tie.kind)
    }
    rows = School.objects.filter(
        status__in=OPEN_STATUSES, successions__successor__status__in=OPEN_STATUSES
    )
    changed: list[tuple[School, Changes]] = []
    for school in rows.distinct().order_by("urn"):
        if school.urn not in gone:
            continue
        changed.append((school, {"status": (school.status, EstablishmentStatus.CLOSED)}))
        school.status = EstablishmentStatus.CLOSED
    write_changes(changed, by=by)
    report.closed += [Touched.of(school, changes) for school, changes in changed]
