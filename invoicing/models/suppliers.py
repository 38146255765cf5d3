"""Who the invoice comes from and how VAT is treated, both with the date from which they hold."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from hlp.kit.privacy import Privacy
from invoicing.models.invoices import Invoice
from invoicing.querysets import DatedRowsQuerySet
from invoicing.states import VatCategory
from members.states import EstablishmentType

SORT_CODE = RegexValidator(r"^\d{2}-\d{2}-\d{2}$", "Enter the sort code as 20-00-00.")
ACCOUNT_NUMBER = RegexValidator(r"^\d{8}$", "Enter the eight digits of the account number.")


class Supplier(models.Model):
    """The letterhead and bank account from a date on. Issued invoices keep their own copy."""

    from_on = models.DateField("holds from", unique=True)
    legal_name = models.CharField(max_length=200)
    address = models.TextField(max_length=500)
    vat_number = models.CharField("VAT number", max_length=20, blank=True)
    account_name = models.CharField(max_length=100)
    sort_code = models.CharField(max_length=8, validators=[SORT_CODE])
    account_number = models.CharField(max_length=8, validators=[ACCOUNT_NUMBER])
    bank_name = models.CharField("bank", max_length=100, blank=True)
    remittance_email = models.EmailField("email for remittance advice")
    telephone = models.CharField(max_length=30, blank=True)
    footer = models.CharField(max_length=300, blank=True)

    objects = DatedRowsQuerySet.as_manager()
    privacy = Privacy(
        other=(
            *("id", "from_on", "legal_name", "address", "vat_number", "account_name"),
            *("sort_code", "account_number", "bank_name", "remittance_email", "telephone"),
            "footer",
        )
    )

    def __str__(self) -> str:
        return f"{self.legal_name}, from {self.from_on:%-d %B %Y}"

    def is_used(self) -> bool:
        """Whether an invoice carries a copy of this row; then it stays as it was."""
        return Invoice.objects.issued().filter(issued_on__gte=self.from_on).exists()


class VatTreatment(models.Model):
    """How VAT is treated for one type of school from a date on; without a type, for all others.

    Software cannot decide this: a named person of the authority signs each row off.
    """

    from_on = models.DateField("holds from")
    establishment_type = models.CharField(
        "type of school",
        max_length=60,
        choices=EstablishmentType,
        blank=True,
        help_text="Empty: all types that have no row of their own.",
    )
    category = models.CharField(max_length=1, choices=VatCategory)
    rate = models.DecimalField("rate in per cent", max_digits=5, decimal_places=2, default=0)
    words = models.CharField("words on the invoice", max_length=100)
    is_internal_recharge = models.BooleanField("internal recharge", default=False)
    signed_off_by_name = models.CharField("signed off by", max_length=150, blank=True)
    signed_off_on = models.DateField(null=True, blank=True)

    objects = DatedRowsQuerySet.as_manager()
    privacy = Privacy(
        personal={
            "signed_off_by_name": "who answers for the treatment; seven years after the period"
        },
        other=(
            *("id", "from_on", "establishment_type", "category", "rate", "words"),
            *("is_internal_recharge", "signed_off_on"),
        ),
    )

    class Meta:
        verbose_name = "VAT treatment"
        constraints = [
            models.UniqueConstraint(
                fields=["establishment_type", "from_on"], name="one_vat_treatment_per_type_and_date"
            ),
            models.CheckConstraint(
                condition=Q(category=VatCategory.STANDARD, rate__gt=0)
                | ~Q(category=VatCategory.STANDARD) & Q(rate=0),
                name="only_the_standard_rate_has_a_rate",
            ),
            models.CheckConstraint(
                condition=Q(signed_off_on=None, signed_off_by_name="")
                | Q(signed_off_on__isnull=False) & ~Q(signed_off_by_name=""),
                name="a_sign_off_has_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        whose = self.establishment_type or "All other types"
        return f"{whose}: {self.words}, from {self.from_on:%-d %B %Y}"

    def is_used(self) -> bool:
        """Whether an invoice may have been issued under this row."""
        return Invoice.objects.issued().filter(issued_on__gte=self.from_on).exists()

    @property
    def is_signed_off(self) -> bool:
        return self.signed_off_on is not None
