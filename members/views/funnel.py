"""How far the schools that may join are: not heard of, invited, started, signed; and chasing."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hlp.kit import clock
from hlp.kit.access import needs
from hlp.kit.components import Stat
from hlp.kit.paging import page_of
from hlp.kit.refusal import Refusal
from members.models import Period, School
from members.requests import MemberRequest
from members.services import chasing
from members.states import FunnelStage, phase_in_words


@dataclass(frozen=True)
class Bar:
    """One stage of one phase: where its piece begins and how wide it is, in per cent."""

    stage: FunnelStage
    count: int
    start: float
    width: float


@dataclass(frozen=True)
class PhaseRow:
    name: str
    bars: list[Bar]

    @property
    def total(self) -> int:
        return sum(bar.count for bar in self.bars)


@needs("members.view_memberships")
@require_safe
def funnel(request: MemberRequest) -> HttpResponse:
    period = Period.objects.current(clock.today())
    chosen = _stage(request.GET.get("stage", ""))
    counts = School.objects.funnel_counts(period) if period else {}
    context: dict[str, object] = {
        "period": period,
        "stages": list(FunnelStage),
        "phases": _phases(counts),
        "stats": _stats(counts),
        "chosen": chosen,
        "may_chase": chosen in chasing.STAGES and request.user.has_perm("members.chase"),
    }
    if period and chosen:
        schools = School.objects.eligible_for(period).in_stage(period, chosen)
        schools = schools.with_last_chase(period).order_by("name", "urn")
        context["page"] = page_of(request, schools)
    return render(request, "members/funnel.html", context)


@needs("members.chase")
@require_safe
def chase_preview(request: MemberRequest) -> HttpResponse:
    """The text, to whom, and who is left out; nothing is sent from here."""
    period, stage, urns = _asked(request.GET)
    now = clock.now()
    plan = chasing.plan(period=period, stage=stage, urns=urns, now=now)
    context = {
        "plan": plan,
        "mail": chasing.sample(plan, now),
        "urns": sorted(urns) if urns is not None else None,
        "back": f"{reverse('members:funnel')}?{urlencode({'stage': stage.value})}",
    }
    return render(request, "members/chase_preview.html", context)


@needs("members.chase")
@require_POST
def chase(request: MemberRequest) -> HttpResponse:
    period, stage, urns = _asked(request.POST)
    try:
        done = chasing.chase(
            period=period, stage=stage, urns=urns, by=request.user, now=clock.now()
        )
        count = f"{done.mails} email{'' if done.mails == 1 else 's'}"
        messages.success(request, f"{count} to {len(done.going)} schools are on the way.")
        if done.later:
            messages.info(request, f"{done.later} more schools wait: press again for the next.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('members:funnel')}?{urlencode({'stage': stage.value})}")


def _stage(text: str) -> FunnelStage | None:
    return FunnelStage(text) if text in FunnelStage.values else None


def _asked(query: QueryDict) -> tuple[Period, FunnelStage, set[int] | None]:
    """The stage and the ticked schools; None stands for all of the stage."""
    period, stage = Period.objects.current(clock.today()), _stage(query.get("stage", ""))
    if period is None or stage is None or stage not in chasing.STAGES:
        raise Http404
    if query.get("all"):
        return period, stage, None
    ticked = query.getlist("school")
    return period, stage, {int(u) for u in ticked if u.isascii() and u.isdigit() and len(u) < 8}


def _phases(counts: dict[tuple[str, str], int]) -> list[PhaseRow]:
    """All schools, then each phase in the order of the words: longest first would jump about."""
    grouped: dict[str, Counter[str]] = {}
    for (phase, stage), count in counts.items():
        grouped.setdefault(phase_in_words(phase), Counter())[stage] += count
    rows = [PhaseRow(name, _bars(grouped[name])) for name in sorted(grouped)]
    every = sum(grouped.values(), Counter())
    return [PhaseRow("All schools", _bars(every)), *rows] if rows else []


def _bars(counts: Counter[str]) -> list[Bar]:
    """Together as wide as the table, whether the schools are many or one."""
    bars, start = [], 0.0
    for stage in FunnelStage:
        width = round(100 * counts[stage] / counts.total(), 2)
        bars.append(Bar(stage, counts[stage], round(start, 2), width))
        start += width
    return bars


def _stats(counts: dict[tuple[str, str], int]) -> list[Stat]:
    sums: Counter[str] = Counter()
    for (_, stage), count in counts.items():
        sums[stage] += count
    here = reverse("members:funnel")
    return [Stat(sums[s], s.in_words, f"{here}?stage={s.value}") for s in FunnelStage]
