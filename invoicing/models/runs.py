"""Fee runs and the counter their invoices take numbers from."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from hlp.kit.privacy import Privacy
from invoicing.querysets import FeeRunQuerySet
from invoicing.states import FeeRunState, SeriesKind
from members.models import MembershipYear


class NumberSeries(models.Model):
    """A gapless run of numbers. Its row is locked while numbers are taken, never longer."""

    prefix = models.CharField(
        max_length=12,
        unique=True,
        validators=[RegexValidator(r"^[A-Z0-9]+-$", "Capital letters and digits, then a hyphen.")],
    )
    kind = models.CharField(
        "what it numbers", max_length=10, choices=SeriesKind, default=SeriesKind.INVOICE
    )
    starts_in = models.PositiveSmallIntegerField("for membership years that start in")
    next_number = models.PositiveIntegerField(default=1, editable=False)

    privacy = Privacy(other=("id", "prefix", "kind", "starts_in", "next_number"))

    class Meta:
        verbose_name_plural = "number series"
        constraints = [
            models.CheckConstraint(condition=Q(next_number__gte=1), name="numbers_start_at_one"),
            models.UniqueConstraint(
                fields=["kind", "starts_in"], name="one_series_per_kind_and_year"
            ),
        ]

    def __str__(self) -> str:
        return self.prefix

    def is_used(self) -> bool:
        return self.next_number > 1

    def number(self, sequence: int) -> str:
        """At most 18 characters, which is what a BACS reference holds."""
        return f"{self.prefix}{sequence:04d}"


class FeeRun(models.Model):
    """One go of invoicing a membership year: who, how much, approved by a second person."""

    membership_year = models.ForeignKey(
        MembershipYear, on_delete=models.PROTECT, related_name="fee_runs"
    )
    series = models.ForeignKey(NumberSeries, on_delete=models.PROTECT, related_name="fee_runs")
    state = models.CharField(
        max_length=10, choices=FeeRunState, default=FeeRunState.DRAFT, editable=False
    )
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField("issue started", null=True, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    issued_on = models.DateField("date on the invoices", null=True, blank=True)
    finished_at = models.DateTimeField("issue finished", null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    left_out = models.JSONField(default=list, editable=False)  # [{urn, school, reason}]

    objects = FeeRunQuerySet.as_manager()
    privacy = Privacy(
        personal={
            "prepared_by": "who prepared the run; kept seven years after the period",
            "approved_by": "who approved it; kept seven years after the period",
            "started_by": "who issued it; kept seven years after the period",
            "cancelled_by": "who cancelled it; kept seven years after the period",
        },
        other=(
            *("id", "membership_year", "series", "state", "prepared_at", "approved_at"),
            *("started_at", "issued_on", "finished_at", "cancelled_at", "left_out"),
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(approved_by=F("prepared_by")), name="two_people_for_a_fee_run"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[FeeRunState.DRAFT, FeeRunState.CANCELLED])
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="only_approved_runs_are_issued",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[FeeRunState.ISSUING, FeeRunState.ISSUED])
                | Q(started_at__isnull=False, issued_on__isnull=False),
                name="an_issue_has_its_date",
            ),
        ]

    def __str__(self) -> str:
        return f"Fee run {self.pk}, {self.membership_year}"

    @property
    def work_key(self) -> str:
        """Under which the issuing is queued: once per run, whoever presses."""
        return f"run:{self.pk}"
