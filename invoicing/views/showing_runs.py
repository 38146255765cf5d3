"""What the pages of a fee run show."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from hlp.kit import clock
from hlp.kit.components import Action, Progress, Row
from hlp.kit.models import WorkState
from hlp.kit.paging import page_of
from hlp.kit.states import available
from invoicing.forms.lists import TotalForm
from invoicing.models import FeeRun, Invoice, Supplier
from invoicing.querysets import what_is_missing
from invoicing.services import approving, checking, drafting, issuing, treating
from invoicing.states import FeeRunState
from invoicing.views.showing import sums
from invoicing.workflow import fee_is_settled
from members.models import MembershipYear
from members.querysets import AnyUser

LABELS = {"approve": "Approve this run", "issue": "Issue the invoices", "cancel": "Cancel this run"}
STEPS = ("Draft", "Approval by a second person", "Issue")
STEP = {
    FeeRunState.DRAFT: 2,
    FeeRunState.APPROVED: 3,
    FeeRunState.ISSUING: 3,
    FeeRunState.ISSUED: 4,
}
MISSING = {
    # from Invoice.objects.what_is_missing(): what is said, and whether it holds the invoice back
    "no_address": ("no invoice address", True),
    "school_closed": ("closed in the register of schools", True),
    "no_longer_owes": ("no longer owing this year", True),
    "no_order": ("no purchase order number", False),
    "no_email": ("no email for invoices", False),
}


def preview(request: HttpRequest, year: MembershipYear, now: datetime) -> dict[str, Any]:
    """Who a run drafted now would invoice, before anything is written."""
    treatments = treating.on(clock.day_of(now))
    page = page_of(request, drafting.owing(year))
    draft = Action("Draft this run", reverse("invoicing:draft_run"), fields={"year": str(year.pk)})
    return {
        "year": year,
        "page": page,
        "rows": [(m, treatments.of(m.school.type), checking.problems(m, year)) for m in page],
        "missing": _missing(what_is_missing(drafting.owing(year))),
        "unsigned": _unsigned(treatments),
        "stats": sums(drafting.preview(year, now=now)),
        "actions": [draft],
    }


def _problems(draft: Invoice) -> list[checking.Problem]:
    return checking.problems(draft.membership, draft.membership_year)


def run(request: HttpRequest, shown: FeeRun, now: datetime) -> dict[str, Any]:
    invoices = shown.invoices.all()
    page = page_of(request, invoices.with_school().by_school_name())
    is_open = shown.state in (FeeRunState.DRAFT, FeeRunState.APPROVED)
    totals = invoices.totals()
    parked = approving.why_parked(totals) if shown.state == FeeRunState.DRAFT else ""
    may_approve = request.user.has_perm("invoicing.approve_run", shown)
    approve = reverse("invoicing:approve_run", args=[shown.pk])
    return {
        "parked": parked,
        "parked_form": TotalForm(action=approve) if parked and may_approve else None,
        "run": shown,
        "progress": Progress(STEPS, STEP[state])
        if (state := FeeRunState(shown.state)) in STEP
        else None,
        "page": page,
        "rows": [(i, _problems(i) if is_open else []) for i in page],
        "is_open": is_open,
        "stats": sums(totals),
        "history": _history(shown),
        "missing": _missing(invoices.what_is_missing()) if is_open else [],
        "actions": _actions(shown, request.user, now, is_parked=bool(parked)),
        "unsigned": _unsigned(treating.on(clock.day_of(now))) if is_open else [],
        "needs_another": _needs_another(shown, request.user),
        "unsettled": fee_is_settled(shown, now) if is_open else None,
        **_progress(shown, totals["count"], request.user),
    }


def last_look(shown: FeeRun, user: AnyUser, now: datetime) -> dict[str, Any]:
    """What is about to happen, counted without those that are held back."""
    held_back = shown.invoices.held_back()
    going = shown.invoices.exclude(pk__in=held_back.values("pk"))
    found = [row for row in available(shown, user, now) if row.move.name == "issue"]
    day = clock.day_of(now)
    here = reverse("invoicing:issue_run", args=[shown.pk])
    return {
        "run": shown,
        "totals": going.totals(),
        "held_back": held_back.count(),
        "is_ready": bool(found) and not found[0].closed_because,
        "closed": found[0].closed_because if found else "",
        "is_early": day < shown.membership_year.invoice_on,
        "rows": _about_to_happen(shown, day),
        "actions": [Action("Issue the invoices now", here, style="warning")],
    }


def _about_to_happen(shown: FeeRun, day: date) -> list[Row]:
    supplier = Supplier.objects.in_force(day).first()
    rows = [
        Row("Date on the invoices", _day(day)),
        Row("First number", shown.series.number(shown.series.next_number)),
        Row("Prepared by", f"{shown.prepared_by}, {_day(shown.prepared_at)}"),
        Row("Approved by", f"{shown.approved_by}, {_day(shown.approved_at)}"),
    ]
    if supplier:
        account = f"{supplier.account_name}, {supplier.sort_code}, {supplier.account_number}"
        rows += [Row("From", supplier.legal_name), Row("To be paid into", account)]
    return rows


def _history(shown: FeeRun) -> list[Row]:
    steps = [
        ("Prepared", shown.prepared_at, shown.prepared_by),
        ("Approved", shown.approved_at, shown.approved_by),
        ("Issue started", shown.started_at, shown.started_by),
        ("Issue finished", shown.finished_at, None),
        ("Cancelled", shown.cancelled_at, shown.cancelled_by),
    ]
    return [
        Row(said, f"{_day(moment)} by {who}" if who else _day(moment))
        for said, moment, who in steps
        if moment
    ]


def _missing(counts: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {"words": words, "count": counts[name], "holds_back": holds_back}
        for name, (words, holds_back) in MISSING.items()
        if counts[name]
    ]


def _unsigned(treatments: treating.Treatments) -> list[str]:
    """VAT treatments that nobody of the authority answers for yet."""
    return [
        f"“{row.words}” for {row.establishment_type or 'all other types of school'}"
        for row in treatments.by_type.values()
        if not row.is_signed_off
    ]


def _actions(shown: FeeRun, user: AnyUser, now: datetime, *, is_parked: bool) -> list[Action]:
    return [
        Action(
            label=LABELS[row.move.name],
            url=reverse(f"invoicing:{row.move.name}_run", args=[shown.pk]),
            closed=row.closed_because or "",
            style="secondary" if row.move.name == "cancel" else "",
            get=row.move.name == "issue",
        )
        for row in available(shown, user, now)
        if not (is_parked and row.move.name == "approve")
    ]


def _needs_another(shown: FeeRun, user: AnyUser) -> str:
    """Whoever has no button is told who has it."""
    if shown.state == FeeRunState.DRAFT and not user.has_perm("invoicing.approve_run", shown):
        return "You prepared this run, so somebody else of the office or LA finance approves it."
    if shown.state == FeeRunState.APPROVED and not user.has_perm("invoicing.issue_run", shown):
        return "The partnership office issues this run."
    return ""


def _progress(shown: FeeRun, count: int, user: AnyUser) -> dict[str, Any]:
    if shown.state != FeeRunState.ISSUING:
        return {"is_running": False}
    item = issuing.work_of(shown)
    total = count + len(shown.left_out)
    if item is None or item.state != WorkState.FAILED:
        done = total - shown.invoices.drafts().count()
        return {"is_running": True, "done": done, "total": total}
    again = Action("Start again", reverse("invoicing:start_run_again", args=[shown.pk]))
    may = user.has_perm("invoicing.issue_run", shown)
    return {"is_running": False, "stuck": item, "actions": [again] if may else []}


def _day(moment: date | datetime | None) -> str:
    day = clock.day_of(moment) if isinstance(moment, datetime) else moment
    return f"{day:%-d %B %Y}" if day else ""
