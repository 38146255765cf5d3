"""The mail that brings a school its invoice."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from hlp.kit import mail, outbox
from hlp.kit.models import Document
from invoicing.models import Invoice


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
