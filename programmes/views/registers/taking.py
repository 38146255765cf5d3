"""The register on a tablet or phone: one form, and with JavaScript each tap is saved at once."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hlp.kit import clock
from hlp.kit.paging import page_of
from hlp.kit.refusal import Refusal
from members.models import User
from members.requests import MemberRequest
from programmes.forms.registers import CodeForm, SyncForm, WalkInForm, marks_in
from programmes.models import Attendance, Register
from programmes.querysets.registers import people_on
from programmes.services import checking_in, registering
from programmes.states import Mark, MarkSource, Mode
from programmes.views.registers import found


@require_safe
def register(request: MemberRequest, event_id: int) -> HttpResponse:
    """The dates of the event; where there is one and it is open, straight to it."""
    event = found.event(request.user, event_id)
    known = {row.on: row for row in event.registers.with_counts()}
    days = event.days
    if len(days) == 1 and days[0] in known:
        return redirect("programmes:take_register", known[days[0]].pk)
    context = {"event": event, "days": [(day, known.get(day)) for day in days]}
    return render(request, "programmes/registers/register.html", context)


@require_POST
def open_register(request: MemberRequest, event_id: int) -> HttpResponse:
    event = found.event(request.user, event_id)
    try:
        on = date.fromisoformat(request.POST.get("on", ""))
        row = registering.open_register(event=event, on=on, by=request.user, now=clock.now())
    except (Refusal, ValueError) as refusal:
        said = str(refusal) if isinstance(refusal, Refusal) else "Choose a day of the event."
        messages.error(request, said)
        return redirect("programmes:register", event.pk)
    return redirect("programmes:take_register", row.pk)


def take_register(request: MemberRequest, register_id: int) -> HttpResponse:
    row = found.register(request.user, register_id)
    if request.method == "POST":
        return _save(request, row)
    people = list(people_on(row))
    context = {
        "register": row,
        "event": row.event,
        "people": people,
        "marks": _offered(row, people),
        "marked": sum(place.latest is not None for place in people),
        "scan": CodeForm(),
        "is_over": row.closed_at is not None,
    }
    return render(request, "programmes/registers/take_register.html", context)


def _save(request: MemberRequest, row: Register) -> HttpResponse:
    try:
        written = registering.mark_many(
            register=row, marks=marks_in(request.POST.dict()), by=request.user, now=clock.now()
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        what = f"{written} mark{'' if written == 1 else 's'} saved." if written else "All is saved."
        messages.success(request, what)
    return redirect("programmes:take_register", row.pk)


def _offered(row: Register, people: list[Any]) -> list[Mark]:
    """Online is offered where one can take part online, or somebody is marked so already."""
    is_online = row.event.mode != Mode.IN_PERSON or any(
        place.latest == Mark.ONLINE for place in people
    )
    return [mark for mark in Mark if mark != Mark.ONLINE or is_online]


@require_POST
def sync_register(request: MemberRequest, register_id: int) -> HttpResponse:
    """One tap or scan from the page's queue. 422: it will never be right, so forget it."""
    row = found.register(request.user, register_id)
    form = SyncForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"says": "This could not be read."}, status=422)
    try:
        seen = _seen(row, form.cleaned_data, request.user)
    except Refusal as refusal:
        return JsonResponse({"says": str(refusal)}, status=422)
    return JsonResponse(_told(seen))


def _seen(row: Register, said: dict[str, Any], by: User) -> Attendance:
    now, nonce, seen_at = clock.now(), said["nonce"], said["seen_at"]
    if said["code"]:
        return checking_in.scanned(
            register=row, code=said["code"], by=by, now=now, nonce=nonce, seen_at=seen_at
        )
    return registering.mark(
        line=registering.line_of(row, said["place"]),
        mark=Mark(said["mark"]),
        source=MarkSource.REGISTER,
        by=by,
        now=now,
        nonce=nonce,
        seen_at=seen_at,
    )


def _told(seen: Attendance) -> dict[str, object]:
    place = seen.line.place
    says = f"{place.who}: {seen.get_mark_display().lower()}"
    return {"place": place.pk, "mark": seen.mark, "row": seen.pk, "says": says}


@require_POST
def scan_code(request: MemberRequest, register_id: int) -> HttpResponse:
    """The same without JavaScript: type, or let a scanner type, and press."""
    row = found.register(request.user, register_id)
    form = CodeForm(request.POST)
    now = clock.now()
    try:
        code = form.cleaned_data["code"] if form.is_valid() else ""
        seen = checking_in.scanned(
            register=row, code=code, by=request.user, now=now, nonce=uuid4(), seen_at=now
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, str(_told(seen)["says"]))
    return redirect("programmes:take_register", row.pk)


def walk_in(request: MemberRequest, register_id: int) -> HttpResponse:
    row = found.register(request.user, register_id)
    form = WalkInForm(request.POST or None, period=row.event.period)
    if request.method == "POST" and form.is_valid():
        try:
            seen = registering.walk_in(
                register=row, by=request.user, now=clock.now(), **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"{seen.line.place.who} is on the register.")
            return redirect("programmes:take_register", row.pk)
    context = {"register": row, "event": row.event, "form": form}
    return render(request, "programmes/registers/walk_in.html", context)


@require_POST
def finish_register(request: MemberRequest, register_id: int) -> HttpResponse:
    row = found.register(request.user, register_id)
    try:
        absent = registering.finish(register=row, by=request.user, now=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        people = "1 person was" if absent == 1 else f"{absent} people were"
        messages.success(request, f"The register is finished; {people} marked absent.")
    return redirect("programmes:take_register", row.pk)


@require_safe
def register_log(request: MemberRequest, register_id: int) -> HttpResponse:
    """Everything that was ever marked, the latest first, corrections beside what they correct."""
    row = found.register(request.user, register_id)
    marks = Attendance.objects.filter(line__register=row).order_by("-pk")
    marks = marks.select_related("line__place__person", "recorded_by")
    context = {"register": row, "event": row.event, "page": page_of(request, marks)}
    return render(request, "programmes/registers/register_log.html", context)
