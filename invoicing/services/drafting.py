"""Drafting a fee run: every membership without an invoice for the year gets a draft."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet

from hlp.kit import audit, clock
from hlp.kit.access import require
from hlp.kit.refusal import Refusal
from hlp.kit.states import make
from invoicing.models import FeeRun, Invoice, InvoiceLine
from invoicing.services import pricing, treating
from invoicing.services.setting_up import series_for
from members.models import Membership, MembershipYear, User
from members.owing import owes

BATCH = 500


class NothingToInvoice(Refusal):
    """Every membership has its invoice for the year, or there is no fee."""


def owing(year: MembershipYear) -> QuerySet[Membership]:
    """Who owes the year by the period's policy (members.owing) and has no invoice for it.

    A school that left in year 1 is among them in year 2, unless the board has waived it.
    """
    invoiced = Invoice.objects.filter(membership=OuterRef("pk"), membership_year=year)
    return (
        Membership.objects.filter(owes(year))
        .exclude(Exists(invoiced))
        .select_related("school")
        .order_by("school__name", "pk")
    )


def preview(year: MembershipYear, *, now: datetime) -> dict[str, Any]:
    """Figures from one count per type of school, however many schools there are."""
    treatments = treating.on(clock.day_of(now))
    by_type = owing(year).select_related(None).order_by().values_list("school__type")
    counts = dict(by_type.annotate(Count("pk")))
    count, net = sum(counts.values()), year.fee * sum(counts.values())
    each = [(pricing.vat(year.fee, treatments.of(type_).rate), n) for type_, n in counts.items()]
    vat = sum((vat * n for vat, n in each), Decimal(0))
    return {"count": count, "net": net, "vat": vat, "gross": net + vat}


def draft_run(*, membership_year: MembershipYear, by: User, now: datetime) -> FeeRun:
    """Make a run with one draft invoice for each membership that has none for the year."""
    require(by, "invoicing.draft_run")
    with transaction.atomic(), audit.acting(by):
        # Two who draft at once must not both find the same memberships without an invoice.
        year = MembershipYear.objects.select_for_update().get(pk=membership_year.pk)
        if not year.fee:
            raise NothingToInvoice(f"The fee agreed for {year} is £0.00, so nothing is invoiced.")
        members = list(owing(year))
        if not members:
            raise NothingToInvoice(f"Every member already has an invoice for {year}.")
        run = FeeRun.objects.create(
            membership_year=year, series=series_for(year), prepared_at=now, prepared_by=by
        )
        _make_drafts(run, year, members, treating.on(clock.day_of(now)))
        audit.record(run, what="drafted", by=by, invoices=len(members))
    return run


def cancel_run(*, run: FeeRun, by: User, now: datetime) -> FeeRun:
    """Nothing has a number yet, so the drafts go and a later run may take the memberships up."""
    with transaction.atomic():
        make(run, "cancel", by=by, now=now)
        run.invoices.all().delete()
    return run


def _make_drafts(
    run: FeeRun, year: MembershipYear, members: list[Membership], treatments: treating.Treatments
) -> None:
    invoices = [_draft(run, year, membership, treatments) for membership in members]
    Invoice.objects.bulk_create(invoices, batch_size=BATCH)
    lines = [
        InvoiceLine(
            invoice=invoice,
            description=f"Hillingdon Learning Partnership membership, year {year.number}",
            unit_price=invoice.net,
            net=invoice.net,
        )
        for invoice in invoices
    ]
    InvoiceLine.objects.bulk_create(lines, batch_size=BATCH)


def _draft(
    run: FeeRun, year: MembershipYear, membership: Membership, treatments: treating.Treatments
) -> Invoice:
    treatment = treatments.of(membership.school.type)
    price = pricing.price(year.fee, treatment.rate)
    invoice = Invoice(
        fee_run=run,
        membership=membership,
        membership_year=year,
        fee_cap=year.fee_cap,
        net=price.net,
        vat=price.vat,
        gross=price.gross,
        vat_category=treatment.category,
        vat_rate=treatment.rate,
        vat_words=treatment.words,
        is_internal_recharge=treatment.is_internal_recharge,
        covers_from=year.starts_on,
        covers_to=year.ends_on,
        school_urn=membership.school_id,
        school_name=membership.school.name,
    )
    invoice.search_text = invoice.searchable()
    return invoice
