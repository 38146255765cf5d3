"""Approved by a second person, a run is issued by a worker, in numbered, frozen invoices."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from hlp.kit.models import WorkItem, WorkState
from hlp.kit.states import WrongMoment, WrongPerson, WrongState
from invoicing import services
from invoicing.models import FeeRun, Invoice, Supplier
from invoicing.states import FeeRunState, InvoiceState
from members.models import School
from tests.factories import invoicing as made

pytestmark = pytest.mark.django_db
DRAFT, APPROVED, ISSUING, ISSUED = (
    FeeRunState.DRAFT,
    FeeRunState.APPROVED,
    FeeRunState.ISSUING,
    FeeRunState.ISSUED,
)


def carry_on(run, now):
    steps = []
    services.issuing.carry_on(run_id=run.pk, now=now, progress=lambda *step: steps.append(step))
    run.refresh_from_db()
    return steps


@pytest.mark.parametrize("person", ["office2", "finance"])
def test_a_second_person_of_office_or_finance_approves(person, membership, office, now, request):
    run = made.drafted(office)
    approver = request.getfixturevalue(person)

    services.approving.approve_run(run=run, by=approver, now=now)

    assert (run.state, run.approved_by, run.approved_at) == (APPROVED, approver, now)


def test_who_prepared_it_does_not_approve_it(membership, office, now):
    run = made.drafted(office)

    with pytest.raises(services.approving.SamePerson, match="somebody else"):
        services.approving.approve_run(run=run, by=office, now=now)

    assert FeeRun.objects.get().state == DRAFT


def test_the_database_too_wants_two_people(membership, office, now):
    made.drafted(office)

    with pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
        FeeRun.objects.update(approved_by=office, approved_at=now)


@pytest.mark.parametrize("person", ["clerk", "head", "business_manager", "board_member"])
def test_nobody_else_approves(person, membership, now, request):
    run = made.drafted()

    with pytest.raises(WrongPerson):
        services.approving.approve_run(run=run, by=request.getfixturevalue(person), now=now)


def test_an_unapproved_run_is_not_issued(membership, office2, now):
    run = made.drafted()

    with pytest.raises(WrongState):
        services.issuing.issue_run(run=run, by=office2, now=now)


def test_finance_does_not_issue(membership, finance, now):
    run = made.run_in(APPROVED)

    with pytest.raises(WrongPerson):
        services.issuing.issue_run(run=run, by=finance, now=now)


def test_without_a_supplier_nothing_is_issued(membership, office, now):
    run = made.run_in(APPROVED)
    Supplier.objects.all().delete()

    with pytest.raises(WrongMoment, match="bank account"):
        services.issuing.issue_run(run=run, by=office, now=now)


def test_issuing_waits_for_a_worker_once(membership, office, now):
    run = made.run_in(APPROVED)

    services.issuing.issue_run(run=run, by=office, now=now)

    assert run.state == ISSUING
    assert run.issued_on == date(2022, 4, 1)
    assert WorkItem.objects.get(kind="invoicing.issue_run").subject_id == str(run.pk)
    assert Invoice.objects.get().number is None
    with pytest.raises(WrongState):
        services.issuing.issue_run(run=run, by=office, now=now)


def test_each_invoice_gets_its_number_dates_and_copy_of_everything(school, now):
    made.member(school, purchase_order="PO-77")

    invoice = made.an_invoice(school.memberships.get())

    assert (invoice.number, invoice.sequence, invoice.state) == ("HLP22-0001", 1, "issued")
    assert (invoice.issued_on, invoice.due_on) == (date(2022, 4, 1), date(2022, 5, 1))
    assert (invoice.covers_from, invoice.covers_to) == (date(2022, 4, 1), date(2023, 3, 31))
    assert (invoice.net, invoice.vat, invoice.gross) == (1500, 0, 1500)
    assert (invoice.school_name, invoice.school_urn) == (school.name, school.urn)
    assert invoice.purchase_order == "PO-77"
    assert invoice.bill_to_address.splitlines()[0] == "The Finance Office"
    assert (invoice.sort_code, invoice.account_number) == ("20-00-00", "12345678")


def test_numbers_follow_the_names_of_the_schools_without_a_gap(now):
    for name in ("Cedar School", "Ash School", "Birch School"):
        made.member(made.SchoolFactory.create(name=name))

    numbers = [(i.number, i.school_name) for i in made.issued()]

    assert numbers == [
        ("HLP22-0001", "Ash School"),
        ("HLP22-0002", "Birch School"),
        ("HLP22-0003", "Cedar School"),
    ]


def test_the_next_year_has_its_own_series(membership, now):
    made.run_in(ISSUED)
    later = now + timedelta(days=365)

    run = made.run_in(ISSUED, now=later, number=2)

    assert run.invoices.get().number == "HLP23-0001"


def test_a_run_says_how_far_it_is_and_ends(now, monkeypatch):
    made.members(5)
    run = made.run_in(ISSUING)
    monkeypatch.setattr(services.issuing, "CHUNK", 2)

    steps = carry_on(run, now)

    assert steps == [(2, 5), (4, 5), (5, 5)]
    assert (run.state, run.finished_at) == (ISSUED, now)


def test_run_again_it_changes_nothing(membership, now):
    run = made.run_in(ISSUED)
    before = list(Invoice.objects.values())

    carry_on(run, now)

    assert list(Invoice.objects.values()) == before
    assert WorkItem.objects.filter(kind="invoicing.render_invoice").count() == 1


def test_what_lacks_an_address_or_is_closed_is_left_out_and_named(now):
    made.member()
    closed = made.SchoolFactory.create(name="Shut School")
    made.member(closed)
    made.member(made.SchoolFactory.create(name="Where School"), invoice_address="")
    School.objects.filter(pk=closed.pk).update(status="Closed")
    run = made.run_in(ISSUING)

    carry_on(run, now)

    assert [invoice.number for invoice in run.invoices.all()] == ["HLP22-0001"]
    assert [(row["school"], row["reason"]) for row in run.left_out] == [
        ("Shut School", "School closed"),
        ("Where School", "No invoice address"),
    ]


def test_what_was_left_out_is_taken_up_by_a_later_run(now):
    made.member()
    membership = made.member(invoice_address="")
    made.run_in(ISSUED)
    membership.invoice_address = "1 High Street"
    membership.save()

    later = made.run_in(ISSUED)

    assert later.invoices.get().membership == membership
    assert later.invoices.get().number == "HLP22-0002"


def test_a_missing_order_holds_nothing_back(now):
    made.member(purchase_order="", finance_email="")

    assert made.issued()[0].state == InvoiceState.ISSUED


def test_a_price_that_changed_after_approval_is_not_issued(membership, office, now):
    run = made.run_in(APPROVED)
    made.standard_rate(membership.school.type)
    services.issuing.issue_run(run=run, by=office, now=now)

    carry_on(run, now)

    assert run.invoices.count() == 0
    assert run.left_out[0]["reason"] == "Fee or VAT treatment changed after approval"


def test_one_run_bills_each_type_of_school_in_its_own_way(now):
    made.standard_rate("Academy converter")
    made.member(made.SchoolFactory.create(name="A Academy", type="Academy converter"))
    made.member(made.SchoolFactory.create(name="M School"))

    academy, maintained = made.issued()

    assert (academy.vat_words, academy.vat, academy.gross) == ("VAT at 20%", 300, 1800)
    assert maintained.vat_words == "Outside the scope of VAT"
    assert (maintained.vat, maintained.gross) == (0, Decimal(1500))


def test_a_stuck_issue_is_started_again_by_the_office(membership, office, now):
    run = made.run_in(ISSUING)
    WorkItem.objects.filter(kind="invoicing.issue_run").update(state=WorkState.FAILED)

    services.issuing.start_again(run=run, by=office, now=now)

    assert WorkItem.objects.get(kind="invoicing.issue_run").state == WorkState.QUEUED
    with pytest.raises(services.issuing.NotStuck):
        services.issuing.start_again(run=run, by=office, now=now)
