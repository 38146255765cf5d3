"""Fee runs: drafted, looked at, approved by a second person, issued."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hlp.kit import clock
from hlp.kit.access import needs
from hlp.kit.paging import page_of
from hlp.kit.refusal import Refusal
from invoicing.forms.lists import TotalForm, YearForm
from invoicing.models import FeeRun
from invoicing.services import approving, drafting, issuing
from invoicing.views import showing_runs as showing
from invoicing.views.invoices import WAIT_SECONDS
from members.models import MembershipYear, User


@require_safe
@needs("invoicing.view_run")
def run_list(request: HttpRequest) -> HttpResponse:
    runs = FeeRun.objects.visible_to(request.user).with_people().with_totals().newest_first()
    return render(request, "invoicing/run_list.html", {"page": page_of(request, runs)})


@require_http_methods(["GET", "HEAD", "POST"])
@needs("invoicing.draft_run")
def draft_run(request: HttpRequest) -> HttpResponse:
    """Choose the year, look at who would be invoiced, then draft."""
    given = request.POST if request.method == "POST" else request.GET
    form = YearForm(given or None)
    if not form.is_valid():
        return render(request, "invoicing/draft_run.html", {"form": form})
    year: MembershipYear = form.cleaned_data["year"]
    try:
        if request.method != "POST":
            context = showing.preview(request, year, clock.now())
            return render(request, "invoicing/preview_run.html", context)
        by = cast(User, request.user)
        run = drafting.draft_run(membership_year=year, by=by, now=clock.now())
    except Refusal as refused:
        messages.error(request, str(refused))
        return redirect("invoicing:run_list")
    messages.success(request, "The run is drafted. A second person can now approve it.")
    return redirect("invoicing:run_detail", run_id=run.pk)


@require_safe
@needs("invoicing.view_run")
def run_detail(request: HttpRequest, run_id: int) -> HttpResponse:
    """Who, how much, what is missing; while it is issued, how far it is."""
    context = showing.run(request, _run(request, run_id), clock.now())
    response = render(request, "invoicing/run_detail.html", context)
    if context["is_running"]:
        response["Refresh"] = WAIT_SECONDS
    return response


@require_POST
@needs("invoicing.view_run")
def approve_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """At the press of a button, or with the total typed where the run is parked."""
    form = TotalForm(request.POST)
    typed = form.cleaned_data["typed_total"] if form.is_valid() else None
    approve = partial(approving.approve_run, typed_total=typed)
    return _press(request, run_id, approve, "The run is approved and can be issued.")


@require_http_methods(["GET", "HEAD", "POST"])
@needs("invoicing.issue_run")
@reauthentication_required
def issue_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """A last look before numbers are given, after the password was asked again."""
    if request.method == "POST":
        return _press(request, run_id, issuing.issue_run, "The invoices are being issued.")
    context = showing.last_look(_run(request, run_id), request.user, clock.now())
    return render(request, "invoicing/issue_run.html", context)


@require_POST
@needs("invoicing.issue_run")
def start_again(request: HttpRequest, run_id: int) -> HttpResponse:
    return _press(request, run_id, issuing.start_again, "The rest of the invoices is being issued.")


@require_POST
@needs("invoicing.draft_run")
def cancel_run(request: HttpRequest, run_id: int) -> HttpResponse:
    return _press(
        request, run_id, drafting.cancel_run, "The run is cancelled. No invoice was sent."
    )


def _run(request: HttpRequest, run_id: int) -> FeeRun:
    return get_object_or_404(FeeRun.objects.visible_to(request.user).with_people(), pk=run_id)


def _press(
    request: HttpRequest, run_id: int, service: Callable[..., Any], said: str
) -> HttpResponse:
    """One button: the service does it or says why not, and the run's page shows which."""
    now: datetime = clock.now()
    try:
        service(run=_run(request, run_id), by=request.user, now=now)
        messages.success(request, said)
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect("invoicing:run_detail", run_id=run_id)
