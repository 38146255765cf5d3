"""Booking a place for oneself, or places for the staff of one's school."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from hlp.kit import clock
from hlp.kit.refusal import Refusal
from members.models import School, User
from members.requests import MemberRequest
from programmes import rows_of_event
from programmes.eligibility import schools_among
from programmes.forms.places import BookSelfForm, BookStaffForm, StaffNeedsForm
from programmes.models import Event, Place, PlaceNeeds
from programmes.querysets import PlaceQuerySet, works_in
from programmes.services import booking, needs
from programmes.services.booking import Booking
from programmes.views.events import actions
from programmes.views.events.loading import booked_schools, event_seen, staff_of

NOBODY = User.objects.none()


def book(request: MemberRequest, event_id: int) -> HttpResponse:
    event, now = event_seen(request.user, event_id), clock.now()
    if not request.user.has_perm("programmes.book_self"):
        raise Http404
    if known := actions.own_place(request.user, event):
        return redirect("programmes:place_detail", place_id=known.pk)
    schools = schools_among(event, works_in(request.user))
    title = actions.to_book(event, now)
    form = BookSelfForm(request.POST or None, schools=schools, submit=title)
    if request.method == "POST" and form.is_valid():
        try:
            place = _book_self(request, event, form)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said(place))
            return redirect("programmes:place_detail", place_id=place.pk)
    context = {
        "form": form,
        "event": event,
        "left": rows_of_event.places_left(event, now),
        "title": title,
        "caption": event.title,
        "is_for_them": bool(schools) or not works_in(request.user),
    }
    return render(request, "programmes/events/book.html", context)


def book_staff(request: MemberRequest, event_id: int) -> HttpResponse:
    event, now = event_seen(request.user, event_id), clock.now()
    school = _school(request, event)
    # Names of a school's staff are for those who work there; who has a place needs no other.
    is_own = school.pk in works_in(request.user)
    booked = event.places.active().values("person")
    staff = staff_of(school).exclude(pk__in=booked.exclude(person=None)) if is_own else NOBODY
    form = BookStaffForm(request.POST or None, staff=staff, submit="Book")
    if request.method == "POST" and form.is_valid():
        try:
            made = booking.book(
                event=event,
                people=form.bookings(),
                school=school,
                by=request.user,
                now=now,
                together=form.cleaned_data["together"],
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            for place in made:
                messages.success(request, said(place))
            return redirect(_needs_of(event, school))
    context = {
        "form": form,
        "event": event,
        "school": school,
        "booked": _needs_of(event, school) if _booked(event, school).exists() else "",
        "title": "Book for colleagues",
        "caption": event.title,
        "schools": booked_schools(request.user),
        "left": rows_of_event.places_left(event, now),
    }
    return render(request, "programmes/events/book_staff.html", context)


def staff_needs(request: MemberRequest, event_id: int) -> HttpResponse:
    """The step after booking for colleagues: what each of them eats and needs to take part."""
    event = event_seen(request.user, event_id)
    school = _school(request, event)
    places = list(_booked(event, school).select_related("person", "event__programme"))
    if not places:
        raise Http404
    own = PlaceNeeds.objects.filter(place__in=places, place__person=request.user).first()
    back = reverse("programmes:event_detail", args=[event.pk])
    form = StaffNeedsForm(request.POST or None, places=places, own=own, back=back)
    if request.method == "POST" and form.is_valid():
        try:
            needs.say_for_all(said=form.said(), by=request.user, now=clock.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved. Only those who organise the event see it.")
            return redirect(back)
    context = {"form": form, "event": event, "title": "Food and access", "caption": event.title}
    return render(request, "programmes/events/staff_needs.html", context)


def said(place: Place) -> str:
    if place.is_confirmed:
        return f"{place.who} has a place at {place.event}."
    return f"{place.who} is on the waiting list of {place.event}."


def _book_self(request: MemberRequest, event: Event, form: BookSelfForm) -> Place:
    user, now = request.user, clock.now()
    people = [Booking(person=user)]
    place = booking.book(event=event, people=people, school=form.chosen_school(), by=user, now=now)[
        0
    ]
    dietary, access_needs = form.cleaned_data["dietary"], form.cleaned_data["access_needs"]
    if dietary or access_needs:
        needs.say(place=place, dietary=dietary, access_needs=access_needs, by=user, now=now)
    return place


def _booked(event: Event, school: School) -> PlaceQuerySet:
    return event.places.active().filter(school=school).order_by("pk")


def _needs_of(event: Event, school: School) -> str:
    return f"{reverse('programmes:staff_needs', args=[event.pk])}?school={school.pk}"


def _school(request: MemberRequest, event: Event) -> School:
    """?school=URN, or the one the person books for; organisers name any."""
    number = request.GET.get("school", "")
    own = booked_schools(request.user)
    if number.isdecimal():
        anybodys = request.user.has_perm("programmes.plan_event", event)
        found = (School.objects.all() if anybodys else own).filter(pk=int(number[:9])).first()
    else:
        found = own.first()
    if found is None:
        raise Http404
    return found
