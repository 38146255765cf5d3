"""Planning an event: new, changed, published, moved, cancelled; or recorded afterwards."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from hlp.kit import clock
from hlp.kit.refusal import Refusal
from members.requests import MemberRequest
from programmes import calendar
from programmes.forms.events import (
    CancelForm,
    EditForm,
    MoveForm,
    PlanForm,
    RecordForm,
    initial_of,
)
from programmes.models import Event
from programmes.services import cancelling, events
from programmes.views.events.loading import event_planned, planned_programme


def new_event(request: MemberRequest) -> HttpResponse:
    programme, period = planned_programme(request.user, request.GET.get("programme"))
    form = PlanForm(request.POST or None, programme=programme)
    if request.method == "POST" and form.is_valid():
        try:
            event = events.create(
                programme=programme,
                period=period,
                fields=form.fields_of_event(),
                by=request.user,
                now=clock.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved as a draft. Look it over, then publish it.")
            _advise(request, event)
            return redirect("programmes:event_detail", event_id=event.pk)
    context = {"form": form, "programme": programme}
    return render(request, "programmes/events/new_event.html", context)


def record_event(request: MemberRequest) -> HttpResponse:
    programme, period = planned_programme(request.user, request.GET.get("programme"))
    form = RecordForm(request.POST or None, request.FILES or None, programme=programme)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            event = events.record(
                programme=programme,
                period=period,
                fields=form.fields_of_event(),
                presences=data["present"],
                by=request.user,
                now=clock.now(),
                evidence=data["evidence"],
                evidence_link=data["evidence_link"],
                evidence_file=data["evidence_file"],
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Recorded as held.")
            return redirect("programmes:event_detail", event_id=event.pk)
    context = {"form": form, "programme": programme}
    return render(request, "programmes/events/record_event.html", context)


def edit_event(request: MemberRequest, event_id: int) -> HttpResponse:
    event = event_planned(request.user, event_id)
    kind = EditForm if event.is_published else PlanForm
    form = kind(request.POST or None, programme=event.programme, initial=initial_of(event))
    if request.method == "POST" and form.is_valid():
        try:
            fields = form.fields_of_event()
            events.edit(event=event, fields=fields, by=request.user, now=clock.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect("programmes:event_detail", event_id=event.pk)
    return _asked(request, "edit_event", form, event, "Change the event")


@require_POST
def publish_event(request: MemberRequest, event_id: int) -> HttpResponse:
    event = event_planned(request.user, event_id)
    try:
        events.publish(event=event, by=request.user, now=clock.now())
        messages.success(request, "The event is public, and people can book.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("programmes:event_detail", event_id=event.pk)


def move_event(request: MemberRequest, event_id: int) -> HttpResponse:
    event = event_planned(request.user, event_id)
    form = MoveForm(request.POST or None, initial=initial_of(event))
    if request.method == "POST" and form.is_valid():
        try:
            moved = events.move(
                event=event,
                because=form.cleaned_data["because"],
                by=request.user,
                now=clock.now(),
                **form.when_and_where(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Moved. Everybody who booked is being told.")
            _advise(request, moved)
            return redirect("programmes:event_detail", event_id=event.pk)
    return _asked(request, "move_event", form, event, "Move the event")


def cancel_event(request: MemberRequest, event_id: int) -> HttpResponse:
    event = event_planned(request.user, event_id)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            because = form.cleaned_data["because"]
            cancelling.cancel_event(event=event, because=because, by=request.user, now=clock.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Cancelled. Everybody who booked is being told.")
            return redirect("programmes:event_detail", event_id=event.pk)
    booked = event.places.active().count()
    return _asked(request, "cancel_event", form, event, "Cancel the event", booked=booked)


def _advise(request: MemberRequest, event: Event) -> None:
    """What speaks against the day: said, and left to whoever plans."""
    for sentence in calendar.clashes(event.days):
        messages.warning(request, sentence)


def _asked(
    request: MemberRequest, page: str, form: Form, event: Event, title: str, **more: Any
) -> HttpResponse:
    """A form about one event, its title above."""
    context = {"form": form, "event": event, "title": title, "caption": event.title, **more}
    return render(request, f"programmes/events/{page}.html", context)
