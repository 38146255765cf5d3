"""The front page of impact, and the matrix of commitments."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hlp.kit import clock
from hlp.kit.access import needs
from hlp.kit.components import Stat
from hlp.kit.paging import page_of
from hlp.kit.refusal import Refusal
from members.models import Period
from members.requests import MemberRequest
from programmes import calendar, commitments
from programmes.commitments import Row
from programmes.forms.impact import AcceptForm
from programmes.models import Commitment, Event, HalfTerm, Programme, QualityAction
from programmes.querysets import ProgrammeQuerySet
from programmes.services import accepting
from programmes.states import CommitmentKind, ProgrammeState, Standing

PER = 20  # actions on the front page
COLUMNS = 5  # programmes beside each other on a page of the matrix
ONCE = [kind for kind in CommitmentKind if kind != CommitmentKind.ENGAGEMENT]


@dataclass(frozen=True)
class Line:
    """What is promised once, or for one half-term: a cell for each programme, or None."""

    label: str
    is_now: bool
    cells: list[tuple[Programme, Row | None]]


@needs("programmes.view_impact")
@require_safe
def impact(request: MemberRequest) -> HttpResponse:
    """What the board looks at first: what is missed, and where to go on."""
    period, now = Period.objects.running(clock.today()), clock.now()
    programmes = list(_programmes(period).exclude(state=ProgrammeState.DRAFT)) if period else []
    found = commitments.standings_of(programmes, now)
    rows = [(programme, row) for programme in programmes for row in found[programme.pk]]
    context = {
        "period": period,
        "missed": [(one, row) for one, row in rows if _is(row, Standing.MISSED)],
        "due": [(one, row) for one, row in rows if _is(row, Standing.DUE)],
        "actions": QualityAction.objects.filter(done_on=None)
        .select_related("note__programme")
        .order_by("due_on", "pk")[:PER],
        "today": clock.today(),
        "stats": _stats(period, [row for _, row in rows]) if period else [],
    }
    return render(request, "programmes/impact/impact.html", context)


@needs("programmes.view_impact")
@require_safe
def impact_commitments(request: MemberRequest) -> HttpResponse:
    period, now = Period.objects.running(clock.today()), clock.now()
    page = page_of(request, _programmes(period), per=COLUMNS)
    programmes = list(page)
    found = commitments.standings_of(programmes, now)
    context = {
        "page": page,
        "programmes": programmes,
        "lines": list(_lines(programmes, found, clock.day_of(now))),
        "accepted": [
            (one, row) for one in programmes for row in found[one.pk] if row.acceptance is not None
        ],
    }
    return render(request, "programmes/impact/commitments.html", context)


@needs("programmes.accept_commitment")
def accept_commitment(request: MemberRequest, commitment_id: int) -> HttpResponse:
    """Accept with a reason; one that is accepted can be taken back."""
    rows = Commitment.objects.select_related("programme", "half_term__year")
    commitment = get_object_or_404(rows, pk=commitment_id)
    holding = commitment.acceptances.filter(withdrawn_at=None).first()
    form = AcceptForm(request.POST or None)
    if request.method == "POST" and (holding or form.is_valid()):
        by, now = request.user, clock.now()
        try:
            if holding:
                accepting.withdraw(acceptance=holding, by=by, now=now)
            else:
                accepting.accept(commitment=commitment, by=by, now=now, **form.cleaned_data)
            messages.success(request, "Taken back." if holding else "Accepted as met.")
            return redirect("programmes:plan", programme_id=commitment.programme_id)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    found = commitments.standings(commitment.programme, clock.now())
    context = {
        "form": form,
        "holding": holding,
        "row": next(row for row in found if row.commitment.pk == commitment.pk),
        "programme": commitment.programme,
    }
    return render(request, "programmes/impact/accept_commitment.html", context)


def _is(row: Row, standing: Standing) -> bool:
    return row.standing == standing and row.acceptance is None


def _programmes(period: Period | None) -> ProgrammeQuerySet:
    found = Programme.objects.with_leads().running_first()
    return found.filter(period=period) if period else found.none()


def _half_terms(programmes: Sequence[Programme]) -> list[HalfTerm]:
    if not programmes:
        return []
    first = min(programme.from_on for programme in programmes)
    return calendar.half_terms_between(first, max(programme.to_on for programme in programmes))


def _lines(
    programmes: Sequence[Programme], found: Mapping[int, Sequence[Row]], today: date
) -> Iterator[Line]:
    """What comes once, then half-term after half-term."""
    promised = {(one.pk, _key(row)): row for one in programmes for row in found[one.pk]}
    for kind in ONCE:
        yield Line(kind.label, False, [(one, promised.get((one.pk, kind))) for one in programmes])
    for term in _half_terms(programmes):
        cells = [(one, promised.get((one.pk, term.pk))) for one in programmes]
        yield Line(f"{term.label} {term.year}", term.from_on <= today <= term.to_on, cells)


def _key(row: Row) -> str | int | None:
    is_engagement = row.commitment.kind == CommitmentKind.ENGAGEMENT
    return row.commitment.half_term_id if is_engagement else row.commitment.kind


def _stats(period: Period, rows: Sequence[Row]) -> list[Stat]:
    met = sum(row.standing == Standing.MET or row.acceptance is not None for row in rows)
    missed = sum(_is(row, Standing.MISSED) for row in rows)
    held = Event.objects.held(clock.now()).filter(period=period).count()
    matrix = reverse("programmes:impact_commitments")
    return [
        Stat(met, "commitments met", matrix),
        Stat(missed, "commitments missed", matrix, "todo" if missed else ""),
        Stat(held, "events held"),
    ]
