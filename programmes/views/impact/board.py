"""The front page of impact, and the matrix of commitments."""

from collections.abc import Sequence
from dataclasses import dataclass

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

PER = 20  # programmes on a page of the matrix
ONCE = [kind for kind in CommitmentKind if kind != CommitmentKind.ENGAGEMENT]


@dataclass(frozen=True)
class Line:
    """One programme: what comes once, then each half-term; None where nothing is promised."""

    programme: Programme
    once: list[Row | None]
    half_terms: list[Row | None]


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
    page = page_of(request, _programmes(period), per=PER)
    programmes = list(page)
    half_terms = _half_terms(programmes)
    found = commitments.standings_of(programmes, now)
    context = {
        "page": page,
        "once": ONCE,
        "half_terms": half_terms,
        "lines": [_line(one, found[one.pk], half_terms) for one in programmes],
        "standings": list(Standing),
        "accepted": [
            (one, row) for one in programmes for row in found[one.pk] if row.acceptance is not None
        ],
        "may_accept": request.user.has_perm("programmes.accept_commitment"),
        "today": clock.today(),
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


def _line(programme: Programme, rows: Sequence[Row], half_terms: Sequence[HalfTerm]) -> Line:
    once = {row.commitment.kind: row for row in rows if row.commitment.kind in ONCE}
    engaged = {
        row.commitment.half_term_id: row
        for row in rows
        if row.commitment.kind == CommitmentKind.ENGAGEMENT
    }
    return Line(
        programme,
        [once.get(kind) for kind in ONCE],
        [engaged.get(half_term.pk) for half_term in half_terms],
    )


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
