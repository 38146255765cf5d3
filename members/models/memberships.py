"""One school in one period: who signed, when, which words, and who pays."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from hlp.kit import documents
from hlp.kit.models import Document
from hlp.kit.privacy import Privacy
from members.models.periods import CommitmentText, Period
from members.models.schools import School
from members.querysets import MembershipQuerySet
from members.states import COMMITTED_STATES, EndReason, MembershipState

CONTACT = "to reach the school; kept seven years after the period"


class Membership(models.Model):
    """A school's place in a period. One per school and period, whoever presses first."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="memberships")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="memberships")
    state = models.CharField(
        max_length=10, choices=MembershipState, default=MembershipState.DRAFT, editable=False
    )
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    # Contacts
    head_name = models.CharField("headteacher's name", max_length=150, blank=True)
    head_email = models.EmailField("headteacher's email", blank=True)
    business_manager_name = models.CharField(max_length=150, blank=True)
    business_manager_email = models.EmailField(blank=True)
    cpd_lead_name = models.CharField("CPD lead's name", max_length=150, blank=True)
    cpd_lead_email = models.EmailField("CPD lead's email", blank=True)
    office_email = models.EmailField("school office email", blank=True)  # survives people

    # Billing
    finance_email = models.EmailField("email for invoices", blank=True)
    purchase_order = models.CharField("purchase order number", max_length=40, blank=True)
    invoice_name = models.CharField("name on the invoice", max_length=200, blank=True)
    invoice_address = models.TextField("invoice address", max_length=500, blank=True)

    # Signature
    commitment = models.ForeignKey(
        CommitmentText, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_name = models.CharField(max_length=150, blank=True)
    signed_title = models.CharField(max_length=100, blank=True)
    signed_urn = models.PositiveIntegerField(null=True, blank=True)  # stays when the URN changes
    signed_words = models.TextField(blank=True)  # the commitment as it was on the page, filled in
    activated_at = models.DateTimeField(null=True, blank=True)

    # A signature on paper: its scan, and who noted it (somebody else looks again)
    paper = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    # Leaving
    notice_at = models.DateTimeField(null=True, blank=True)
    notice_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    leaves_on = models.DateField("last day as a member", null=True, blank=True)
    ended_on = models.DateField("last day it held", null=True, blank=True)
    ended_because = models.CharField("why it ended", max_length=10, choices=EndReason, blank=True)

    objects = MembershipQuerySet.as_manager()
    privacy = Privacy(
        personal={
            "started_by": "who began the sign-up; kept seven years after the period",
            "head_name": CONTACT,
            "head_email": CONTACT,
            "business_manager_name": CONTACT,
            "business_manager_email": CONTACT,
            "cpd_lead_name": CONTACT,
            "cpd_lead_email": CONTACT,
            "office_email": CONTACT,
            "finance_email": CONTACT,
            "invoice_name": "may be a person's; on the invoice, kept seven years",
            "invoice_address": "on the invoice, kept seven years",
            "signed_by": "the signature on the agreement; kept seven years after the period",
            "signed_name": "the signature on the agreement; kept seven years after the period",
            "signed_title": "the signature on the agreement; kept seven years after the period",
            "paper": "the scan of the signature; kept seven years after the period",
            "recorded_by": "who recorded a signature on paper; kept seven years after the period",
            "notice_by": "who gave notice; kept seven years after the period",
        },
        other=(
            *("id", "school", "period", "state", "started_at", "purchase_order", "commitment"),
            *("signed_at", "signed_urn", "signed_words", "activated_at", "notice_at"),
            *("recorded_at", "leaves_on", "ended_on", "ended_because"),
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "period"], name="one_membership_per_period"),
            models.CheckConstraint(
                condition=Q(state__in=[MembershipState.DRAFT, MembershipState.WITHDRAWN])
                | Q(signed_at__isnull=False, commitment__isnull=False, signed_urn__isnull=False)
                & ~Q(signed_name="")
                | Q(state=MembershipState.ENDED),
                name="a_signature_has_who_when_and_what",
            ),
            models.CheckConstraint(
                condition=~Q(state=MembershipState.LEAVING)
                | Q(notice_at__isnull=False, leaves_on__isnull=False),
                name="who_leaves_has_a_last_day",
            ),
            models.CheckConstraint(
                condition=Q(state=MembershipState.ENDED, ended_on__isnull=False)
                & ~Q(ended_because="")
                | ~Q(state=MembershipState.ENDED) & Q(ended_on=None, ended_because=""),
                name="an_end_has_its_day_and_reason",
            ),
        ]
        indexes = [models.Index(fields=["period", "state"], name="membership_period_state")]

    def __str__(self) -> str:
        return f"{self.school}, {self.period}"

    @property
    def is_started(self) -> bool:
        """False for what pages show of a school that has saved nothing yet."""
        return not self._state.adding

    @property
    def is_committed(self) -> bool:
        return self.state in COMMITTED_STATES

    @property
    def is_draft(self) -> bool:
        return self.state == MembershipState.DRAFT

    @property
    def is_withdrawn(self) -> bool:
        return self.state == MembershipState.WITHDRAWN

    @property
    def agreement_key(self) -> str:
        """Under which the signed agreement's PDF is kept."""
        return f"agreement:{self.pk}"

    def invoice_address_lines(self) -> list[str]:
        return [line.strip() for line in self.invoice_address.splitlines() if line.strip()]


class MembershipSuccession(models.Model):
    """A membership carried on by a school's successor (academisation, merger, replacement)."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="successions")
    predecessor = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    successor = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    took_effect_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    privacy = Privacy(
        other=("id", "membership", "predecessor", "successor", "took_effect_on", "recorded_at")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "predecessor"], name="one_succession_per_school"
            )
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


documents.keep_for_ever("agreement", "paper")
