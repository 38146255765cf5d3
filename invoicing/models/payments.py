"""Money received and which invoices it pays: entries that are added and never changed."""

from decimal import Decimal
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from hlp.kit import frozen
from hlp.kit.money import MoneyField
from hlp.kit.privacy import Privacy
from invoicing.models.invoices import Invoice
from invoicing.querysets import AllocationQuerySet, PaymentQuerySet
from invoicing.states import PaymentMethod

WHO = "who entered it in the books; kept seven years after the period"


class Payment(models.Model):
    """Money that came in or, as an entry that reverses another, went back or never was."""

    entry = models.UUIDField(unique=True, default=uuid4, editable=False)  # one per form sent
    received_on = models.DateField()
    amount = MoneyField()
    method = models.CharField(max_length=10, choices=PaymentMethod, default=PaymentMethod.BACS)
    reference = models.CharField(max_length=100, blank=True)
    payer = models.CharField("paid by", max_length=200, blank=True)
    reverses = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversals"
    )
    reason = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = PaymentQuerySet.as_manager()
    privacy = Privacy(
        personal={
            "payer": "whose account it came from; kept seven years after the period",
            "recorded_by": WHO,
        },
        other=(
            *("id", "entry", "received_on", "amount", "method", "reference", "reverses", "reason"),
            "recorded_at",
        ),
    )

    # From Payment.objects.with_left()
    given_back: Decimal
    allocated: Decimal
    left: Decimal

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reverses=None, amount__gt=0, reason="")
                | Q(reverses__isnull=False, amount__lt=0) & ~Q(reason=""),
                name="money_comes_in_or_goes_back_with_a_reason",
            )
        ]
        indexes = [models.Index(fields=["-received_on"], name="payment_newest")]

    def __str__(self) -> str:
        return f"Payment {self.pk}"

    @property
    def is_given_back(self) -> bool:
        """Nothing of it is here any more. Load it by with_left()."""
        return self.amount + self.given_back == 0


class Allocation(models.Model):
    """How much of a payment pays one invoice; or, with `reverses`, that it no longer does."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="allocations")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="allocations")
    amount = MoneyField()
    counts_on = models.DateField("counts from")
    reverses = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversal"
    )
    reason = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = AllocationQuerySet.as_manager()
    privacy = Privacy(
        personal={"recorded_by": WHO},
        other=(
            *("id", "payment", "invoice", "amount", "counts_on", "reverses", "reason"),
            "recorded_at",
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reverses=None, amount__gt=0, reason="")
                | Q(reverses__isnull=False, amount__lt=0) & ~Q(reason=""),
                name="an_allocation_is_taken_off_with_a_reason",
            )
        ]
        indexes = [models.Index(fields=["invoice", "counts_on"], name="allocation_of_invoice")]

    def __str__(self) -> str:
        return f"Allocation {self.pk} of payment {self.payment_id}"


# Entries may be added at any time and never changed: what was wrong is reversed by another.
frozen.freeze("invoicing_payment", "{row}.id IS NOT NULL", insert=False)
frozen.freeze("invoicing_allocation", "{row}.id IS NOT NULL", insert=False)
