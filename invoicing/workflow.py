"""The law of invoicing: drafted by one, approved by another, issued once (design 8)."""

from datetime import datetime

from hlp.kit import clock
from hlp.kit.money import pounds
from hlp.kit.states import Move, moves
from invoicing.models import CreditNote, FeeDecision, FeeRun, Invoice, Supplier
from invoicing.states import CreditNoteState, FeeDecisionState, FeeRunState, InvoiceState

DRAFT, APPROVED = FeeRunState.DRAFT, FeeRunState.APPROVED
ISSUING, ISSUED, CANCELLED = FeeRunState.ISSUING, FeeRunState.ISSUED, FeeRunState.CANCELLED


def something_can_go_out(run: FeeRun, now: datetime) -> str | None:
    """At least one invoice of the run has all it needs."""
    if run.invoices.count() == run.invoices.held_back().count():
        return "No invoice of this run can be issued. See what is missing, or cancel the run."
    return None


def supplier_is_known(run: FeeRun, now: datetime) -> str | None:
    """The supplier's name and bank account hold on the day of issue."""
    if not Supplier.objects.in_force(clock.day_of(now)).exists():
        return (
            "Nobody has entered who the invoices come from and the bank account to pay into. "
            "Add a supplier in the back room first."
        )
    return fee_is_settled(run, now) or something_can_go_out(run, now)


def fee_is_settled(run: FeeRun, now: datetime) -> str | None:
    """No decision on the year's fee is under way: nothing goes out only to be credited."""
    decisions = run.membership_year.fee_decisions
    if decisions.being_carried_out().exists():
        return (
            "Credit notes for a lower fee of this year are being issued. Wait until they are out."
        )
    if waiting := decisions.waiting().first():
        return (
            f"A decision on the fee of {run.membership_year} waits: {pounds(waiting.fee)}, minute"
            f" {waiting.minute_reference}. These invoices would go out at the old fee. Let a"
            " second person confirm the decision first, or record the right one under Fees."
        )
    return None


FEE_RUN_MOVES = moves(
    FeeRun,
    #    move      from                to         permission               only if
    Move("approve", {DRAFT}, APPROVED, "invoicing.approve_run", something_can_go_out, "approved"),
    Move("issue", {APPROVED}, ISSUING, "invoicing.issue_run", supplier_is_known, "started"),
    # The worker says when the last invoice is out.
    Move("finish", {ISSUING}, ISSUED, None, stamp="finished"),
    # A new fee changes what was approved, so it is approved again.
    Move("reopen", {APPROVED}, DRAFT, None),
    Move("cancel", {DRAFT, APPROVED}, CANCELLED, "invoicing.draft_run", stamp="cancelled"),
)

INVOICE_MOVES = moves(
    Invoice,
    # Number, dates and everything printed are written in the same statement; then it is frozen.
    Move("issue", {InvoiceState.DRAFT}, InvoiceState.ISSUED, None, stamp="issued"),
)

CREDIT_MOVES = moves(
    CreditNote,
    Move(
        "approve",
        {CreditNoteState.DRAFT},
        CreditNoteState.APPROVED,
        "invoicing.approve_credit",
        stamp="approved",
    ),
    # Whoever confirmed a decision on the fee has approved each credit note it makes.
    Move("carry_out", {CreditNoteState.DRAFT}, CreditNoteState.APPROVED, None, stamp="approved"),
    # Number and date are given in the same statement; then it is frozen.
    Move("issue", {CreditNoteState.APPROVED}, CreditNoteState.ISSUED, None, stamp="issued"),
    Move(
        "cancel",
        {CreditNoteState.DRAFT},
        CreditNoteState.CANCELLED,
        "invoicing.draft_credit",
        stamp="cancelled",
    ),
)

FEE_DECISION_MOVES = moves(
    FeeDecision,
    Move(
        "confirm",
        {FeeDecisionState.WAITING},
        FeeDecisionState.CREDITING,
        "invoicing.confirm_fee",
        stamp="confirmed",
    ),
    # At once where nothing was issued, else by the worker after the last credit note.
    Move(
        "finish",
        {FeeDecisionState.WAITING, FeeDecisionState.CREDITING},
        FeeDecisionState.DONE,
        permission=None,
        stamp="finished",
    ),
    Move("replace", {FeeDecisionState.WAITING}, FeeDecisionState.REPLACED, None),
    # Recorded anew: the board came back to it, or invoices went out for more since.
    Move(
        "reopen",
        {FeeDecisionState.REPLACED, FeeDecisionState.DONE},
        FeeDecisionState.WAITING,
        permission=None,
    ),
)
