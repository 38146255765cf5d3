"""What of invoicing waits for a person on their home page."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import F
from django.urls import reverse

from hlp.kit import clock
from hlp.kit.models import WorkItem
from hlp.kit.money import pounds
from hlp.kit.waiting import Waiting
from invoicing.models import FeeRun, Invoice
from invoicing.querysets import PAYERS
from members.querysets import AnyUser, schools_as


def what_waits(user: AnyUser, now: datetime) -> Iterator[Waiting]:
    if user.has_perm("invoicing.view_all"):
        yield from _runs(user)
    if user.has_perm("invoicing.issue_run"):
        yield from _failures()
    if schools_as(user, *PAYERS):
        yield from _to_pay(user, now)


def _runs(user: AnyUser) -> Iterator[Waiting]:
    runs = FeeRun.objects.select_related("membership_year__period").order_by("pk")
    for run in runs.waiting_for_approval() | runs.ready_to_issue() | runs.being_issued():
        title = _what_to_do(user, run)
        if title:
            url = reverse("invoicing:run_detail", args=[run.pk])
            yield Waiting(f"{title} {run.membership_year}", url, detail=f"Fee run {run.pk}")


def _what_to_do(user: AnyUser, run: FeeRun) -> str:
    by_state = {
        "draft": ("invoicing.approve_run", "Approve the invoices for"),
        "approved": ("invoicing.issue_run", "Issue the invoices for"),
        "issuing": ("invoicing.issue_run", "Being issued: the invoices for"),
    }
    permission, title = by_state[run.state]
    return title if user.has_perm(permission, run) else ""


def _failures() -> Iterator[Waiting]:
    failed = WorkItem.objects.filter(state="failed", kind__startswith="invoicing.").count()
    if failed:
        yield Waiting(
            "Invoices that could not be made",
            reverse("invoicing:invoice_list") + "?pdf=missing",
            detail="Look at what went wrong and try again.",
            count=failed,
        )


def _to_pay(user: AnyUser, now: datetime) -> Iterator[Waiting]:
    today = clock.day_of(now)
    own = Invoice.objects.issued().filter(membership__school__in=schools_as(user, *PAYERS))
    for invoice in own.filter(covers_to__gte=today).order_by(F("due_on"), "pk")[:10]:
        overdue = invoice.is_overdue(today)
        when = f"{'was' if overdue else 'is'} due by {invoice.due_on:%-d %B %Y}"
        yield Waiting(
            f"Invoice {invoice.number} for {invoice.school_name}",
            reverse("invoicing:invoice_detail", args=[invoice.number]),
            detail=f"{pounds(invoice.gross)} {when}",
            tone="todo" if overdue else "soon",
        )
