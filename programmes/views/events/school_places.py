"""All places of a school's staff, for those who look after them."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from hlp.kit import clock
from hlp.kit.paging import page_of
from members.models import School
from members.requests import MemberRequest
from programmes.models import Place, WholeBooking


@require_safe
def school_places(request: MemberRequest, urn: int) -> HttpResponse:
    school = get_object_or_404(School, pk=urn)
    if not request.user.has_perm("programmes.book_for_school", school):
        raise Http404
    is_past = request.GET.get("which") == "past"
    places = Place.objects.filter(school=school).for_page()
    now = clock.now()
    shown = places.over(now).latest_first() if is_past else places.coming(now).soonest_first()
    whole = WholeBooking.objects.filter(school=school, ended_at=None)
    context = {
        "school": school,
        "is_past": is_past,
        "page": page_of(request, shown),
        "whole": whole.select_related("programme", "person").order_by("programme__title", "pk"),
    }
    return render(request, "programmes/places/school_places.html", context)
