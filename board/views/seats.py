"""The public page of the board; for office and clerk its seats, and appointing to them."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from board import sitting
from board.forms.seats import AppointForm, CooptForm, EndForm
from board.models import Appointment, Seat
from board.services import appointing, holding, seats, vacating
from board.states import EndedBecause, How, SeatKind
from hlp.kit import clock
from hlp.kit.access import needs, public
from hlp.kit.components import Row
from hlp.kit.refusal import Refusal
from members.commitment import day
from members.models import Period
from members.requests import MemberRequest


@public
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    period = sitting.board_of(today)
    places = sitting.places(period, today) if period else []
    page = {
        "period": period,
        "places": places,
        "vacant": sitting.vacant(places),
        "left": sitting.left_since(period, today) if period else [],
    }
    return render(request, "board/board.html", page)


@needs("board.manage_seats")
@require_safe
def seat_list(request: MemberRequest) -> HttpResponse:
    today = clock.today()
    period = _period(request, today)
    published = Period.objects.filter(is_published=True).order_by("-starts_on")
    places = sitting.places(period, today) if period else []
    page = {
        "period": period,
        "places": places,
        "has_chair": any(p.held for p in places if p.seat.kind == SeatKind.CHAIR),
        "leading": sitting.leading(period, today) if period else [],
        "others": [other for other in published[:10] if other != period],
    }
    return render(request, "board/seats/seat_list.html", page)


@needs("board.manage_seats")
@require_safe
def seat_detail(request: MemberRequest, seat_id: int) -> HttpResponse:
    seat, today = _seat(seat_id), clock.today()
    rows = seat.appointments.select_related("person", "school", "appointed_by", "ended_by")
    in_office = list(
        rows.not_over(today).select_related("seat__period", "person", "school").order_by("from_on")
    )
    page = {
        "seat": seat,
        "rows": _about(seat),
        "may_close": seat.kind == SeatKind.COOPTED and not in_office,
        "in_office": [
            (row, holding.why_no_longer(row) if holding.last_day_as_asked(row, today) else "")
            for row in in_office
        ],
        "earlier": rows.exclude(pk__in=[row.pk for row in in_office]).order_by("-to_on", "-pk"),
        "is_vacant": not any(row.from_on <= today for row in in_office),
    }
    return render(request, "board/seats/seat_detail.html", page)


@needs("board.manage_seats")
def appoint(request: MemberRequest, seat_id: int) -> HttpResponse:
    seat = _seat(seat_id)
    days = {"from_on": clock.today(), "to_on": seat.period.ends_on}
    form = AppointForm(request.POST or None, seat=seat, initial=days)
    if request.method == "POST" and form.is_valid():
        try:
            made = appointing.appoint(
                seat=seat, by=request.user, now=clock.now(), **form.cleaned_data
            )
            messages.success(request, f"{made.person} is appointed. We have written to them.")
            return redirect("board:seat_detail", seat.pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    page = {"seat": seat, "form": form, "is_elected": seat.row.how == How.ELECTED}
    return render(request, "board/seats/appoint.html", page)


@needs("board.manage_seats")
def end_appointment(request: MemberRequest, appointment_id: int) -> HttpResponse:
    rows = Appointment.objects.not_over(clock.today()).select_related("seat__period", "person")
    appointment = get_object_or_404(rows, pk=appointment_id)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            vacating.end(
                appointment=appointment,
                because=EndedBecause(form.cleaned_data["because"]),
                last_day=form.cleaned_data["last_day"],
                note=form.cleaned_data["note"],
                by=request.user,
                now=clock.now(),
            )
            messages.success(
                request, f"The end is recorded. We have written to {appointment.person}."
            )
            return redirect("board:seat_detail", appointment.seat_id)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"appointment": appointment, "form": form}
    return render(request, "board/seats/end_appointment.html", context)


@needs("board.manage_seats")
def add_seat(request: MemberRequest) -> HttpResponse:
    period = get_object_or_404(Period, pk=getattr(sitting.board_of(clock.today()), "pk", None))
    form = CooptForm(request.POST or None, today=clock.today())
    if request.method == "POST" and form.is_valid():
        try:
            seat = seats.add_coopted(
                period=period, by=request.user, now=clock.now(), **form.cleaned_data
            )
            messages.success(request, f"The seat is added: {seat}. It is vacant.")
            return redirect("board:seat_detail", seat.pk)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "board/seats/add_seat.html", {"period": period, "form": form})


@needs("board.manage_seats")
@require_POST
def close_seat(request: MemberRequest, seat_id: int) -> HttpResponse:
    seat = _seat(seat_id)
    try:
        seats.close(seat=seat, by=request.user, now=clock.now())
        messages.success(request, f"The seat is taken away: {seat}.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("board:seat_detail", seat.pk)
    return redirect("board:seat_list")


def _period(request: MemberRequest, today: date) -> Period | None:
    """The board in office, or that of the period asked for."""
    asked = request.GET.get("period", "")
    if not asked:
        return sitting.board_of(today)
    known = Period.objects.filter(is_published=True)
    return get_object_or_404(known, pk=int(asked) if asked.isdecimal() and len(asked) < 10 else 0)


def _about(seat: Seat) -> list[Row]:
    rows = [
        Row("How it is filled", f"It is {seat.filled_by}"),
        Row("Who may hold it", seat.row.who.label),
        Row("Vote", "Yes" if seat.has_vote else "No"),
    ]
    if seat.added_on:
        decision = f"{day(seat.added_on)}, minute {seat.minute_reference}"
        rows.append(Row("Added by decision of", decision))
    if seat.closed_on:
        rows.append(Row("Taken away on", day(seat.closed_on)))
    return rows


def _seat(seat_id: int) -> Seat:
    return get_object_or_404(Seat.objects.select_related("period"), pk=seat_id)
