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


class Standing(StateChoices):
    """Where an invoice stands on a day: derived, never stored."""

    DRAFT = "draft", "Draft", "grey"
    DUE = "due", "Not yet due", "blue"
    OVERDUE = "overdue", "Overdue", "red"


class VatCategory(TextChoices):
    """EN 16931's letters, so that an electronic invoice can say the same."""

    OUTSIDE_SCOPE = "O", "Outside the scope of VAT"
    EXEMPT = "E", "Exempt from VAT"
    STANDARD = "S", "Standard rate"
    ZERO = "Z", "Zero-rated for VAT"
