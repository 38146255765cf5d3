"""The states of fee runs and invoices, and how VAT may be treated.

Paid, overdue and credited are no states: they are derived, because an issued row never changes.
"""

from django.db.models import TextChoices

from hlp.kit.states import StateChoices


class FeeRunState(StateChoices):
    DRAFT = "draft", "Draft", "grey"
    APPROVED = "approved", "Approved", "blue"
    ISSUING = "issuing", "Being issued", "yellow"
    ISSUED = "issued", "Issued", "green"
    CANCELLED = "cancelled", "Cancelled", "grey"


class InvoiceState(StateChoices):
    DRAFT = "draft", "Draft", "grey"
    ISSUED = "issued", "Issued", "green"


class CreditNoteState(StateChoices):
    DRAFT = "draft", "Waiting for approval", "yellow"
    APPROVED = "approved", "Approved", "blue"
    ISSUED = "issued", "Issued", "green"
    CANCELLED = "cancelled", "Cancelled", "grey"


class FeeDecisionState(StateChoices):
    WAITING = "waiting", "Waiting for a second person", "yellow"
    CREDITING = "crediting", "Credit notes being issued", "blue"
    DONE = "done", "Carried out", "green"
    REPLACED = "replaced", "Replaced by a later one", "grey"


class SeriesKind(TextChoices):
    """What a series numbers; the letters before the year in its default prefix are beside it."""

    INVOICE = "invoice", "Invoices"
    CREDIT_NOTE = "credit", "Credit notes"

    @property
    def letters(self) -> str:
        return "HLPC" if self == SeriesKind.CREDIT_NOTE else "HLP"


class Standing(StateChoices):
    """Where an invoice stands on a day: derived, never stored."""

    DRAFT = "draft", "Draft", "grey"
    DUE = "due", "Not yet due", "blue"
    PART_PAID = "part_paid", "Part paid", "turquoise"
    OVERDUE = "overdue", "Overdue", "red"
    PAID = "paid", "Paid", "green"
    CREDITED = "credited", "Credited", "grey"
    OVERPAID = "overpaid", "Overpaid", "purple"


class Status(TextChoices):
    """What finance looks for in the list; all but a draft is derived from the ledger."""

    ISSUED = "issued", "Issued"
    UNPAID = "unpaid", "Not paid in full"
    NOT_YET_DUE = "due", "Not yet due"
    OVERDUE = "overdue", "Overdue"
    PART_PAID = "part_paid", "Part paid"
    PAID = "paid", "Paid"
    CREDITED = "credited", "Credited in full"
    OVERPAID = "overpaid", "Overpaid"
    DRAFT = "draft", "Draft"


class PaymentMethod(TextChoices):
    BACS = "bacs", "Bank transfer (BACS)"
    INTERNAL = "internal", "Internal recharge"
    CHEQUE = "cheque", "Cheque"
    OTHER = "other", "Another way"


class VatCategory(TextChoices):
    """EN 16931's letters, so that an electronic invoice can say the same."""

    OUTSIDE_SCOPE = "O", "Outside the scope of VAT"
    EXEMPT = "E", "Exempt from VAT"
    STANDARD = "S", "Standard rate"
    ZERO = "Z", "Zero-rated for VAT"


class ExportKind(TextChoices):
    """The value is also how the file's name ends."""

    ZIP = "zip", "PDFs as a ZIP"
    CSV = "csv", "List as CSV"
    XLSX = "xlsx", "List for Excel"
