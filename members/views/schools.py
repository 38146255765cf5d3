"""The directory of member schools, and a school's own page for its people and the office."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from hlp.kit import clock, documents, sections, states
from hlp.kit.access import public
from hlp.kit.components import Row
from hlp.kit.paging import page_of
from members import owing
from members.forms.directory import DirectoryForm
from members.models import Membership, Period, School
from members.services import joining
from members.states import MembershipState
from members.views import answers
from members.views.loading import MemberRequest


@public
@require_safe
def school_list(request: HttpRequest) -> HttpResponse:
    """Names and phases of the members; nothing else about them is anybody's."""
    sees_all = request.user.has_perm("members.view_memberships")
    form = DirectoryForm(request.GET or None, sees_all=sees_all)
    chosen = form.cleaned_data if form.is_valid() else {}
    which, today = chosen.get("which", ""), clock.today()
    # Members are who belongs today; who has not joined is asked of the period that signs up.
    periods = Period.objects.all()
    period = periods.current(today) if which else periods.running(today)
    schools = School.objects.listed(period, which)
    if chosen.get("phase"):
        schools = schools.filter(phase=chosen["phase"])
    if chosen.get("group"):
        schools = schools.of_group(chosen["group"])
    if chosen.get("trust"):
        schools = schools.filter(trust=chosen["trust"])
    schools = schools.found_by(chosen.get("q", "")).order_by("name", "urn")
    context = {
        "period": period,
        "filters": form,
        "is_filtered": any(chosen.values()),
        "sees_all": sees_all,
        "page": page_of(request, schools),
    }
    return render(request, "members/school_list.html", context)


@require_safe
def school_detail(request: MemberRequest, urn: int) -> HttpResponse:
    school = get_object_or_404(School.objects.select_related("trust"), pk=urn)
    if not request.user.has_perm("members.view_membership", school):
        raise Http404
    visible = Membership.objects.visible_to(request.user).filter(school=school)
    found = visible.select_related("school", "period").order_by("-period__starts_on")
    membership = found.first()
    today = clock.today()
    context = {
        "school": school,
        "school_rows": _rows(school),
        "membership": membership,
        "people": school.affiliations.current(today).select_related("user").order_by("role", "pk"),
        "may_manage": request.user.has_perm("members.manage_people", school),
        "origins": school.origins.select_related("predecessor"),
        "sections": sections.of("members:school_detail", school, request.user, clock.now()),
        **(_about(membership, request) if membership else {}),
    }
    return render(request, "members/school_detail.html", context)


def _about(membership: Membership, request: MemberRequest) -> dict[str, object]:
    links = joining.may_change(membership, request.user) and membership.is_committed
    offers = states.available(membership, request.user, clock.now())
    return {
        "moves": {offer.move.name for offer in offers if not offer.closed_because},
        "waived": sorted(owing.waived(membership)) if membership.leaves_on else [],
        "is_draft": membership.state == MembershipState.DRAFT,
        "contacts": answers.rows(membership, "contacts", links=links),
        "billing": answers.rows(membership, "billing", links=links),
        "agreement": documents.get(membership.agreement_key),
    }


def _rows(school: School) -> list[Row]:
    rows = [
        Row("URN", school.urn),
        Row("Kind of school", school.type),
        Row("Phase", school.phase_in_words),
        Row("Address", "\n".join(school.address_lines())),
    ]
    if school.trust:
        rows.append(Row("Trust", school.trust.name))
    return rows
