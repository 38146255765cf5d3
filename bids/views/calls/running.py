"""Office and clerk run a call: open, extend, let a school be late, open early, call off, again."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from bids.forms.preparing import StartCallForm
from bids.forms.running import CancelForm, EarlyForm, ExceptionForm, ExtendForm, OpenForm
from bids.models import Call, Priority
from bids.services import (
    cancelling,
    closing,
    early,
    exceptions,
    extending,
    opening,
    preparing,
    telling,
)
from bids.states import CallState
from bids.views.calls import showing, tasks, ways, wording
from bids.views.calls.loading import call_of, draft_of, in_state
from bids.workflow import CALL_MOVES, is_ready_to_open
from hlp.kit import clock
from hlp.kit.access import needs
from hlp.kit.paging import page_of
from hlp.kit.refusal import Refusal
from members.models import School, User

BOTH = ["GET", "HEAD", "POST"]
CAN_END = next(move.origins for move in CALL_MOVES if move.name == "cancel")


@require_safe
@needs("bids.manage_call")
def office(request: HttpRequest) -> HttpResponse:
    """Priorities and calls, drafts among them."""
    now = clock.now()
    closing.close_due(now=now)
    page = page_of(request, Call.objects.with_terms().newest_first(), per=20)
    priorities = Priority.objects.select_related("year__period").newest_first()
    context = {
        "page": page,
        "calls": [(call, wording.standing(call, now)) for call in page],
        "priorities": priorities[:20],
    }
    return render(request, "bids/calls/office/office.html", context)


@require_safe
@needs("bids.manage_call")
def office_call(request: HttpRequest, slug: str) -> HttpResponse:
    """One call for who runs it: what is left to set up, then what can be done with it."""
    call, now = call_of(request, slug), clock.now()
    user = cast(User, request.user)
    context = {
        "call": call,
        "standing": wording.standing(call, now),
        "dates": list(wording.dates(call)),
        "tasks": list(tasks.to_prepare(call)) if call.state == CallState.DRAFT else [],
        "actions": [*tasks.ahead(call, user), *tasks.actions(call, user, now)],
        "bids": tasks.counted(call) if call.opened_at else None,
        "to_answer": call.questions.to_answer().count(),
        "ways": list(ways.of(call, user)),
        "progress": tasks.progress(call),
        "telling": telling.under_way(call),
        **tasks.records(call),
    }
    return render(request, "bids/calls/office/office_call.html", context)


@require_http_methods(BOTH)
@needs("bids.manage_call")
def open_call(request: HttpRequest, slug: str) -> HttpResponse:
    """The call as bidders will see it, before the button that freezes it."""
    call, now = draft_of(request, slug), clock.now()
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = "The call is open. Every head of a member school is told."
        if done := _done(request, call, form, opening.open_call, said):
            return done
    context = {
        **showing.call(call, request.user, now),
        "form": form,
        "closed_because": is_ready_to_open(call, now),
        "schools": len(telling.addressed_at_opening(call)),
    }
    return render(request, "bids/calls/office/open_call.html", context)


@require_http_methods(BOTH)
@needs("bids.manage_call")
def extend_call(request: HttpRequest, slug: str) -> HttpResponse:
    call = in_state(request, slug, CallState.OPEN)
    form = ExtendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"closes_at": form.closes_at(), "because": form.cleaned_data["because"]}
        said = "The call is extended. Everybody who bids is told."
        if done := _done(request, call, form, extending.extend, said, **given):
            return done
    return _ask(request, call, form, "Extend the call", "extend_call")


@require_http_methods(BOTH)
@needs("bids.grant_exception")
def grant_exception(request: HttpRequest, slug: str) -> HttpResponse:
    call = in_state(request, slug, *exceptions.WHILE)
    schools = School.objects.members_of(call.priority.year.period).order_by("name", "pk")
    form = ExceptionForm(request.POST or None, schools=schools)
    if request.method == "POST" and form.is_valid():
        said = f"{form.cleaned_data['school']} may be late, and is told."
        if done := _done(request, call, form, exceptions.grant, said, **form.given()):
            return done
    return _ask(request, call, form, "Let a school be late", "grant_exception")


@require_http_methods(BOTH)
@needs("bids.manage_call")
def open_early(request: HttpRequest, slug: str) -> HttpResponse:
    call = in_state(request, slug, CallState.OPEN)
    if not tasks.may_open_early(call, cast(User, request.user)):
        raise Http404
    form = EarlyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = "The bids are open to you. Office and chair are told."
        if done := _done(request, call, form, early.open_early, said, **form.cleaned_data):
            return done
    return _ask(request, call, form, "Open bids early", "open_early")


@require_http_methods(BOTH)
@needs("bids.manage_call")
def cancel_call(request: HttpRequest, slug: str) -> HttpResponse:
    call = call_of(request, slug)
    if call.state not in CAN_END:
        raise Http404
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = "The call is called off."
        if done := _done(request, call, form, cancelling.cancel, said, **form.cleaned_data):
            return done
    return _ask(request, call, form, "Call off", "cancel_call")


@require_http_methods(BOTH)
@needs("bids.manage_call")
def call_again(request: HttpRequest, slug: str) -> HttpResponse:
    """The same priority once more, on the last call's terms and with new dates."""
    last = in_state(request, slug, CallState.PUBLISHED, CallState.CANCELLED)
    now = clock.now()
    suggested = {**StartCallForm.suggested(now), "title": last.title}
    form = StartCallForm(request.POST or None, initial=suggested)
    if request.method == "POST" and form.is_valid():
        given, by = form.fields_to_save(), cast(User, request.user)
        try:
            made = preparing.next_call(follows=last, **given, by=by, now=now)
        except Refusal as refused:
            form.refuse(refused)
        else:
            return redirect("bids:office_call", made.slug)
    return _ask(request, last, form, "Call this priority again", "call_again")


def _ask(
    request: HttpRequest, call: Call, form: Any, title: str, page: str, **more: Any
) -> HttpResponse:
    context = {"call": call, "form": form, "title": title, **more}
    return render(request, f"bids/calls/office/{page}.html", context)


def _done(
    request: HttpRequest,
    call: Call,
    form: Any,
    service: Callable[..., Any],
    said: str,
    **given: Any,
) -> HttpResponse | None:
    """None where the service says no: then the page comes again with why, and what was typed."""
    try:
        service(call=call, by=request.user, now=clock.now(), **given)
    except Refusal as refused:
        form.add_error(None, str(refused))
        return None
    messages.success(request, said)
    return redirect("bids:office_call", call.slug)
