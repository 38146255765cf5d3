"""Invoices and fee runs."""

from invoicing import services
from invoicing.states import FeeRunState
from tests.access.page import List, Page, Visible
from tests.access.roles import Role
from tests.factories import invoicing

OFFICE = frozenset({Role.OFFICE})
READS_ALL = OFFICE | {Role.FINANCE}
OWN = READS_ALL | {Role.HEAD, Role.BUSINESS_MANAGER}


def of_invoice(world):
    return {"number": world.invoice.number}


def of_credit(world):
    return {"credit_id": world.credit.pk}


def of_issued_credit(world):
    return {"credit_id": world.issued_credit.pk}


def of_decision(world):
    return {"decision_id": world.fee_decision.pk}


def of_export(world):
    return {"export_id": world.export.pk}


def of_payment(world):
    return {"payment_id": world.payment.pk}


def of_allocation(world):
    allocation = world.payment.allocations.get()
    return {"payment_id": world.payment.pk, "allocation_id": allocation.pk}


def of_run(state):
    return lambda world: {"run_id": world.fee_run(state).pk}


PAGES = [
    Page(
        "invoicing:invoice_list",
        OWN | {Role.OTHER_HEAD},  # sees a list, of their own school's
        look_as=(Role.FINANCE, Role.HEAD),
    ),
    Page("invoicing:invoice_detail", OWN, of_invoice, look_as=(Role.HEAD, Role.FINANCE)),
    Page("invoicing:invoice_pdf", OWN, of_invoice, refreshes=True),
    Page("invoicing:make_pdf_again", OFFICE, of_invoice, method="POST"),
    Page("invoicing:run_list", READS_ALL),
    Page("invoicing:draft_run", OFFICE),
    Page("invoicing:run_detail", READS_ALL, of_run(FeeRunState.DRAFT)),
    Page("invoicing:approve_run", READS_ALL, of_run(FeeRunState.DRAFT), method="POST"),
    Page("invoicing:issue_run", OFFICE, of_run(FeeRunState.APPROVED)),
    Page("invoicing:start_run_again", OFFICE, of_run(FeeRunState.ISSUING), method="POST"),
    Page("invoicing:cancel_run", OFFICE, of_run(FeeRunState.DRAFT), method="POST"),
    Page("invoicing:payment_list", READS_ALL),
    Page("invoicing:record_payment", READS_ALL),
    Page("invoicing:payment_detail", READS_ALL, of_payment),
    Page("invoicing:allocate_payment", READS_ALL, of_payment),
    Page("invoicing:give_back", READS_ALL, of_payment),
    Page("invoicing:reverse_payment", READS_ALL, of_payment),
    Page("invoicing:export_invoices", READS_ALL, method="POST"),
    Page("invoicing:export_detail", READS_ALL, of_export),
    Page("invoicing:export_file", READS_ALL, of_export, is_html=False),
    Page("invoicing:download_list", READS_ALL),
    Page("invoicing:number_check", READS_ALL),
    Page(
        "invoicing:give_order",
        OFFICE | {Role.HEAD, Role.BUSINESS_MANAGER},
        lambda world: {"membership_id": world.invoice.membership_id},
    ),
    Page("invoicing:fee_list", READS_ALL),
    Page("invoicing:set_fee", OFFICE),
    Page("invoicing:fee_detail", READS_ALL, of_decision),
    Page("invoicing:confirm_fee", READS_ALL, of_decision),
    Page("invoicing:credit_list", READS_ALL),
    Page("invoicing:draft_credit", READS_ALL, of_invoice),
    Page("invoicing:credit_detail", OWN, of_issued_credit, look_as=(Role.HEAD, Role.FINANCE)),
    Page("invoicing:approve_credit", READS_ALL, of_credit),
    Page("invoicing:cancel_credit", READS_ALL, of_credit, method="POST"),
    Page("invoicing:make_credit_pdf_again", OFFICE, of_issued_credit, method="POST"),
    Page(
        "invoicing:credit_pdf",
        OWN,
        lambda world: {"number": world.issued_credit.number},
        refreshes=True,
    ),
    Page("invoicing:release_allocation", READS_ALL, of_allocation),
]


def invoices_of_both_schools(world):
    """Issued to each, and drafts, which no school sees."""
    drafts = world.fee_run(FeeRunState.DRAFT).invoices.all()
    return [world.invoice, world.other_invoice, *drafts]


VISIBLE = [
    Visible("invoicing.Invoice", "invoicing.view_invoice", invoices_of_both_schools),
    Visible(
        "invoicing.FeeRun",
        "invoicing.view_run",
        lambda world: [world.fee_run(FeeRunState.DRAFT), world.fee_run(FeeRunState.APPROVED)],
    ),
    Visible(
        "invoicing.CreditNote",
        "invoicing.view_credit",
        lambda world: [world.credit, world.issued_credit],
    ),
    Visible("invoicing.Export", "invoicing.view_export", lambda world: [world.export]),
    Visible("invoicing.FeeDecision", "invoicing.view_fees", lambda world: [world.fee_decision]),
    Visible("invoicing.Payment", "invoicing.view_payment", lambda world: [world.payment]),
]


def add_payments(world, count):
    for invoice in invoicing.issued(invoicing.members(count)):
        invoicing.paid(invoice)


def add_credits(world, count):
    for invoice in invoicing.issued(invoicing.members(count)):
        invoicing.credited(invoice, "1.00")


def add_decisions(world, count):
    for number in range(count):
        invoicing.decided(f"{100 + number}.00", number=2)


def add_downloads(world, count):
    by = world.people[Role.FINANCE]
    for _ in range(count):
        services.exporting.document_for_download(export=world.export, by=by)


def add_runs(world, count):
    for _ in range(count):
        world.fee_run(FeeRunState.DRAFT)


def add_invoices(world, count):
    invoicing.issued(invoicing.members(count))


LISTS = [
    List("invoicing:invoice_list", Role.FINANCE, add_invoices),
    List("invoicing:run_list", Role.FINANCE, add_runs),
    List("invoicing:credit_list", Role.FINANCE, add_credits),
    List("invoicing:fee_list", Role.FINANCE, add_decisions),
    List("invoicing:download_list", Role.FINANCE, add_downloads),
    List("invoicing:payment_list", Role.FINANCE, add_payments),
]
