"""What of invoicing waits for a person on their home page."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from hlp.kit import clock, failing
from hlp.kit.money import pounds
from hlp.kit.waiting import Found, Subject, Waiting, counted
from invoicing.models import CreditNote, FeeDecision, FeeRun, Invoice
from invoicing.querysets import PAYERS
from invoicing.services.exporting import EXPORT
from invoicing.services.issuing import RENDER, RUN
from invoicing.services.sending_credits import RENDER as RENDER_CREDIT
from invoicing.services.setting_fees import CREDIT
from invoicing.states import CreditNoteState, FeeRunState
from members.models import User

# state: (who is told, what waits, how it stands out)
BY_STATE = {
    FeeRunState.DRAFT: ("invoicing.approve_run", "Approve the invoices for", "todo"),
    FeeRunState.APPROVED: ("invoicing.issue_run", "Issue the invoices for", "todo"),
    FeeRunState.ISSUING: ("invoicing.issue_run", "Being issued: the invoices for", "info"),
}
# kind of work: (what waits, where)
IF_FAILED = {
    RUN: ("Fee runs that stopped while being issued", "invoicing:run_list", ""),
    RENDER_CREDIT: ("Credit notes whose PDF could not be made", "invoicing:credit_list", ""),
    EXPORT: ("Files of invoices that could not be made", "invoicing:download_list", ""),
    CREDIT: ("Fees whose credit notes stopped being issued", "invoicing:fee_list", ""),
    RENDER: ("Invoices whose PDF could not be made", "invoicing:invoice_list", "?pdf=missing"),
}
for kind, (title, page, query) in IF_FAILED.items():
    failing.register(kind, failing.IfFailed(title, page, "invoicing.issue_run", query))


def _waiting_runs(user: User, now: datetime) -> QuerySet[FeeRun]:
    runs = FeeRun.objects.all()
    return runs.waiting_for_approval() | runs.ready_to_issue() | runs.being_issued()


def _runs(found: Found) -> Iterator[Waiting]:
    for run in found.rows.select_related("membership_year__period").order_by("pk"):
        permission, title, tone = BY_STATE[FeeRunState(run.state)]
        if found.user.has_perm(permission, run):
            url = reverse("invoicing:run_detail", args=[run.pk])
            yield Waiting(f"{title} {run.membership_year}", url, f"Fee run {run.pk}", tone=tone)


def _fees(found: Found) -> Iterator[Waiting]:
    for decision in found.rows.with_people().order_by("pk"):
        if found.user.has_perm("invoicing.confirm_fee", decision):
            title = f"Confirm the fee of {decision.membership_year}"
            detail = f"The fee is {pounds(decision.fee)}, minute {decision.minute_reference}."
            yield Waiting(title, reverse("invoicing:fee_detail", args=[decision.pk]), detail)


def _own_unpaid(user: User, now: datetime) -> QuerySet[Invoice] | None:
    urns = user.schools_as(*PAYERS)
    if not urns:
        return None
    return Invoice.objects.unpaid(clock.day_of(now)).filter(membership__school__in=urns)


def _to_pay(found: Found) -> Iterator[Waiting]:
    today = clock.day_of(found.now)
    for invoice in found.rows.order_by("due_on", "pk")[:10]:
        overdue = invoice.is_overdue(today)
        when = f"{'was' if overdue else 'is'} due by {invoice.due_on:%-d %B %Y}"
        yield Waiting(
            f"Invoice {invoice.number} for {invoice.school_name}",
            reverse("invoicing:invoice_detail", args=[invoice.number]),
            detail=f"{pounds(invoice.balance)} {when}",
            tone="todo" if overdue else "soon",
        )


SUBJECTS = (
    Subject(_waiting_runs, _runs, "invoicing.view_all"),
    Subject(lambda user, now: FeeDecision.objects.waiting(), _fees, "invoicing.view_all"),
    Subject(
        lambda user, now: CreditNote.objects.drafts().exclude(prepared_by=user),
        counted(
            "Credit notes to approve",
            "invoicing:credit_list",
            "Somebody else asked for them.",
            query=f"?state={CreditNoteState.DRAFT}",
        ),
        "invoicing.view_all",
    ),
    Subject(_own_unpaid, _to_pay),
)
