"""Issuing a run: started by a person, done by a worker in short transactions, each a few invoices.

A transaction locks the counter, numbers its invoices and freezes them. One that fails gives its
numbers back, and nothing holds the lock for the length of the run. Killed and started again, or
started three times at once, it goes on with the drafts that are left.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from hlp.kit import audit, clock, work
from hlp.kit.access import require
from hlp.kit.models import WorkItem, WorkState
from hlp.kit.refusal import Refusal
from hlp.kit.states import make
from invoicing.models import FeeRun, Invoice, NumberSeries, Supplier
from invoicing.services import checking, pricing, treating
from invoicing.services.sending import RENDER
from invoicing.states import FeeRunState
from members.models import Membership, User

RUN = "invoicing.issue_run"
CHUNK = 100  # invoices numbered under one lock of the counter


class NotStuck(Refusal):
    """Only an issue that has stopped is started again."""


class NoSupplier(Refusal):
    """Nobody has said who the invoices come from."""


@dataclass(frozen=True)
class Issue:
    """What all invoices of one run share."""

    run: FeeRun
    supplier: Supplier
    treatments: treating.Treatments
    now: datetime


def issue_run(*, run: FeeRun, by: User, now: datetime) -> FeeRun:
    """All invoices of the run carry the date of this day, whenever the worker gets to them."""
    with transaction.atomic():
        make(run, "issue", by=by, now=now, issued_on=clock.day_of(now))
        work.enqueue(kind=RUN, key=run.work_key, subject_id=str(run.pk), now=now)
    return run


def work_of(run: FeeRun) -> WorkItem | None:
    return WorkItem.objects.filter(kind=RUN, key=run.work_key).first()


def start_again(*, run: FeeRun, by: User, now: datetime) -> None:
    """For a run whose issuing failed: what is out stays out, the rest follows."""
    require(by, "invoicing.issue_run", run)
    item = work_of(run)
    if run.state != FeeRunState.ISSUING or item is None or item.state != WorkState.FAILED:
        raise NotStuck("This run is not stuck, so there is nothing to start again.")
    audit.record(run, what="started again", by=by)
    work.enqueue(kind=RUN, key=run.work_key, subject_id=str(run.pk), again=True, now=now)


def carry_on(*, run_id: int, now: datetime, progress: Callable[[int, int], None]) -> None:
    """Issue what is left of the run, then close it. Safe to call at any time, also in parallel."""
    run = FeeRun.objects.select_related("membership_year__period", "started_by").get(pk=run_id)
    total = run.invoices.count() + len(run.left_out)
    while issue_some(run=run, now=now, limit=CHUNK):
        progress(total - run.invoices.drafts().count(), total)
    with transaction.atomic():
        locked = FeeRun.objects.select_for_update().get(pk=run_id)
        if locked.state == FeeRunState.ISSUING:
            make(locked, "finish", by=None, now=now)


def issue_some(*, run: FeeRun, now: datetime, limit: int) -> int:
    """Take the next drafts and issue them or leave them out, all or none; says how many."""
    with transaction.atomic(), audit.acting(run.started_by):
        series = NumberSeries.objects.select_for_update().get(pk=run.series_id)
        fresh = FeeRun.objects.select_for_update().get(pk=run.pk)
        if fresh.state != FeeRunState.ISSUING:
            return 0
        drafts = _next(run, limit)
        issue = _issue(fresh, now)
        held = {draft.pk: reason for draft in drafts if (reason := _held_back(issue, draft))}
        _number([draft for draft in drafts if draft.pk not in held], issue, series)
        _leave_out([draft for draft in drafts if draft.pk in held], held, fresh)
    return len(drafts)


def _next(run: FeeRun, limit: int) -> list[Invoice]:
    """With what the school says of itself held still: who changes it now is before or after."""
    drafts = run.invoices.drafts().by_school_name()
    keys = dict(drafts.values_list("pk", "membership")[:limit])
    rows = Membership.objects.filter(pk__in=keys.values())
    list(rows.select_for_update(of=("self",)).order_by("pk"))
    return list(drafts.with_school().filter(pk__in=keys))


def _issue(run: FeeRun, now: datetime) -> Issue:
    day = run.issued_on or clock.day_of(now)
    supplier = Supplier.objects.in_force(day).first()
    if supplier is None:
        raise NoSupplier("Nobody has entered who the invoices come from.")
    return Issue(run=run, supplier=supplier, treatments=treating.on(day), now=now)


def _held_back(issue: Issue, draft: Invoice) -> str:
    """Why the draft is not issued; also when the price is no longer the one that was approved."""
    membership = draft.membership
    if reason := checking.reason_to_hold_back(membership, draft.membership_year):
        return reason
    treatment = issue.treatments.of(membership.school.type)
    price = pricing.price(draft.membership_year.fee, treatment.rate)
    if (price.net, price.vat, treatment.category) != (draft.net, draft.vat, draft.vat_category):
        return "Fee or VAT treatment changed after approval"
    return ""


def _number(drafts: list[Invoice], issue: Issue, series: NumberSeries) -> None:
    for sequence, draft in enumerate(drafts, start=series.next_number):
        printed = _printed(draft, issue, series, sequence)
        make(draft, "issue", by=issue.run.started_by, now=issue.now, **printed)
    series.next_number += len(drafts)
    series.save(update_fields=["next_number"])
    subjects = {draft.document_key: str(draft.pk) for draft in drafts}
    work.enqueue_many(kind=RENDER, subjects=subjects, now=issue.now)


def _printed(draft: Invoice, issue: Issue, series: NumberSeries, sequence: int) -> dict[str, Any]:
    """Everything the invoice says, copied as it stands today; written in one statement."""
    membership, run = draft.membership, issue.run
    issued_on = run.issued_on or clock.day_of(issue.now)
    draft.school_name, draft.school_urn = membership.school.name, membership.school_id
    draft.purchase_order, draft.number = membership.purchase_order, series.number(sequence)
    return {
        "series": series,
        "sequence": sequence,
        "number": draft.number,
        "issued_on": issued_on,
        "due_on": issued_on + timedelta(days=draft.membership_year.period.payment_days),
        "vat_words": issue.treatments.of(membership.school.type).words,
        "school_urn": draft.school_urn,
        "school_name": draft.school_name,
        "school_address": "\n".join(membership.school.address_lines()),
        "purchase_order": draft.purchase_order,
        "bill_to_name": membership.invoice_name,
        "bill_to_address": membership.invoice_address,
        "bill_to_email": membership.finance_email,
        "search_text": draft.searchable(),
        **_supplier(issue.supplier),
    }


def _supplier(supplier: Supplier) -> dict[str, str]:
    return {
        "supplier_name": supplier.legal_name,
        "supplier_address": supplier.address,
        "supplier_vat_number": supplier.vat_number,
        "supplier_email": supplier.remittance_email,
        "supplier_telephone": supplier.telephone,
        "supplier_footer": supplier.footer,
        "account_name": supplier.account_name,
        "sort_code": supplier.sort_code,
        "account_number": supplier.account_number,
        "bank_name": supplier.bank_name,
    }


def _leave_out(drafts: list[Invoice], reasons: dict[int, str], run: FeeRun) -> None:
    """The draft goes, so that a later run may take the membership up; the run says why."""
    if not drafts:
        return
    run.left_out = run.left_out + [
        {"urn": draft.school_urn, "school": draft.school_name, "reason": reasons[draft.pk]}
        for draft in drafts
    ]
    run.save(update_fields=["left_out"])
    Invoice.objects.filter(pk__in=reasons).delete()
