"""The office drafts a run over every member that has no invoice for the year."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from hlp.kit.access import WrongPerson
from invoicing.models import FeeRun, Invoice
from invoicing.services import drafting
from invoicing.states import FeeRunState
from members.states import MembershipState
from tests.factories import invoicing as made

pytestmark = pytest.mark.django_db


def draft(year, by, now):
    return drafting.draft_run(membership_year=year, by=by, now=now)


def test_every_member_gets_one_draft_at_the_fee_of_the_year(year, office, now):
    memberships = made.members(3)

    run = draft(year, office, now)

    drafts = run.invoices.order_by("membership_id")
    assert [invoice.membership for invoice in drafts] == memberships
    assert {invoice.net for invoice in drafts} == {Decimal("1500.00")}
    assert {invoice.number for invoice in drafts} == {None}
    assert [line.net for invoice in drafts for line in invoice.lines.all()] == [1500, 1500, 1500]


def test_who_only_prepares_or_has_ended_is_not_invoiced(year, office, now):
    member = made.member(state=MembershipState.LEAVING)
    made.member(state=MembershipState.DRAFT)
    made.member(state=MembershipState.SIGNED)
    made.member(state=MembershipState.ENDED)

    run = draft(year, office, now)

    assert [invoice.membership for invoice in run.invoices.all()] == [member]


def test_the_fee_the_board_agreed_counts(year, office, now):
    made.member()
    year.agreed_fee, year.decided_on, year.minute_reference = Decimal(1150), now.date(), "12/3"
    year.save()

    run = draft(year, office, now)

    assert run.invoices.get().net == Decimal("1150.00")


def test_a_second_run_takes_up_only_who_is_new(year, office, now):
    made.member()
    draft(year, office, now)
    late = made.member()

    run = draft(year, office, now)

    assert [invoice.membership for invoice in run.invoices.all()] == [late]


def test_a_run_with_nobody_in_it_is_refused(year, office, now):
    with pytest.raises(drafting.NothingToInvoice, match="already has an invoice"):
        draft(year, office, now)

    assert FeeRun.objects.count() == 0


def test_a_year_without_a_fee_is_not_invoiced(year, office, now):
    made.member()
    year.agreed_fee, year.decided_on, year.minute_reference = Decimal(0), now.date(), "12/3"
    year.save()

    with pytest.raises(drafting.NothingToInvoice, match=r"£0\.00"):
        draft(year, office, now)


@pytest.mark.parametrize("person", ["finance", "clerk", "head", "board_member", "stranger"])
def test_only_the_office_drafts(person, year, now, request):
    made.member()

    with pytest.raises(WrongPerson):
        draft(year, request.getfixturevalue(person), now)


def test_the_preview_says_what_the_run_will_hold(year, office, now):
    made.VatTreatmentFactory.create()
    made.standard_rate("Academy converter")
    made.member()
    academy = made.SchoolFactory.create(type="Academy converter")
    made.member(academy)

    preview = drafting.preview(year, now=now)
    totals = draft(year, office, now).invoices.totals()

    assert totals == {"count": 2, "net": 3000, "vat": 300, "gross": 3300}
    assert preview == totals


def test_a_cancelled_run_frees_its_members_for_the_next(year, office, now):
    membership = made.member()
    run = draft(year, office, now)

    drafting.cancel_run(run=run, by=office, now=now)

    assert run.state == FeeRunState.CANCELLED
    assert [i.membership for i in draft(year, office, now).invoices.all()] == [membership]


def test_the_database_refuses_a_second_invoice_for_the_year(year, office, now):
    made.member()
    run = draft(year, office, now)
    invoice = run.invoices.get()
    invoice.pk = None

    with pytest.raises(IntegrityError, match=r"(?i)unique|one_invoice"), transaction.atomic():
        invoice.save()

    assert Invoice.objects.count() == 1


def test_the_database_refuses_a_penny_above_the_cap(year, office, now):
    made.member()
    draft(year, office, now)

    with pytest.raises(IntegrityError, match="net_within_the_cap"), transaction.atomic():
        Invoice.objects.update(net=Decimal("1500.01"), gross=Decimal("1500.01"))


def test_the_cap_is_data_of_the_year(office, now):
    made.member()
    year = made.year(fee_cap=Decimal(900))

    run = draft(year, office, now)

    assert (run.invoices.get().net, run.invoices.get().fee_cap) == (900, 900)
