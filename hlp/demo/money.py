"""The demo's invoices: year 1 issued to those who joined in time, a second run to approve."""

from datetime import datetime, timedelta

from hlp.kit import clock
from invoicing.models import FeeRun, Supplier
from invoicing.services import approving, drafting, issuing
from members.models import MembershipYear, Period, User


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


def year_one(period: Period) -> MembershipYear:
    return period.years.get(number=1)
