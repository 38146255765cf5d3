"""What we look up about runs, invoices and the ledger, and who can see it."""

from invoicing.querysets.exports import ExportQuerySet, downloads
from invoicing.querysets.invoices import InvoiceQuerySet, what_is_missing
from invoicing.querysets.ledger import AllocationQuerySet, CreditNoteQuerySet, PaymentQuerySet
from invoicing.querysets.runs import (
    PAYERS,
    SEES_ALL_INVOICES,
    DatedRowsQuerySet,
    FeeDecisionQuerySet,
    FeeRunQuerySet,
)

__all__ = [
    "PAYERS",
    "SEES_ALL_INVOICES",
    "AllocationQuerySet",
    "CreditNoteQuerySet",
    "DatedRowsQuerySet",
    "ExportQuerySet",
    "FeeDecisionQuerySet",
    "FeeRunQuerySet",
    "InvoiceQuerySet",
    "PaymentQuerySet",
    "downloads",
    "what_is_missing",
]
