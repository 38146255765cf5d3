"""Naming an acting or deputy chair."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from board import sitting
from board.forms.seats import ChairForm
from board.models import Appointment, Chairing
from board.services import chairing
from board.states import ChairPost, SeatKind
from hlp.kit import clock
from hlp.kit.access import needs
from hlp.kit.refusal import Refusal
from members.requests import MemberRequest


@needs("board.name_chair")
def name_chair(request: MemberRequest, post: str) -> HttpResponse:
    wanted, today = ChairPost(post), clock.today()
    members = Appointment.objects.current(today).filter(seat__period=sitting.board_of(today))
    members = members.exclude(seat__kind=SeatKind.CHAIR).select_related("person", "seat__period")
    form = ChairForm(
        request.POST or None,
        members=members.order_by("person__name"),
        today=today,
        initial={"from_on": today},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = chairing.name(post=wanted, by=request.user, now=clock.now(), **form.cleaned_data)
            label = str(wanted.label).lower()
            messages.success(request, f"{made.appointment.person} is {label}.")
            return redirect("board:seat_list")
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(
        request,
        "board/seats/name_chair.html",
        {"form": form, "is_acting": wanted == ChairPost.ACTING},
    )


@needs("board.name_chair")
@require_POST
def end_chairing(request: MemberRequest, chairing_id: int) -> HttpResponse:
    row = get_object_or_404(Chairing.objects.select_related("appointment__person"), pk=chairing_id)
    label = str(ChairPost(row.post).label).lower()
    try:
        chairing.end(chairing=row, by=request.user, now=clock.now())
        messages.success(request, f"{row.appointment.person} is no longer {label}.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("board:seat_list")
