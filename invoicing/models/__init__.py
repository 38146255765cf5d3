"""Who sends invoices, how VAT is treated, fee runs and what they make, and who paid."""

from invoicing.models.credits import CreditNote
from invoicing.models.decisions import FeeDecision
from invoicing.models.exports import Export
from invoicing.models.invoices import Invoice, InvoiceLine
from invoicing.models.payments import Allocation, Payment
from invoicing.models.runs import FeeRun, NumberSeries
from invoicing.models.suppliers import Supplier, VatTreatment

__all__ = [
    "Allocation",
    "CreditNote",
    "Export",
    "FeeDecision",
    "FeeRun",
    "Invoice",
    "InvoiceLine",
    "NumberSeries",
    "Payment",
    "Supplier",
    "VatTreatment",
]
