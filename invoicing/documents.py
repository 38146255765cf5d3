"""Invoices and credit notes as PDFs, from their frozen rows and nothing else."""

from hlp.kit import clock, pdf
from hlp.kit.searching import normalise
from invoicing.models import CreditNote, Invoice


def render_invoice(invoice: Invoice) -> bytes:
    """The same row gives the same bytes: every word printed stands in it or its lines."""
    if invoice.issued_on is None or invoice.due_on is None:
        raise ValueError("a draft is not printed")
    context = {
        "invoice": invoice,
        "lines": list(invoice.lines.order_by("position")),
        "supplier_lines": [part.strip() for part in invoice.supplier_address.splitlines()],
        "school_address": _school_address(invoice),
        "payment_days": (invoice.due_on - invoice.issued_on).days,
    }
    return pdf.render(
        "pdf/invoicing/invoice.html",
        context,
        title=f"Invoice {invoice.number}",
        identifier=invoice.document_key,
        created=clock.start_of_day(invoice.issued_on),
    )


def render_credit_note(credit: CreditNote) -> bytes:
    """From its own row and that of its invoice, which are both frozen."""
    if credit.issued_on is None:
        raise ValueError("a draft is not printed")
    invoice = credit.invoice
    context = {
        "credit": credit,
        "invoice": invoice,
        "supplier_lines": [part.strip() for part in invoice.supplier_address.splitlines()],
        "school_address": _school_address(invoice),
        "is_whole": credit.gross == invoice.gross,
    }
    return pdf.render(
        "pdf/invoicing/credit_note.html",
        context,
        title=f"Credit note {credit.number}",
        identifier=credit.document_key,
        created=clock.start_of_day(credit.issued_on),
    )


def _school_address(invoice: Invoice) -> list[str]:
    """The school's own address, unless the invoice goes there anyway."""
    if normalise(invoice.school_address) == normalise(invoice.bill_to_address):
        return []
    return invoice.school_address.splitlines()
