"""What organisers see: who comes, who waits, what they need; and letting somebody go first."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from hlp.kit import audit, clock
from hlp.kit.paging import page_of
from hlp.kit.refusal import Refusal
from members.requests import MemberRequest
from programmes import place_lists, rows_of_event
from programmes.forms.places import OutOfTurnForm
from programmes.services import needs, promoting
from programmes.views.events.loading import event_planned, event_seen, place_seen


@require_safe
def event_places(request: MemberRequest, event_id: int) -> HttpResponse:
    event = event_planned(request.user, event_id)
    context = {
        "event": event,
        "page": page_of(request, event.places.for_page().by_standing()),
        "counts": place_lists.counts(event),
        "left": rows_of_event.places_left(event, clock.now()),
        "may_see_needs": request.user.has_perm("programmes.see_needs", event),
        "has_started": event.has_started(clock.now()),
    }
    return render(request, "programmes/events/event_places.html", context)


@require_safe
def places_csv(request: MemberRequest, event_id: int) -> HttpResponse:
    """Who comes and who waits, with stable columns; access and dietary needs are never in it."""
    event = event_planned(request.user, event_id)
    audit.record(event, what="downloaded the list of places", by=request.user)
    response = HttpResponse(place_lists.as_csv(event), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="event-{event.pk}-places.csv"'
    return response


@require_safe
def event_needs(request: MemberRequest, event_id: int) -> HttpResponse:
    event = event_seen(request.user, event_id)
    if not request.user.has_perm("programmes.see_needs", event):
        raise Http404
    context = {"event": event, "needs": needs.look(event=event, by=request.user)}
    return render(request, "programmes/events/event_needs.html", context)


def offer_out_of_turn(request: MemberRequest, place_id: int) -> HttpResponse:
    place = place_seen(request.user, place_id)
    if not request.user.has_perm("programmes.plan_event", place.event):
        raise Http404
    form = OutOfTurnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            because = form.cleaned_data["because"]
            promoting.offer_out_of_turn(
                place=place, because=because, by=request.user, now=clock.now()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"The place is offered to {place.who}.")
            return redirect("programmes:event_places", event_id=place.event_id)
    context = {"form": form, "place": place}
    return render(request, "programmes/places/offer_out_of_turn.html", context)
