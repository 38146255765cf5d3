"""Who sends invoices, how VAT is treated, fee runs and what they make."""

from invoicing.models.invoices import Invoice, InvoiceLine
from invoicing.models.runs import FeeRun, NumberSeries
from invoicing.models.suppliers import Supplier, VatTreatment

__all__ = ["FeeRun", "Invoice", "InvoiceLine", "NumberSeries", "Supplier", "VatTreatment"]
