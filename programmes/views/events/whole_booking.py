"""Booking a whole programme, for oneself or colleagues, and ending that."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from hlp.kit import clock
from hlp.kit.refusal import Refusal
from members.models import School
from members.requests import MemberRequest
from programmes.forms.places import BookStaffForm
from programmes.models import Event, Programme, WholeBooking
from programmes.querysets import works_in
from programmes.services import whole_booking
from programmes.services.booking import Booking
from programmes.views.events.loading import booked_schools, staff_of


def book(request: MemberRequest, programme_id: int) -> HttpResponse:
    """Who looks after a school's staff names them; anybody else books for themselves."""
    programme = get_object_or_404(Programme.objects.visible_to(request.user), pk=programme_id)
    school, books_for_all = _school(request)
    staff = staff_of(school) if books_for_all else staff_of(school).filter(pk=request.user.pk)
    form = BookStaffForm(
        request.POST or None,
        staff=staff,
        submit="Book the whole programme",
        may_wait_together=False,
    )
    if request.method == "POST" and form.is_valid():
        people = form.bookings() if books_for_all else [Booking(person=request.user)]
        try:
            made = whole_booking.book_all(
                programme=programme, people=people, school=school, by=request.user, now=clock.now()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            number = len(made)
            messages.success(
                request, f"{number} {'person is' if number == 1 else 'people are'} booked."
            )
            return redirect("programmes:my_places")
    context = {
        "form": form,
        "programme": programme,
        "school": school,
        "books_for_all": books_for_all,
        "events": Event.objects.filter(programme=programme).bookable(clock.now()).soonest_first(),
    }
    return render(request, "programmes/events/book_programme.html", context)


@require_POST
def end(request: MemberRequest, booking_id: int) -> HttpResponse:
    booked = get_object_or_404(WholeBooking.objects.select_related("school"), pk=booking_id)
    is_own = booked.person_id == request.user.pk
    if not is_own and not request.user.has_perm("programmes.book_for_school", booked.school):
        raise Http404
    try:
        whole_booking.end(booking=booked, by=request.user, now=clock.now())
        messages.success(request, "New events of the programme are no longer booked.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("programmes:my_places")


def _school(request: MemberRequest) -> tuple[School, bool]:
    own = booked_schools(request.user).first()
    if own is not None:
        return own, True
    found = School.objects.filter(pk__in=works_in(request.user)).order_by("name").first()
    if found is None:
        raise Http404
    return found, False
