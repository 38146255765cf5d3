"""What invoicing tells the kit: what is audited, and what waits for whom."""

from hlp.kit import audit, sections, waiting
from invoicing import home, models
from invoicing.sections import invoices_of
from invoicing.services import treating
from members.commitment import vat_words

for model in (models.FeeRun, models.FeeDecision, models.Supplier, models.VatTreatment):
    audit.register(model)
# What an invoice says is on the invoice for ever; the log needs what happened to it and who did it.
audit.register(
    models.Invoice, exclude=("search_text", "school_address", "supplier_address", "supplier_footer")
)
audit.register(models.InvoiceLine)
audit.register(models.CreditNote)
audit.register(models.Export, exclude=("invoice_ids",))
audit.register(models.Payment)
audit.register(models.Allocation)
audit.register(models.NumberSeries, exclude=("next_number",))
waiting.register(*home.SUBJECTS)
sections.register("members:school_detail", invoices_of)
vat_words.register(treating.words_before_signing)
