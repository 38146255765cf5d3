"""Addresses of invoicing: a school's own invoices, finance's list, fee runs."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from invoicing.views import credits, exports, fees, invoices, orders, payments, runs


class InvoiceNumber(StringConverter):
    """Only what can be a number is looked up: HLP22-0001."""

    regex = "[A-Z0-9]{1,12}-[0-9]{1,9}"


register_converter(InvoiceNumber, "invoice")

app_name = "invoicing"
urlpatterns = [
    path("", invoices.invoice_list, name="invoice_list"),
    path("runs/", runs.run_list, name="run_list"),
    path("runs/new/", runs.draft_run, name="draft_run"),
    path("runs/<int:run_id>/", runs.run_detail, name="run_detail"),
    path("runs/<int:run_id>/approve/", runs.approve_run, name="approve_run"),
    path("runs/<int:run_id>/issue/", runs.issue_run, name="issue_run"),
    path("runs/<int:run_id>/start-again/", runs.start_again, name="start_run_again"),
    path("runs/<int:run_id>/cancel/", runs.cancel_run, name="cancel_run"),
    path("payments/", payments.payment_list, name="payment_list"),
    path("payments/new/", payments.record_payment, name="record_payment"),
    path("payments/<int:payment_id>/", payments.payment_detail, name="payment_detail"),
    path("payments/<int:payment_id>/share/", payments.allocate_payment, name="allocate_payment"),
    path("payments/<int:payment_id>/give-back/", payments.give_back, name="give_back"),
    path("payments/<int:payment_id>/reverse/", payments.reverse_payment, name="reverse_payment"),
    path(
        "payments/<int:payment_id>/take-off/<int:allocation_id>/",
        payments.release_allocation,
        name="release_allocation",
    ),
    path("export/", exports.export_invoices, name="export_invoices"),
    path("exports/<int:export_id>/", exports.export_detail, name="export_detail"),
    path("exports/<int:export_id>/file/", exports.export_file, name="export_file"),
    path("downloads/", exports.download_list, name="download_list"),
    path("numbers/", exports.number_check, name="number_check"),
    path("orders/<int:membership_id>/", orders.give_order, name="give_order"),
    path("fees/", fees.fee_list, name="fee_list"),
    path("fees/new/", fees.set_fee, name="set_fee"),
    path("fees/<int:decision_id>/", fees.fee_detail, name="fee_detail"),
    path("fees/<int:decision_id>/confirm/", fees.confirm_fee, name="confirm_fee"),
    path("credits/", credits.credit_list, name="credit_list"),
    path("credits/<invoice:number>.pdf", credits.credit_pdf, name="credit_pdf"),
    path("credits/<int:credit_id>/", credits.credit_detail, name="credit_detail"),
    path("credits/<int:credit_id>/approve/", credits.approve_credit, name="approve_credit"),
    path("credits/<int:credit_id>/cancel/", credits.cancel_credit, name="cancel_credit"),
    path(
        "credits/<int:credit_id>/make-pdf/",
        credits.make_credit_pdf_again,
        name="make_credit_pdf_again",
    ),
    path("<invoice:number>/credit/", credits.draft_credit, name="draft_credit"),
    path("<invoice:number>.pdf", invoices.invoice_pdf, name="invoice_pdf"),
    path("<invoice:number>/make-pdf/", invoices.make_pdf_again, name="make_pdf_again"),
    path("<invoice:number>/", invoices.invoice_detail, name="invoice_detail"),
]
