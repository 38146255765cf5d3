"""What we look up about runs, invoices and the ledger, and who can see it."""

from invoicing.querysets.invoices import PAYERS, InvoiceQuerySet
from invoicing.querysets.ledger import AllocationQuerySet, PaymentQuerySet
from invoicing.querysets.runs import SEES_ALL_INVOICES, DatedRowsQuerySet, FeeRunQuerySet

__all__ = [
    "PAYERS",
    "SEES_ALL_INVOICES",
    "AllocationQuerySet",
    "DatedRowsQuerySet",
    "FeeRunQuerySet",
    "InvoiceQuerySet",
    "PaymentQuerySet",
]
