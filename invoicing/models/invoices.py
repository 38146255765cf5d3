"""Invoices: drafts that may be corrected, and issued ones that the database will not touch."""

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from hlp.kit import documents, frozen
from hlp.kit.money import MoneyField
from hlp.kit.privacy import Privacy
from hlp.kit.searching import normalise
from invoicing.models.runs import FeeRun, NumberSeries
from invoicing.querysets import InvoiceQuerySet
from invoicing.states import InvoiceState, Standing, VatCategory
from members.models import Membership, MembershipYear, School

BILLING = "on the invoice; kept seven years after the period"


class Invoice(models.Model):
    """What one membership owes for one year. Everything printed on it is copied into the row."""

    fee_run = models.ForeignKey(FeeRun, on_delete=models.PROTECT, related_name="invoices")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="invoices")
    membership_year = models.ForeignKey(
        MembershipYear, on_delete=models.PROTECT, related_name="invoices"
    )
    state = models.CharField(
        max_length=10, choices=InvoiceState, default=InvoiceState.DRAFT, editable=False
    )

    # Given at issue, never before: a number that was given exists.
    series = models.ForeignKey(NumberSeries, null=True, on_delete=models.PROTECT)
    sequence = models.PositiveIntegerField(null=True)
    number = models.CharField(max_length=20, null=True, unique=True)  # noqa: DJ001 - NULL until issue
    issued_at = models.DateTimeField(null=True)
    issued_on = models.DateField(null=True)
    due_on = models.DateField(null=True)

    # How much
    fee_cap = MoneyField()
    net = MoneyField()
    vat_category = models.CharField(max_length=1, choices=VatCategory)
    vat_rate = models.DecimalField(max_digits=5, decimal_places=2)
    vat_words = models.CharField(max_length=100)
    vat = MoneyField()
    gross = MoneyField()
    is_internal_recharge = models.BooleanField(default=False)
    covers_from = models.DateField()
    covers_to = models.DateField()

    # For whom
    school_urn = models.PositiveIntegerField()
    school_name = models.CharField(max_length=200)
    school_address = models.TextField(blank=True)
    purchase_order = models.CharField(max_length=40, blank=True)
    bill_to_name = models.CharField(max_length=200, blank=True)
    bill_to_address = models.TextField(blank=True)
    bill_to_email = models.EmailField(blank=True)

    # From whom
    supplier_name = models.CharField(max_length=200, blank=True)
    supplier_address = models.TextField(blank=True)
    supplier_vat_number = models.CharField(max_length=20, blank=True)
    supplier_email = models.EmailField(blank=True)
    supplier_telephone = models.CharField(max_length=30, blank=True)
    supplier_footer = models.CharField(max_length=300, blank=True)
    account_name = models.CharField(max_length=100, blank=True)
    sort_code = models.CharField(max_length=8, blank=True)
    account_number = models.CharField(max_length=8, blank=True)
    bank_name = models.CharField(max_length=100, blank=True)

    search_text = models.CharField(max_length=500, blank=True, editable=False)

    objects = InvoiceQuerySet.as_manager()
    privacy = Privacy(
        personal={
            "bill_to_name": BILLING,
            "bill_to_address": BILLING,
            "bill_to_email": "where the invoice was sent; kept seven years after the period",
        },
        other=(
            *("id", "fee_run", "membership", "membership_year", "state", "series", "sequence"),
            *("number", "issued_at", "issued_on", "due_on", "fee_cap", "net", "vat_category"),
            *("vat_rate", "vat_words", "vat", "gross", "is_internal_recharge", "covers_from"),
            *("covers_to", "school_urn", "school_name", "school_address", "purchase_order"),
            *("supplier_name", "supplier_address", "supplier_vat_number", "supplier_email"),
            *(
                "supplier_telephone",
                "supplier_footer",
                "account_name",
                "sort_code",
                "account_number",
            ),
            *("bank_name", "search_text"),
        ),
    )

    # From Invoice.objects.with_balance()
    paid: Decimal
    credited: Decimal
    balance: Decimal
    # From Invoice.objects.above()
    credited_by_all: Decimal
    reduced_gross: Decimal

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "membership_year"],
                name="one_invoice_per_membership_and_year",
            ),
            models.UniqueConstraint(fields=["series", "sequence"], name="numbers_are_given_once"),
            models.CheckConstraint(
                condition=Q(net__lte=F("fee_cap"), net__gte=0), name="net_within_the_cap"
            ),
            models.CheckConstraint(
                condition=Q(state=InvoiceState.DRAFT, number=None, series=None, sequence=None)
                | Q(
                    state=InvoiceState.ISSUED,
                    number__isnull=False,
                    series__isnull=False,
                    sequence__isnull=False,
                    issued_on__isnull=False,
                    due_on__isnull=False,
                ),
                name="issued_means_numbered",
            ),
            # No equality over sums: SQLite keeps money as floats.
            models.CheckConstraint(
                condition=Q(vat_category=VatCategory.STANDARD, vat_rate__gt=0, vat__gte=0)
                | ~Q(vat_category=VatCategory.STANDARD) & Q(vat_rate=0, vat=0),
                name="vat_only_at_the_standard_rate",
            ),
            models.CheckConstraint(condition=Q(gross__gte=F("net")), name="gross_holds_the_net"),
            models.CheckConstraint(
                condition=Q(covers_from__lte=F("covers_to")), name="covered_period_in_order"
            ),
        ]
        indexes = [
            models.Index(fields=["fee_run", "state", "school_name"], name="invoice_of_run"),
            models.Index(fields=["-issued_on", "-sequence"], name="invoice_newest"),
        ]

    def __str__(self) -> str:
        return self.number or f"Draft invoice {self.pk}"

    @property
    def school(self) -> School:
        """Today's school of the membership: its head is who may look. Load it by with_school()."""
        return self.membership.school

    @property
    def is_issued(self) -> bool:
        return self.state == InvoiceState.ISSUED

    @property
    def vat_label(self) -> str:
        """What stands before the VAT: its rate where there is one, else why there is none."""
        if self.vat_rate:
            return f"VAT at {self.vat_rate.normalize():f}%"
        return f"VAT: {self.vat_words}"

    @property
    def document_key(self) -> str:
        """Under which the one PDF of this invoice is kept."""
        return f"invoice:{self.number}"

    def is_overdue(self, on: date) -> bool:
        """Whether it should have been paid by now; whether it was is the ledger's to say."""
        return self.due_on is not None and self.due_on < on

    def standing(self, on: date) -> Standing:
        """Load it by with_balance()."""
        if not self.is_issued:
            return Standing.DRAFT
        if self.balance <= 0:
            return self._settled()
        if self.is_overdue(on):
            return Standing.OVERDUE
        return Standing.PART_PAID if self.paid > 0 else Standing.DUE

    def _settled(self) -> Standing:
        if self.balance < 0:
            return Standing.OVERPAID
        return Standing.PAID if self.paid > 0 else Standing.CREDITED

    def searchable(self) -> str:
        """What finance types: number, school, URN, purchase order."""
        parts = (self.number or "", self.school_name, str(self.school_urn), self.purchase_order)
        return normalise(" ".join(parts))[:500]


class InvoiceLine(models.Model):
    """One line of an invoice."""

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField(default=1)
    description = models.CharField(max_length=300)
    quantity = models.PositiveSmallIntegerField(default=1)
    unit_price = MoneyField()
    net = MoneyField()

    privacy = Privacy(
        other=("id", "invoice", "position", "description", "quantity", "unit_price", "net")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invoice", "position"], name="one_line_per_position")
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.description}"


documents.keep_for_ever("invoice")
frozen.freeze("invoicing_invoice", "{row}.state = 'issued'")
frozen.freeze(
    "invoicing_invoiceline",
    "(SELECT invoice.state FROM invoicing_invoice AS invoice WHERE invoice.id = {row}.invoice_id)"
    " = 'issued'",
)
