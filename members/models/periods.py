"""One two-year run of the partnership: every date and figure is data of the period."""

from datetime import date, datetime
from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from hlp.kit import clock
from hlp.kit.money import MoneyField
from hlp.kit.privacy import Privacy
from members.querysets import PeriodQuerySet
from members.states import STATE_FUNDED


def hillingdon() -> list[str]:
    return ["312"]


def state_funded() -> list[str]:
    return sorted(STATE_FUNDED)


class Period(models.Model):
    """The dates and policies of one run; the office edits them until it is published."""

    name = models.CharField(max_length=40, unique=True)  # "2022–24"
    la_codes = models.JSONField("LA codes", default=hillingdon)
    eligible_types = models.JSONField("types of school that may join", default=state_funded)
    is_published = models.BooleanField(default=False)
    information_meeting_on = models.DateField(null=True, blank=True)
    signup_opens_on = models.DateField("sign-up opens")
    signup_closes_on = models.DateField("sign-up closes")
    last_join_on = models.DateField("last date to join")
    starts_on = models.DateField("starts")
    ends_on = models.DateField("ends")
    board_first_meets_on = models.DateField(null=True, blank=True)
    leads_in_place_on = models.DateField("chair and lead schools in place by", null=True)
    support_starts_on = models.DateField("support starts", null=True)
    evaluation_due_on = models.DateField("evaluation due", null=True)
    leaver_owes_year_2 = models.BooleanField(
        "a school that leaves early still owes year 2", default=True
    )
    payment_days = models.PositiveSmallIntegerField("days to pay an invoice", default=30)

    objects = PeriodQuerySet.as_manager()
    privacy = Privacy(
        other=(
            *("id", "name", "la_codes", "eligible_types", "is_published"),
            *("information_meeting_on", "signup_opens_on", "signup_closes_on", "last_join_on"),
            *("starts_on", "ends_on", "board_first_meets_on", "leads_in_place_on"),
            *("support_starts_on", "evaluation_due_on", "payment_days", "leaver_owes_year_2"),
        )
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(signup_opens_on__lte=F("signup_closes_on"))
                & Q(signup_closes_on__lte=F("last_join_on")),
                name="signup_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__lt=F("ends_on")) & Q(last_join_on__lte=F("ends_on")),
                name="period_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def signup_closes_at(self) -> datetime:
        """A date-only deadline means 23:59:59 Europe/London (design 12)."""
        return clock.end_of_day(self.signup_closes_on)

    @property
    def last_join_at(self) -> datetime:
        return clock.end_of_day(self.last_join_on)


class MembershipYear(models.Model):
    """Year 1 or 2 of a period: what is charged for it, when, and the decision behind it."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="years")
    number = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    invoice_on = models.DateField("invoices go out")
    fee_cap = MoneyField("highest fee", default=Decimal("1500.00"))
    agreed_fee = MoneyField("agreed fee", null=True, blank=True)
    decided_on = models.DateField("decision of the board on", null=True, blank=True)
    minute_reference = models.CharField(max_length=60, blank=True)
    carry_over = MoneyField("carried over from the year before", null=True, blank=True)

    privacy = Privacy(
        other=(
            *("id", "period", "number", "starts_on", "ends_on", "invoice_on", "fee_cap"),
            *("agreed_fee", "decided_on", "minute_reference", "carry_over"),
        )
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["period", "number"], name="one_row_per_year"),
            models.CheckConstraint(condition=Q(number__in=(1, 2)), name="a_period_has_two_years"),
            models.CheckConstraint(
                condition=Q(agreed_fee=None) | Q(agreed_fee__lte=F("fee_cap"), agreed_fee__gte=0),
                name="agreed_fee_within_cap",
            ),
            models.CheckConstraint(
                condition=Q(agreed_fee=None)
                | Q(decided_on__isnull=False) & ~Q(minute_reference=""),
                name="agreed_fee_has_a_decision",
            ),
            models.CheckConstraint(condition=Q(starts_on__lt=F("ends_on")), name="year_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.period}, year {self.number}"

    @property
    def fee(self) -> Decimal:
        """Pounds a school owes for the year, before VAT: the agreed fee, else the cap."""
        return self.fee_cap if self.agreed_fee is None else self.agreed_fee

    def covers(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


class CommitmentText(models.Model):
    """The words a head signs. Never edited once signed under; a new text is a new version."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="commitments")
    version = models.PositiveSmallIntegerField()
    body = models.TextField(help_text="One paragraph per line; {fee} and dates are filled in.")
    written_at = models.DateTimeField()

    privacy = Privacy(other=("id", "period", "version", "body", "written_at"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["period", "version"], name="one_text_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.period}, commitment version {self.version}"
