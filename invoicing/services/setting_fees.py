"""The board agrees a year's fee: drafts get the new price, what is issued gets a credit note each.

Until a meeting can decide by itself, the office records the decision with its date and minute.
Where no invoice is out for more it holds at once. Else fee, drafts and credit notes wait until a
second person has confirmed them, so that a slip can be taken back; a worker then issues the credit
notes, some at a time. Run again or in parallel, it finds nothing more to do.
"""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from hlp.kit import audit, clock, work
from hlp.kit.access import require
from hlp.kit.models import WorkItem
from hlp.kit.money import pounds
from hlp.kit.refusal import Refusal
from hlp.kit.states import make
from invoicing.models import CreditNote, FeeDecision, FeeRun, Invoice, InvoiceLine, NumberSeries
from invoicing.services import crediting, drafting, pricing, reckoning
from invoicing.services.approving import SamePerson
from invoicing.services.setting_up import series_for
from invoicing.states import FeeDecisionState, FeeRunState, SeriesKind
from members.models import MembershipYear, User

CREDIT = "invoicing.credit_fee"
REPRICED = (FeeRunState.DRAFT, FeeRunState.APPROVED)
NAMED = 5  # invoices that a refusal names
CHUNK = 50  # credit notes numbered under one lock of the counter


class WrongFee(Refusal):
    """A fee that the period does not allow, or a decision that is not one yet."""


class NotNow(Refusal):
    """Invoices or credit notes of the year are just being issued."""


class StillOpen(Refusal):
    """Credit notes by hand wait for approval; the decision's depend on what becomes of them."""


def set_fee(
    *,
    membership_year: MembershipYear,
    fee: Decimal,
    decided_on: date,
    minute_reference: str,
    carry_over: Decimal | None,
    by: User,
    now: datetime,
) -> FeeDecision:
    """Write the decision into the year and re-price its drafts; the same one twice is one.

    Where invoices were issued for more, all of it waits for `confirm_fee` by somebody else, also
    where each was credited by hand: that may be the sign of a slip. A decision that another one
    had replaced waits again.
    """
    require(by, "invoicing.set_fee")
    with transaction.atomic(), audit.acting(by):
        year = _locked(membership_year)
        _check(year, fee, decided_on, minute_reference, now)
        decision, _ = FeeDecision.objects.get_or_create(
            membership_year=year,
            fee=fee,
            decided_on=decided_on,
            minute_reference=minute_reference.strip(),
            defaults={"carry_over": carry_over, "prepared_at": now, "prepared_by": by},
        )
        if decision.state == FeeDecisionState.CREDITING:
            return decision
        for older in year.fee_decisions.waiting().exclude(pk=decision.pk):
            make(older, "replace", by=None, now=now)
        # A draft by hand may hide what is left of an invoice, and may yet be cancelled.
        is_above = reckoning.above(year, fee).exists() or reckoning.open_credits(year, fee).exists()
        if decision.state == FeeDecisionState.REPLACED or (
            decision.state == FeeDecisionState.DONE and is_above
        ):
            _reopen(decision, by, now)
        is_new = decision.state == FeeDecisionState.WAITING and fee < year.fee
        if not is_above and not (is_new and reckoning.settled(year, fee).exists()):
            _put_in_force(year, decision, by, now)
            if decision.state == FeeDecisionState.WAITING:
                make(decision, "finish", by=None, now=now)
    return decision


def confirm_fee(*, decision: FeeDecision, by: User, now: datetime) -> FeeDecision:
    """The second pair of eyes: the fee holds, and a worker issues the credit notes."""
    if decision.prepared_by_id == by.pk:
        raise SamePerson(
            "You recorded this decision, so somebody else must confirm the credit notes: "
            "another person of the partnership office, or LA finance."
        )
    with transaction.atomic(), audit.acting(by):
        year = _locked(decision.membership_year)
        _check_moment(year, decision.fee)
        make(decision, "confirm", by=by, now=now)
        _check_open_credits(year, decision.fee)
        _put_in_force(year, decision, decision.prepared_by, now)
        key, subject = decision.work_key, str(decision.pk)
        # Again: one that was carried out and recorded anew has its row of work already.
        work.enqueue(kind=CREDIT, key=key, subject_id=subject, again=True, now=now)
    return decision


def work_of(decision: FeeDecision) -> WorkItem | None:
    return WorkItem.objects.filter(kind=CREDIT, key=decision.work_key).first()


def carry_on(*, decision_id: int, now: datetime, progress: Callable[[int, int], None]) -> None:
    """Issue the credit notes that are missing, then close. Safe at any time, also in parallel."""
    decision = FeeDecision.objects.select_related("membership_year").get(pk=decision_id)
    while credit_some(decision=decision, now=now, limit=CHUNK):
        done = decision.credit_notes.count()
        progress(done, done + reckoning.above(decision.membership_year, decision.fee).count())
    with transaction.atomic():
        locked = FeeDecision.objects.select_for_update().get(pk=decision_id)
        if locked.state == FeeDecisionState.CREDITING:
            make(locked, "finish", by=None, now=now)


def credit_some(*, decision: FeeDecision, now: datetime, limit: int) -> int:
    """The next invoices get their credit note, all or none; says how many."""
    year = decision.membership_year
    with transaction.atomic(), audit.acting(decision.confirmed_by):
        series = series_for(year, SeriesKind.CREDIT_NOTE)
        NumberSeries.objects.select_for_update().get(pk=series.pk)
        fresh = FeeDecision.objects.select_for_update().get(pk=decision.pk)
        if fresh.state != FeeDecisionState.CREDITING:
            return 0
        keys = list(
            reckoning.above(year, fresh.fee)
            .order_by("sequence")
            .values_list("pk", flat=True)[:limit]
        )
        list(Invoice.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
        invoices = reckoning.above(year, fresh.fee).filter(pk__in=keys).order_by("sequence")
        credits = [
            _credit(invoice, fresh, now) for invoice in invoices.select_related("membership")
        ]
        crediting.issue_credits(credits, series, by=fresh.confirmed_by, now=now)
    return len(credits)


def _locked(year: MembershipYear) -> MembershipYear:
    """With its runs, so that none is approved or issued before the new price is in."""
    locked = MembershipYear.objects.select_for_update().get(pk=year.pk)
    list(FeeRun.objects.select_for_update().filter(membership_year=locked).order_by("pk"))
    return locked


def _check(
    year: MembershipYear, fee: Decimal, decided_on: date, minute_reference: str, now: datetime
) -> None:
    if not 0 <= fee <= year.fee_cap:
        raise WrongFee(f"The fee of {year} is at most {pounds(year.fee_cap)}.")
    if decided_on > clock.day_of(now):
        raise WrongFee("This decision is still to come. Record it once the board has made it.")
    if not minute_reference.strip():
        raise WrongFee("Say where the decision is written: the reference of the minute.")
    if fee > year.fee and Invoice.objects.issued().filter(membership_year=year).exists():
        raise WrongFee(
            f"Invoices of {year} are out at {pounds(year.fee)}, so its fee can no longer rise."
        )
    _check_moment(year, fee)


def _check_moment(year: MembershipYear, fee: Decimal) -> None:
    if year.fee_runs.being_issued().exists():
        raise NotNow("Invoices of this year are just being issued. Try again when they are out.")
    if year.fee_decisions.being_carried_out().exclude(fee=fee).exists():
        raise NotNow("Credit notes of an earlier decision are just being issued. Try again then.")


def _check_open_credits(year: MembershipYear, fee: Decimal) -> None:
    """What is drafted by hand counts as taken off; cancelled later, the reduction would be lost."""
    charged = Invoice.objects.filter(membership_year=year).charged_above(reckoning.stays(year, fee))
    keys = list(charged.values_list("pk", flat=True))
    # Whoever drafts another one locks its invoice first, and then finds this decision confirmed.
    list(Invoice.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    notes = reckoning.open_credits(year, fee).order_by("invoice__sequence")
    if numbers := list(notes.values_list("invoice__number", flat=True)):
        others = " and others" if len(numbers) > NAMED else ""
        named = ", ".join(map(str, numbers[:NAMED])) + others
        raise StillOpen(
            f"Credit notes still wait for approval, for {named}. Approve or cancel them first:"
            " what the decision takes off depends on them."
        )


def _reopen(decision: FeeDecision, by: User, now: datetime) -> None:
    """Recorded anew: whoever did so now answers for it, and somebody else confirms it."""
    nobody = {"confirmed_at": None, "confirmed_by": None, "finished_at": None}
    make(decision, "reopen", by=None, now=now, prepared_at=now, prepared_by=by, **nobody)


def _put_in_force(year: MembershipYear, decision: FeeDecision, by: User, now: datetime) -> None:
    _write(year, decision)
    _reprice(year, decision.fee, by, now)


def _write(year: MembershipYear, decision: FeeDecision) -> None:
    year.agreed_fee, year.decided_on = decision.fee, decision.decided_on
    year.minute_reference, year.carry_over = decision.minute_reference, decision.carry_over
    year.save(update_fields=["agreed_fee", "decided_on", "minute_reference", "carry_over"])


def _reprice(year: MembershipYear, fee: Decimal, by: User, now: datetime) -> None:
    """Every draft of the year; a run that was approved at another price is approved again."""
    runs = FeeRun.objects.filter(membership_year=year, state__in=REPRICED)
    for run in runs.order_by("pk"):
        drafts = run.invoices.drafts().exclude(net=fee)
        if fee == 0:
            drafting.cancel_run(run=run, by=by, now=now)
        elif changed := drafts.count():
            if run.state == FeeRunState.APPROVED:
                make(run, "reopen", by=None, now=now, approved_at=None, approved_by=None)
            _change_prices(run, fee)
            audit.record(run, what="re-priced", by=by, fee=str(fee), invoices=changed)


def _change_prices(run: FeeRun, fee: Decimal) -> None:
    """One statement per rate of VAT, however many drafts there are."""
    InvoiceLine.objects.filter(invoice__in=run.invoices.drafts()).update(net=fee, unit_price=fee)
    rates = run.invoices.drafts().order_by().values_list("vat_rate", flat=True).distinct()
    for rate in list(rates):
        price = pricing.price(fee, rate)
        drafts = run.invoices.drafts().filter(vat_rate=rate)
        drafts.update(net=price.net, vat=price.vat, gross=price.gross)


def _credit(invoice: Invoice, decision: FeeDecision, now: datetime) -> CreditNote:
    left = crediting.left_to_credit(invoice)
    price = pricing.credit(left, reckoning.reduction(invoice, decision.fee), invoice.vat_rate)
    credit = CreditNote.objects.create(
        invoice=invoice,
        decision=decision,
        reason=(
            f"The board agreed a fee of {pounds(decision.fee)} on"
            f" {decision.decided_on:%-d %B %Y} (minute {decision.minute_reference})"
        ),
        net=price.net,
        vat=price.vat,
        gross=price.gross,
        prepared_at=now,
        prepared_by=decision.prepared_by,
    )
    return make(credit, "carry_out", by=decision.confirmed_by, now=now)
