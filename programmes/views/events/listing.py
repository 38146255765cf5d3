"""Finding an event and reading about it: public, and each drafts of their own."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hlp.kit import audit, clock, documents
from hlp.kit.access import public
from hlp.kit.paging import page_of
from programmes import rows_of_event
from programmes.forms.events import EventFilterForm
from programmes.models import Event, Programme
from programmes.views.events import actions
from programmes.views.events.loading import event_planned, event_seen


@public
@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    form = EventFilterForm(request.GET or None, user=request.user)
    chosen = form.cleaned_data if form.is_valid() else {}
    found = Event.objects.visible_to(request.user).for_list()
    if chosen.get("which") == "past":
        found = found.over(clock.now()).latest_first()
    else:
        found = found.coming(clock.now()).soonest_first()
    for name in ("programme", "kind", "audience"):
        if chosen.get(name):
            found = found.filter(**{name: chosen[name]})
    context = {
        "filters": form,
        "is_filtered": any(chosen.values()),
        "is_past": chosen.get("which") == "past",
        "page": page_of(request, found, 25),
        "programmes": Programme.objects.planned_by(request.user).by_title()[:50],
        "may_plan_own": request.user.has_perm("programmes.plan_event"),
    }
    return render(request, "programmes/events/event_list.html", context)


@public
@require_safe
def event_detail(request: HttpRequest, event_id: int) -> HttpResponse:
    event, now = event_seen(request.user, event_id), clock.now()
    may_plan = request.user.has_perm("programmes.plan_event", event)
    place = actions.own_place(request.user, event)
    context: dict[str, Any] = {
        "event": event,
        "is_over": event.is_over(now),
        "rows": rows_of_event.rows(event, now),
        "place": place,
        "actions": actions.for_visitor(request.user, event, place, now),
        "may_plan": may_plan,
        "organising": actions.for_organiser(request.user, event, now) if may_plan else [],
        "join": actions.how_to_join(request.user, event, now),
        "needs": event.needs.order_by("pk"),
        "presences": event.presences.select_related("school").order_by("school__name"),
    }
    return render(request, "programmes/events/event_detail.html", context)


@require_safe
def event_evidence(request: HttpRequest, event_id: int) -> HttpResponse:
    """The file that shows it took place; for those who plan and watch."""
    event = event_planned(request.user, event_id)
    if event.evidence_file is None:
        raise Http404
    audit.record(event, what="downloaded the evidence", by=request.user)
    return documents.response(event.evidence_file, inline=False)
