"""Minimal, valid invoicing. Runs are drafted, approved and issued by the services."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from factory.django import DjangoModelFactory

from invoicing import services
from invoicing.models import (
    CreditNote,
    FeeDecision,
    FeeRun,
    Invoice,
    Payment,
    Supplier,
    VatTreatment,
)
from invoicing.states import FeeRunState, PaymentMethod, VatCategory
from members.models import Membership, MembershipYear, School, User
from members.states import MembershipState, PortalRole
from tests.factories import cast
from tests.factories.members import (
    CommitmentTextFactory,
    MembershipFactory,
    MembershipYearFactory,
    PeriodFactory,
    SchoolFactory,
    fields_of,
)

NOW = datetime(2022, 4, 1, 9, tzinfo=UTC)
SIGNED = datetime(2022, 3, 10, 15, tzinfo=UTC)
LATER = datetime(2022, 6, 30, 9, tzinfo=UTC)


class SupplierFactory(DjangoModelFactory[Supplier]):
    class Meta:
        model = Supplier
        django_get_or_create = ("from_on",)

    from_on = date(2020, 1, 1)
    legal_name = "London Borough of Hillingdon"
    address = "Civic Centre\nHigh Street\nUxbridge\nUB8 1UW"
    vat_number = "GB 123 4567 89"
    account_name = "LB Hillingdon HLP"
    sort_code = "20-00-00"
    account_number = "12345678"
    bank_name = "Example Bank"
    remittance_email = "remittance@hillingdon.example"
    telephone = "01895 000000"


class VatTreatmentFactory(DjangoModelFactory[VatTreatment]):
    class Meta:
        model = VatTreatment
        django_get_or_create = ("establishment_type", "from_on")

    from_on = date(2000, 1, 1)
    establishment_type = ""
    category = VatCategory.OUTSIDE_SCOPE
    words = "Outside the scope of VAT"


def standard_rate(establishment_type: str, **fields: Any) -> VatTreatment:
    return VatTreatmentFactory.create(
        establishment_type=establishment_type,
        category=VatCategory.STANDARD,
        rate=Decimal(20),
        words="VAT at 20%",
        **fields,
    )


def member(school: School | None = None, **fields: Any) -> Membership:
    """A verified member with everything an invoice needs."""
    school = school or SchoolFactory.create()
    signed = {
        "state": MembershipState.ACTIVE,
        "signed_at": SIGNED,
        "signed_name": "Hanna Head",
        "signed_urn": school.pk,
        "commitment": CommitmentTextFactory.create(),
        "finance_email": f"finance@{school.pk}.example.org",
        "purchase_order": "PO-4711",
        "invoice_name": school.name,
        "invoice_address": "The Finance Office\n1 High Street\nUxbridge\nUB8 1UW",
    }
    state = MembershipState(fields.get("state", MembershipState.ACTIVE))
    return MembershipFactory.create(school=school, **{**signed, **fields_of(state), **fields})


def members(count: int) -> list[Membership]:
    return [member() for _ in range(count)]


def year(number: int = 1, **fields: Any) -> MembershipYear:
    return MembershipYearFactory.create(period=PeriodFactory.create(), number=number, **fields)


def someone(name: str) -> User:
    """Of the office; another one each time."""
    return cast.in_partnership(f"{name} {User.objects.count()}", PortalRole.OFFICE)


def drafted(by: User | None = None, *, now: datetime = NOW, number: int = 1) -> FeeRun:
    """A run over all memberships that exist without an invoice for the year."""
    by = by or someone("Dora Drafter")
    SupplierFactory.create()
    VatTreatmentFactory.create()
    return services.drafting.draft_run(membership_year=year(number), by=by, now=now)


def run_in(state: FeeRunState, *, now: datetime = NOW, number: int = 1) -> FeeRun:
    """Brought there by the legal moves; the issuing is only queued, not done."""
    run = drafted(now=now, number=number)
    if state == FeeRunState.CANCELLED:
        return services.drafting.cancel_run(run=run, by=run.prepared_by, now=now)
    approver = someone("Anna Approver")
    if state in (FeeRunState.APPROVED, FeeRunState.ISSUING, FeeRunState.ISSUED):
        total = run.invoices.totals()["gross"]
        services.approving.approve_run(run=run, by=approver, now=now, typed_total=total)
    if state in (FeeRunState.ISSUING, FeeRunState.ISSUED):
        services.issuing.issue_run(run=run, by=approver, now=now)
    if state == FeeRunState.ISSUED:
        services.issuing.carry_on(run_id=run.pk, now=now, progress=lambda done, total: None)
        run.refresh_from_db()
    return run


def issued(memberships: Sequence[Membership] = (), *, now: datetime = NOW) -> list[Invoice]:
    """Issued invoices of every member that had none, in the order of their numbers."""
    if not memberships and not Membership.objects.members().exists():
        member()
    run = run_in(FeeRunState.ISSUED, now=now)
    return list(run.invoices.order_by("sequence"))


def paid(
    *invoices: Invoice,
    amount: str = "1500.00",
    on: date = date(2022, 4, 20),
    by: User | None = None,
    now: datetime | None = None,
    **said: Any,
) -> Payment:
    """A payment as entered by hand, shared out among the invoices in their order."""
    received = services.paying.Received(
        on=on, amount=Decimal(amount), **{"method": PaymentMethod.BACS, **said}
    )
    return services.paying.record_payment(
        received=received,
        pays=[services.paying.Share(invoice) for invoice in invoices],
        by=by or someone("Kay Keeper"),
        now=now or LATER,
    )


def credit_drafted(
    invoice: Invoice, gross: str | None = None, *, by: User | None = None, now: datetime = LATER
) -> CreditNote:
    """Asked for; without an amount, all that is left."""
    return services.crediting.draft_credit(
        invoice=invoice,
        gross=Decimal(gross) if gross else None,
        reason="The school was charged too much",
        by=by or someone("Kay Keeper"),
        now=now,
    )


def credited(invoice: Invoice, gross: str | None = None, *, now: datetime = LATER) -> CreditNote:
    """Approved by a second person, and so issued; its PDF is only queued."""
    credit = credit_drafted(invoice, gross, now=now)
    approver = someone("Anna Approver")
    return services.crediting.approve_credit(credit=credit, by=approver, now=now)


def decided(
    fee: str,
    *,
    number: int = 1,
    on: date = date(2022, 6, 20),
    minute: str = "2022/3, item 5",
    by: User | None = None,
    now: datetime = LATER,
) -> FeeDecision:
    """The board's decision on the fee of a year, as the office records it."""
    return services.set_fee(
        membership_year=year(number),
        fee=Decimal(fee),
        decided_on=on,
        minute_reference=minute,
        carry_over=Decimal("12000.00"),
        by=by or someone("Olga Office"),
        now=now,
    )


def confirmed(decision: FeeDecision, *, by: User | None = None) -> FeeDecision:
    """Confirmed by a second person, and its credit notes issued."""
    by = by or someone("Anna Approver")
    services.setting_fees.confirm_fee(decision=decision, by=by, now=LATER)
    services.setting_fees.carry_on(
        decision_id=decision.pk, now=LATER, progress=lambda done, total: None
    )
    decision.refresh_from_db()
    return decision


def at(invoice: Invoice, on: date = date(2022, 6, 30)) -> Invoice:
    """The invoice with its balance as of a day."""
    return Invoice.objects.with_balance(on).get(pk=invoice.pk)


def an_invoice(membership: Membership | None = None, *, now: datetime = NOW) -> Invoice:
    membership = membership or member()
    issued([membership], now=now)
    return Invoice.objects.get(membership=membership)
