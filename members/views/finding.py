"""Find your school: by name, URN or postcode, among the schools that may join."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hlp.kit import clock
from hlp.kit.access import public
from hlp.kit.paging import page_of
from members.forms.joining import FindSchoolForm
from members.models import Period, School
from members.workflow import why_joining_is_closed, why_not_eligible

OTHERS = 5  # schools named that were found but may not join


@public
@require_safe
def join(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    form = FindSchoolForm(request.GET if "q" in request.GET else None)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    period = Period.objects.current(clock.day_of(now))
    if period is None:
        return render(request, "members/join/not_yet.html")
    eligible = School.objects.eligible_for(period).found_by(words).with_membership_in(period)
    context = {
        "find": form,
        "words": words,
        "period": period,
        "is_late": now > period.signup_closes_at,
        "closed": why_joining_is_closed(period, now),
        "page": page_of(request, eligible.order_by("name", "urn"), per=20),
        "others": _others(words, period) if words.strip() else [],
    }
    return render(request, "members/join/find.html", context)


def _others(words: str, period: Period) -> list[tuple[School, str | None]]:
    """Schools that the words fit but that may not join, each with the reason."""
    found = School.objects.not_eligible_for(period).found_by(words).order_by("name", "urn")
    return [(school, why_not_eligible(school, period)) for school in found[:OTHERS]]
