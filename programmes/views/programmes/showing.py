"""Programmes as everybody sees them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from hlp.kit import clock, states
from hlp.kit.access import public
from hlp.kit.components import Action
from hlp.kit.paging import page_of
from programmes import plan
from programmes.models import Event, Programme, Resource
from programmes.states import ProgrammeState
from programmes.views.programmes import found

AT_MOST = 5  # events and resources on the page; the rest is behind a link


@public
@require_safe
def programme_list(request: HttpRequest) -> HttpResponse:
    seen = Programme.objects.visible_to(request.user).with_leads().select_related("period")
    context = {
        "page": page_of(request, seen.running_first().with_next_event(clock.now()), per=20),
        "may_open": request.user.has_perm("programmes.open_programme"),
    }
    return render(request, "programmes/programmes/programme_list.html", context)


@public
@require_safe
def programme_detail(request: HttpRequest, programme_id: int) -> HttpResponse:
    seen = Programme.objects.visible_to(request.user).with_leads().select_related("period")
    programme = get_object_or_404(seen, pk=programme_id)
    now = clock.now()
    events = Event.objects.visible_to(request.user).published().filter(programme=programme)
    resources = Resource.objects.visible_to(request.user).shared().for_list()
    resources = resources.filter(programme=programme).newest_first()
    context = {
        "programme": programme,
        "coming": list(events.coming(now).soonest_first()[:AT_MOST]),
        "half_terms": plan.by_half_term(programme, list(events.soonest_first()), now),
        "resources": list(resources[:AT_MOST]),
        "is_running": programme.state == ProgrammeState.OPEN,
        "may_plan": request.user.has_perm("programmes.plan_programme", programme),
        "may_see_plan": request.user.has_perm("programmes.view_outreach", programme),
        "may_change_dates": request.user.has_perm("programmes.open_programme"),
        "leads": found.own_leads(programme, request.user),
        "actions": [
            Action(
                row.move.text,
                found.move_url(programme),
                closed=row.closed_because or "",
                fields={"move": row.move.name},
                style="" if row.move.name == "open" else "secondary",
            )
            for row in states.available(programme, request.user, now)
        ],
    }
    return render(request, "programmes/programmes/programme_detail.html", context)
