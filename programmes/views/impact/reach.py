"""Reach: who takes part, who did before, and who never has."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from hlp.kit import audit, clock, spreadsheets
from hlp.kit.access import needs
from hlp.kit.components import Stat
from members.models import Period, School
from members.requests import MemberRequest
from members.states import Phase, phase_in_words
from programmes import calendar, reach, svg
from programmes.forms.impact import ENGAGED, MEMBERS, NOT_THIS_YEAR, ReachForm
from programmes.models import AcademicYear, OutreachContact
from programmes.reach import Line
from programmes.states import ContactOutcome

PER = 50
COLOURS = ("done", "some", "none")
KEYS = (("done", "Engaged in the year"), ("some", "Only before"), ("none", "Never engaged"))
HEADINGS = (
    *("URN", "LAEstab", "School", "Phase", "Cluster", "Member"),
    *("Engaged in the year", "Last engaged", "Last contact", "Outcome of contact"),
)


@dataclass
class Asked:
    """What the page was asked for: the year, and which schools to list."""

    period: Period
    year: AcademicYear
    chosen: dict[str, Any]

    @cached_property
    def lines(self) -> list[Line]:
        return reach.lines(period=self.period, year=self.year)

    @cached_property
    def listed(self) -> list[Line]:
        return [line for line in self.lines if self._fits(line)]

    def _fits(self, line: Line) -> bool:
        chosen = self.chosen
        cluster, who = chosen.get("cluster"), chosen.get("who")
        return (
            _engaged(line, chosen.get("which", ""))
            and (not chosen.get("phase") or line.phase == chosen["phase"])
            and (not cluster or line.cluster_id == cluster.pk)
            and (not who or line.is_member == (who == MEMBERS))
            and (not chosen.get("contact") or line.urn not in self._spoken_to)
        )

    @cached_property
    def _spoken_to(self) -> set[int]:
        """Schools with a contact in this half-term or the one before."""
        contacts = OutreachContact.objects.filter(on__gte=_two_half_terms_ago(clock.today()))
        return set(contacts.values_list("school_id", flat=True))


@needs("programmes.view_impact")
@require_safe
def impact_reach(request: MemberRequest) -> HttpResponse:
    form, asked = _asked(request)
    if asked is None:
        return render(request, "programmes/impact/reach.html", {"filters": form})
    page = Paginator(asked.listed, PER).get_page(request.GET.get("page"))
    lines = list(page.object_list)
    schools = {row.pk: row for row in _with_contact([line.urn for line in lines])}
    context = {
        "filters": form,
        "year": asked.year,
        "period": asked.period,
        "stats": _stats(asked.lines),
        "charts": _charts(asked.lines),
        "keys": KEYS,
        "page": page,
        "rows": [(line, schools[line.urn]) for line in lines],
        "outcomes": dict(ContactOutcome.choices),
        "query": request.GET.urlencode(),
    }
    return render(request, "programmes/impact/reach.html", context)


@needs("programmes.view_impact")
@require_safe
def export_reach(request: MemberRequest, kind: str) -> HttpResponse:
    """The schools listed, with the numbers by which other registers know them."""
    _, asked = _asked(request)
    if asked is None or kind not in spreadsheets.KINDS:
        raise Http404
    schools = {row.pk: row for row in _with_contact(None)}
    audit.record(request.user, what="saved as a spreadsheet: reach", by=request.user)
    name = f"reach-{asked.year.name.replace('/', '-')}"
    rows = [_row(line, schools[line.urn]) for line in asked.listed if line.urn in schools]
    return spreadsheets.response(kind, name, HEADINGS, rows)


def _asked(request: MemberRequest) -> tuple[ReachForm, Asked | None]:
    phases = [(str(phase.value), phase_in_words(phase)) for phase in Phase]
    form = ReachForm(request.GET or None, phases=phases)
    chosen = form.cleaned_data if form.is_valid() else {}
    period = Period.objects.running(clock.today())
    year = chosen.get("year") or school_year(clock.today())
    return form, Asked(period, year, chosen) if period and year else None


def school_year(today: date) -> AcademicYear | None:
    """The one today is in, else the last before, else the first to come."""
    years = AcademicYear.objects.order_by("-from_on")
    return years.filter(from_on__lte=today).first() or years.last()


def _engaged(line: Line, which: str) -> bool:
    if which == "all":
        return True
    if which == ENGAGED:
        return line.is_in_year
    if which == NOT_THIS_YEAR:
        return not line.is_in_year
    return line.last_ever is None


def _two_half_terms_ago(today: date) -> date:
    """The first day of the half-term before the present one."""
    begun = calendar.half_terms_between(date(2000, 1, 1), today)
    return begun[-2].from_on if len(begun) > 1 else today.replace(year=today.year - 1)


def _with_contact(urns: list[int] | None) -> QuerySet[School]:
    last = OutreachContact.objects.filter(school=OuterRef("pk")).order_by("-on", "-pk")
    schools = School.objects.annotate(
        last_on=Subquery(last.values("on")[:1]), last_outcome=Subquery(last.values("outcome")[:1])
    )
    return schools if urns is None else schools.filter(pk__in=urns)


def _stats(lines: list[Line]) -> list[Stat]:
    members = reach.summed("Members", [line for line in lines if line.is_member])
    others = reach.summed("Others", [line for line in lines if not line.is_member])
    return [
        Stat(f"{members.in_year} of {members.total}", "members engaged in the year"),
        Stat(f"{members.ever} of {members.total}", "members engaged since the start"),
        Stat(f"{others.ever} of {others.total}", "other schools engaged since the start"),
        Stat(members.never, "members never engaged", tone="todo" if members.never else ""),
    ]


def _charts(lines: list[Line]) -> list[tuple[str, str, str, list[svg.Bar]]]:
    """Members and others apart, then by phase, then by cluster."""
    groups = [
        reach.summed("Members", [line for line in lines if line.is_member]),
        reach.summed("Not members", [line for line in lines if not line.is_member]),
    ]
    phases, clusters = reach.by(lines, "phase_in_words"), reach.by(lines, "cluster")
    return [
        ("by-membership", "Members and others", "Schools", _bars(groups)),
        ("by-phase", "By phase", "Phase", _bars(phases)),
        ("by-cluster", "By cluster", "Cluster", _bars(clusters)),
    ]


def _bars(sums: list[reach.Sum]) -> list[svg.Bar]:
    rows = [(row.label, (row.in_year, row.earlier, row.never)) for row in sums]
    return svg.stacked(rows, COLOURS)


def _row(line: Line, school: School) -> list[spreadsheets.Cell]:
    outcome = getattr(school, "last_outcome", None)
    return [
        *(school.urn, school.laestab, school.name, line.phase_in_words, line.cluster),
        *("yes" if line.is_member else "no", "yes" if line.is_in_year else "no"),
        *(line.last_ever, getattr(school, "last_on", None)),
        str(ContactOutcome(outcome).label) if outcome else "",
    ]
