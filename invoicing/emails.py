"""The mails that bring a school its invoice and, where one is taken back, the credit note."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from hlp.kit import mail, outbox
from hlp.kit.models import Document
from invoicing.models import CreditNote, Invoice


def queue_invoice(invoice: Invoice, document: Document, *, now: datetime) -> None:
    """One per invoice, with its PDF; nothing where the school gave no address for invoices."""
    if not invoice.bill_to_email:
        return
    page = reverse("invoicing:invoice_detail", args=[invoice.number])
    message = mail.compose(
        "invoicing/invoice", {"invoice": invoice, "url": f"{settings.SITE_URL}{page}"}
    )
    outbox.queue(
        key=invoice.document_key,
        to=invoice.bill_to_email,
        subject=message.subject,
        text=message.text,
        html=message.html,
        documents=[document],
        now=now,
    )


def queue_credit_note(credit: CreditNote, document: Document, *, now: datetime) -> None:
    """One per credit note, with its PDF, to where the school's invoices go now."""
    if not credit.sent_to:
        return
    page = reverse("invoicing:credit_detail", args=[credit.pk])
    context = {"credit": credit, "invoice": credit.invoice, "url": f"{settings.SITE_URL}{page}"}
    message = mail.compose("invoicing/credit_note", context)
    outbox.queue(
        key=credit.document_key,
        to=credit.sent_to,
        subject=message.subject,
        text=message.text,
        html=message.html,
        documents=[document],
        now=now,
    )
