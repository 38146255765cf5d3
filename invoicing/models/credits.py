"""Credit notes: what is taken off an issued invoice, with a reason and a number of its own."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from hlp.kit import documents, frozen
from hlp.kit.money import MoneyField
from hlp.kit.privacy import Privacy
from invoicing.models.decisions import FeeDecision
from invoicing.models.invoices import Invoice
from invoicing.models.runs import NumberSeries
from invoicing.querysets import CreditNoteQuerySet
from invoicing.states import CreditNoteState
from members.models import School

SIGNS = "who answers for the credit note; kept seven years after the period"
ISSUED = CreditNoteState.ISSUED


class CreditNote(models.Model):
    """Takes an invoice back, whole or in part. What it prints stands here and on its invoice."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="credit_notes")
    state = models.CharField(
        max_length=10, choices=CreditNoteState, default=CreditNoteState.DRAFT, editable=False
    )
    decision = models.ForeignKey(
        FeeDecision, null=True, blank=True, on_delete=models.PROTECT, related_name="credit_notes"
    )
    reason = models.CharField(max_length=200)
    net = MoneyField()
    vat = MoneyField()
    gross = MoneyField()

    # Given at issue, never before
    series = models.ForeignKey(NumberSeries, null=True, on_delete=models.PROTECT)
    sequence = models.PositiveIntegerField(null=True)
    number = models.CharField(max_length=20, null=True, unique=True)  # noqa: DJ001 - NULL until issue
    issued_at = models.DateTimeField(null=True)
    issued_on = models.DateField(null=True)
    sent_to = models.EmailField(blank=True)

    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = CreditNoteQuerySet.as_manager()
    privacy = Privacy(
        personal={
            "prepared_by": SIGNS,
            "approved_by": SIGNS,
            "cancelled_by": SIGNS,
            "sent_to": "where it was sent; kept seven years after the period",
        },
        other=(
            *(
                "id",
                "invoice",
                "state",
                "decision",
                "reason",
                "net",
                "vat",
                "gross",
                "series",
                "sequence",
            ),
            *("number", "issued_at", "issued_on", "prepared_at", "approved_at", "cancelled_at"),
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series", "sequence"], name="credit_numbers_are_given_once"
            ),
            models.UniqueConstraint(
                fields=["invoice", "decision"], name="one_credit_per_invoice_and_decision"
            ),
            models.CheckConstraint(
                condition=Q(gross__gt=0, net__gte=0, vat__gte=0, gross__gte=F("net")),
                name="a_credit_takes_something_off",
            ),
            models.CheckConstraint(
                condition=~Q(approved_by=F("prepared_by")), name="two_people_for_a_credit_note"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[CreditNoteState.APPROVED, ISSUED])
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="only_approved_credits_are_issued",
            ),
            models.CheckConstraint(
                condition=~Q(state=ISSUED) & Q(number=None, series=None, sequence=None)
                | Q(
                    state=ISSUED,
                    number__isnull=False,
                    series__isnull=False,
                    sequence__isnull=False,
                    issued_on__isnull=False,
                ),
                name="an_issued_credit_is_numbered",
            ),
        ]
        indexes = [models.Index(fields=["-issued_on"], name="credit_newest")]

    def __str__(self) -> str:
        return self.number or f"Draft credit note {self.pk}"

    @property
    def school(self) -> School:
        """Today's school of the membership: its head is who may look. Load it by with_invoice()."""
        return self.invoice.membership.school

    @property
    def is_issued(self) -> bool:
        return self.state == ISSUED

    @property
    def document_key(self) -> str:
        return f"credit:{self.number}"


documents.keep_for_ever("credit note")
frozen.freeze("invoicing_creditnote", "{row}.state = 'issued'")
