"""Term dates: to be read by everybody, pasted in by the office."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hlp.kit import clock
from hlp.kit.access import needs, public
from hlp.kit.paging import page_of
from hlp.kit.refusal import Refusal
from members.models import School
from members.requests import MemberRequest
from programmes import pasting, school_years, term_dates
from programmes.forms.calendar import PasteForm
from programmes.models import AcademicYear, ClosedDay
from programmes.services import calendar as services

YEARS = 4  # on a page


@public
@require_safe
def half_terms(request: HttpRequest, urn: int | None = None) -> HttpResponse:
    """The authority's, or those of one school beside them."""
    school = get_object_or_404(School, pk=urn) if urn else None
    page = page_of(request, AcademicYear.objects.order_by("-from_on"), per=YEARS)
    context = {
        "school": school,
        "page": page,
        "years": school_years.shown(list(page), school),
        "may_change": request.user.has_perm("programmes.manage_calendar"),
        "today": clock.today(),
    }
    return render(request, "programmes/calendar/half_terms.html", context)


@needs("programmes.manage_calendar")
def paste_half_terms(request: MemberRequest) -> HttpResponse:
    """Look first, then save: the button that saves sends the same text again."""
    form = PasteForm(request.POST or None, initial=_suggested(request))
    preview = None
    if request.method == "POST" and form.is_valid():
        said, read = form.cleaned_data, form.read()
        try:
            preview = services.preview(first=said["year"], read=read, school=said["school"])
            if "save" in request.POST:
                services.save(
                    first=said["year"],
                    read=read,
                    school=said["school"],
                    is_confirmed=said["is_confirmed"],
                    source=said["source"],
                    by=request.user,
                    now=clock.now(),
                )
                messages.success(request, "The dates are saved.")
                return redirect(_page_of(said["school"]))
        except Refusal as refusal:
            form.add_error("text", str(refusal))
    context = {"form": form, "preview": preview}
    return render(request, "programmes/calendar/paste_half_terms.html", context)


@needs("programmes.manage_calendar")
@require_POST
def confirm_half_terms(request: MemberRequest, year_id: int) -> HttpResponse:
    year = get_object_or_404(AcademicYear, pk=year_id)
    urn = request.POST.get("school", "")
    school = get_object_or_404(School, pk=int(urn)) if urn.isdecimal() else None
    services.confirm(year=year, school=school, by=request.user, now=clock.now())
    messages.success(request, f"The dates of {year} are confirmed.")
    return redirect(_page_of(school))


@needs("programmes.manage_calendar")
@require_POST
def forget_closed_day(request: MemberRequest, closed_id: int) -> HttpResponse:
    closed = get_object_or_404(ClosedDay.objects.select_related("school"), pk=closed_id)
    school = closed.school
    services.forget_closed_day(closed=closed, by=request.user, now=clock.now())
    messages.success(request, "Removed.")
    return redirect(_page_of(school))


def _page_of(school: School | None) -> str:
    if school is None:
        return reverse("programmes:half_terms")
    return reverse("programmes:school_half_terms", kwargs={"urn": school.pk})


def _suggested(request: HttpRequest) -> dict[str, str]:
    """The usual shape of the next year that has no dates, to be corrected."""
    given = {"school": request.GET.get("school", "")}
    if "usual" not in request.GET:
        return given
    first = school_years.next_without_dates(clock.today())
    text = pasting.write(term_dates.usual(first))
    return {**given, "year": term_dates.year_name(first), "text": text}
