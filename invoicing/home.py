"""What of invoicing waits for a person on their home page."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import F
from django.urls import reverse

from hlp.kit import clock, failing
from hlp.kit.money import pounds
from hlp.kit.waiting import Waiting
from invoicing.models import CreditNote, FeeDecision, FeeRun, Invoice
from invoicing.querysets import PAYERS
from invoicing.services.exporting import EXPORT
from invoicing.services.issuing import RENDER, RUN
from invoicing.services.sending_credits import RENDER as RENDER_CREDIT
from invoicing.services.setting_fees import CREDIT
from invoicing.states import CreditNoteState, FeeRunState
from members.querysets import AnyUser, schools_as

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


def what_waits(user: AnyUser, now: datetime) -> Iterator[Waiting]:
    if user.has_perm("invoicing.view_all"):
        yield from _runs(user)
        yield from _credits(user)
    if schools_as(user, *PAYERS):
        yield from _to_pay(user, now)


def _runs(user: AnyUser) -> Iterator[Waiting]:
    runs = FeeRun.objects.select_related("membership_year__period").order_by("pk")
    for run in runs.waiting_for_approval() | runs.ready_to_issue() | runs.being_issued():
        permission, title, tone = BY_STATE[FeeRunState(run.state)]
        if user.has_perm(permission, run):
            url = reverse("invoicing:run_detail", args=[run.pk])
            yield Waiting(f"{title} {run.membership_year}", url, f"Fee run {run.pk}", tone=tone)


def _credits(user: AnyUser) -> Iterator[Waiting]:
    for decision in FeeDecision.objects.waiting().with_people().order_by("pk"):
        if user.has_perm("invoicing.confirm_fee", decision):
            title = f"Confirm the fee of {decision.membership_year}"
            detail = f"The fee is {pounds(decision.fee)}, minute {decision.minute_reference}."
            yield Waiting(title, reverse("invoicing:fee_detail", args=[decision.pk]), detail)
    drafts = CreditNote.objects.drafts().exclude(prepared_by=user.pk)
    if count := drafts.count():
        url = f"{reverse('invoicing:credit_list')}?state={CreditNoteState.DRAFT}"
        yield Waiting("Credit notes to approve", url, "Somebody else asked for them.", count)


def _to_pay(user: AnyUser, now: datetime) -> Iterator[Waiting]:
    today = clock.day_of(now)
    own = Invoice.objects.unpaid(today).filter(membership__school__in=schools_as(user, *PAYERS))
    for invoice in own.order_by(F("due_on"), "pk")[:10]:
        overdue = invoice.is_overdue(today)
        when = f"{'was' if overdue else 'is'} due by {invoice.due_on:%-d %B %Y}"
        yield Waiting(
            f"Invoice {invoice.number} for {invoice.school_name}",
            reverse("invoicing:invoice_detail", args=[invoice.number]),
            detail=f"{pounds(invoice.balance)} {when}",
            tone="todo" if overdue else "soon",
        )
