"""The demo's money: year 1 issued and mostly paid, a credit note and a second run to approve."""

from datetime import datetime, timedelta
from decimal import Decimal

from hlp.kit import clock
from invoicing.models import CreditNote, FeeRun, Invoice, Supplier
from invoicing.services import approving, crediting, drafting, issuing, paying
from invoicing.states import PaymentMethod
from members.models import MembershipYear, Period, User

FEWEST = 8  # invoices without which the books tell no story
MOST_PAID = 200  # of a national demo the rest is still to be paid
PAID = 6  # of every ten of the others


def add_supplier(period: Period) -> Supplier:
    """Fictional, but whole: an invoice shows every part of it."""
    return Supplier.objects.create(
        from_on=period.starts_on - timedelta(days=365),
        legal_name="London Borough of Hillingdon (fictional demo)",
        address="Civic Centre\nHigh Street\nUxbridge\nUB8 1UW",
        vat_number="GB 000 0000 00",
        account_name="Hillingdon Learning Partnership",
        sort_code="00-00-00",
        account_number="00000000",
        bank_name="Demonstration Bank",
        remittance_email="remittances@demo.hlp.example",
        telephone="01632 960000",
        footer="This is a demonstration. Do not pay it.",
    )


def issue_first_run(period: Period, cast: dict[str, User]) -> FeeRun:
    """Drafted by one of the office, approved by another, issued; the PDFs wait for a worker."""
    year = year_one(period)
    at = clock.start_of_day(year.invoice_on) + timedelta(hours=10)
    run = drafting.draft_run(membership_year=year, by=cast["office"], now=at)
    approving.approve_run(
        run=run,
        by=cast["office2"],
        now=at + timedelta(hours=2),
        typed_total=run.invoices.totals()["gross"],  # a national demo is above the breaker
    )
    issuing.issue_run(run=run, by=cast["office"], now=at + timedelta(hours=3))
    issuing.carry_on(run_id=run.pk, now=at + timedelta(hours=3), progress=lambda done, total: None)
    return run


def draft_second_run(period: Period, cast: dict[str, User], now: datetime) -> FeeRun:
    """For the late joiners; it waits for a second person."""
    return drafting.draft_run(
        membership_year=year_one(period), by=cast["office"], now=now - timedelta(hours=5)
    )


def keep_books(period: Period, cast: dict[str, User], now: datetime) -> None:
    """Most schools have paid, one in part, one too much; one credit note is out, one waits."""
    first = Invoice.objects.issued().filter(membership_year=year_one(period)).order_by("sequence")
    invoices = list(first[:MOST_PAID])
    if len(invoices) < FEWEST:
        return
    whole, part, credited, asked, *rest = invoices
    _paid([whole], whole.gross + Decimal(150), cast["finance"], now)
    _paid([part], Decimal(500), cast["finance"], now)
    credit = _credit(credited, Decimal(250), "Support began a term late", cast["finance"], now)
    crediting.approve_credit(credit=credit, by=cast["office"], now=now - timedelta(days=2))
    _credit(asked, None, "The school closes in summer", cast["finance"], now)
    # A trust pays for two schools in one line.
    _paid(rest[:2], sum((i.gross for i in rest[:2]), Decimal(0)), cast["finance"], now)
    for number, invoice in enumerate(rest[2:]):
        if number % 10 < PAID:
            _paid([invoice], invoice.gross, cast["finance"], now)


def _paid(invoices: list[Invoice], amount: Decimal, by: User, now: datetime) -> None:
    received = paying.Received(
        on=clock.day_of(now) - timedelta(days=20 + len(invoices[0].school_name) % 12),
        amount=amount,
        method=PaymentMethod.BACS,
        reference=" ".join(invoice.number or "" for invoice in invoices)[:100],
        payer=invoices[0].school_name,
    )
    shares = [paying.Share(invoice) for invoice in invoices]
    paying.record_payment(received=received, pays=shares, by=by, now=now - timedelta(days=6))


def _credit(
    invoice: Invoice, gross: Decimal | None, reason: str, by: User, now: datetime
) -> CreditNote:
    when = now - timedelta(days=3)
    return crediting.draft_credit(invoice=invoice, gross=gross, reason=reason, by=by, now=when)


def year_one(period: Period) -> MembershipYear:
    return period.years.get(number=1)
