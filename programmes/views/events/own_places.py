"""One's own places, and what can be done with one: answer, cancel, pass on."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hlp.kit import clock, states
from hlp.kit.paging import page_of
from hlp.kit.refusal import Refusal
from members.models import User
from members.requests import MemberRequest
from programmes.forms.places import NeedsForm, SubstituteForm
from programmes.models import Place, PlaceNeeds, WholeBooking
from programmes.querysets import works_in
from programmes.services import answering_offers, cancelling, needs, substituting
from programmes.views.events import actions
from programmes.views.events.loading import booked_schools, place_seen, staff_of


@require_safe
def my_places(request: MemberRequest) -> HttpResponse:
    own = Place.objects.filter(person=request.user).for_page()
    whole = WholeBooking.objects.filter(person=request.user, ended_at=None)
    context = {
        "coming": own.coming(clock.now()).soonest_first(),
        "page": page_of(request, own.over(clock.now()).latest_first(), 25),
        "schools": booked_schools(request.user),
        "whole": whole.select_related("programme").order_by("programme__title"),
    }
    return render(request, "programmes/places/my_places.html", context)


@require_safe
def place_detail(request: MemberRequest, place_id: int) -> HttpResponse:
    place, now = place_seen(request.user, place_id), clock.now()
    is_own = place.person_id == request.user.pk
    context = {
        "place": place,
        "event": place.event,
        "is_own": is_own,
        "join": actions.how_to_join(request.user, place.event, now) if is_own else None,
        "can": _open_moves(place, request.user),
        "log": place.log.select_related("by").order_by("at", "pk"),
        "needs": PlaceNeeds.objects.filter(place=place).first() if is_own else None,
        "substitute": place.came_instead(),
    }
    return render(request, "programmes/places/place_detail.html", context)


@require_POST
def accept_place(request: MemberRequest, place_id: int) -> HttpResponse:
    place = _own_to_change(request, place_id)
    try:
        accepted = answering_offers.accept(place=place, by=request.user, now=clock.now())
        names = ", ".join(one.who for one in accepted)
        messages.success(request, f"Confirmed: {names}.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("programmes:place_detail", place_id=place.pk)


def cancel_place(request: MemberRequest, place_id: int) -> HttpResponse:
    place = _own_to_change(request, place_id)
    if request.method == "POST":
        try:
            cancelling.cancel_place(place=place, by=request.user, now=clock.now())
            messages.success(request, f"The place of {place.who} is cancelled.")
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect("programmes:place_detail", place_id=place.pk)
    return render(request, "programmes/places/cancel_place.html", {"place": place})


def substitute_place(request: MemberRequest, place_id: int) -> HttpResponse:
    place = _own_to_change(request, place_id)
    form = SubstituteForm(request.POST or None, staff=_colleagues(place, request.user))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            substituting.substitute(
                place=place,
                person=data.get("person"),
                name=data["name"],
                email=data["email"],
                by=request.user,
                now=clock.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"A colleague comes instead of {place.who}.")
            return redirect("programmes:place_detail", place_id=place.pk)
    context = {"form": form, "place": place}
    return render(request, "programmes/places/substitute_place.html", context)


def place_needs(request: MemberRequest, place_id: int) -> HttpResponse:
    """One's own are shown; for a colleague they can be written, not read."""
    place = _own_to_change(request, place_id)
    known = PlaceNeeds.objects.filter(place=place, place__person=request.user).first()
    initial = {"dietary": known.dietary, "access_needs": known.access} if known else {}
    form = NeedsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            needs.say(place=place, by=request.user, now=clock.now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved. Only those who organise the event see it.")
            return redirect("programmes:place_detail", place_id=place.pk)
    context = {"form": form, "place": place, "is_own": place.person_id == request.user.pk}
    return render(request, "programmes/places/place_needs.html", context)


def _own_to_change(request: MemberRequest, place_id: int) -> Place:
    place = place_seen(request.user, place_id)
    if not request.user.has_perm("programmes.change_place", place):
        raise Http404
    return place


def _open_moves(place: Place, user: User) -> set[str]:
    """Names of the moves this person can make now."""
    rows = states.available(place, user, clock.now())
    return {row.move.name for row in rows if not row.closed_because}


def _colleagues(place: Place, user: User) -> QuerySet[User]:
    """Names of a school's staff are shown to those who work there."""
    if place.school is None or place.school.pk not in works_in(user):
        return User.objects.none()
    return staff_of(place.school).exclude(places=place)
