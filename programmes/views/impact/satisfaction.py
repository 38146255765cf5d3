"""Satisfaction: what those who took part say, and what nobody has been asked yet."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hlp.kit import clock
from hlp.kit.access import needs
from hlp.kit.paging import page_of
from members.models import Period
from members.requests import MemberRequest
from programmes import satisfaction
from programmes.models import Programme
from programmes.states import ProgrammeState

PER = 10


@needs("programmes.view_impact")
@require_safe
def impact_satisfaction(request: MemberRequest) -> HttpResponse:
    period = Period.objects.running(clock.today())
    programmes = Programme.objects.filter(period=period).exclude(state=ProgrammeState.DRAFT)
    page = page_of(request, programmes.running_first(), per=PER)
    context = {
        "page": page,
        "rows": satisfaction.of_programmes(list(page)),
        "headings": ("Mean", "Responses"),
    }
    return render(request, "programmes/impact/satisfaction.html", context)
