"""What lead schools are reminded of: a half-term for which nothing is planned."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from hlp.kit import clock
from hlp.kit.reminders import Due, Line, Rule, register
from members.models import Affiliation, RoleHeld
from members.states import PortalRole
from programmes import commitments
from programmes.commitments import Row
from programmes.models import Programme
from programmes.querysets.programmes import LEADING
from programmes.states import CommitmentKind, Standing

OPEN = {Standing.DUE, Standing.LATER}


def nothing_planned(today: date) -> Iterator[Due]:
    """To head, CPD lead and programme leads of the lead schools, as long as nothing is planned."""
    first, last = NOTHING_PLANNED.window(today)
    running = list(Programme.objects.running().with_leads().by_title())
    noon = clock.start_of_day(today) + timedelta(hours=12)
    found = commitments.standings_of(running, noon)
    for programme in running:
        rows = [row for row in found[programme.pk] if _is_empty(row)]
        due = [(row, row.commitment.half_term) for row in rows]
        near = [(row, half) for row, half in due if half and first <= half.from_on <= last]
        addresses = _addresses(programme, today) if near else []
        for row, half in near:
            for address in addresses:
                yield Due(address, f"engagement:{row.commitment.pk}", half.from_on, _line(row))


def _is_empty(row: Row) -> bool:
    is_engagement = row.commitment.kind == CommitmentKind.ENGAGEMENT
    return is_engagement and row.standing in OPEN and row.acceptance is None


def _addresses(programme: Programme, today: date) -> list[str]:
    schools = [lead.school_id for lead in programme.leads.all()]
    staff = Affiliation.objects.current(today).filter(school__in=schools)
    named = RoleHeld.objects.current(today).of(PortalRole.PROGRAMME_LEAD).filter(school__in=schools)
    may_plan = {(row.user_id, row.school_id) for row in named}
    return sorted(
        {
            row.user.email
            for row in staff.select_related("user")
            if row.role in LEADING or (row.user_id, row.school_id) in may_plan
            if row.user.is_active
        }
    )


def _line(row: Row) -> Line:
    programme = row.commitment.programme_id
    return Line(
        title=f"Nothing is planned yet for {row.commitment.half_term}",
        url=reverse("programmes:plan", kwargs={"programme_id": programme}),
        label="Plan an event",
        detail="Every programme meets with schools once a half-term.",
    )


NOTHING_PLANNED = register(
    Rule(
        name="programmes.nothing_planned",
        title="Half-terms without a session",
        purpose="Head, CPD lead and programme leads of a lead school hear two weeks before a"
        " half-term begins, and two weeks into it, that nothing is planned for it.",
        days=(-14, 14),
        due=nothing_planned,
    )
)
