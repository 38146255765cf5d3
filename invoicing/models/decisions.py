"""The board's decisions on a year's fee, as the office carries them out."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from hlp.kit.money import MoneyField
from hlp.kit.privacy import Privacy
from invoicing.querysets import FeeDecisionQuerySet
from invoicing.states import FeeDecisionState
from members.models import MembershipYear

WHO = "who answers for carrying it out; kept seven years after the period"


class FeeDecision(models.Model):
    """One decision of the board on one year's fee: where it is written, and what came of it."""

    membership_year = models.ForeignKey(
        MembershipYear, on_delete=models.PROTECT, related_name="fee_decisions"
    )
    fee = MoneyField()
    decided_on = models.DateField()
    minute_reference = models.CharField(max_length=60)
    carry_over = MoneyField(null=True, blank=True)
    state = models.CharField(
        max_length=10, choices=FeeDecisionState, default=FeeDecisionState.WAITING, editable=False
    )
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = FeeDecisionQuerySet.as_manager()
    privacy = Privacy(
        personal={"prepared_by": WHO, "confirmed_by": WHO},
        other=(
            *("id", "membership_year", "fee", "decided_on", "minute_reference", "carry_over"),
            *("state", "prepared_at", "confirmed_at", "finished_at"),
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership_year", "decided_on", "minute_reference", "fee"],
                name="a_decision_is_recorded_once",
            ),
            models.CheckConstraint(condition=Q(fee__gte=0), name="a_fee_is_not_negative"),
            models.CheckConstraint(
                condition=~Q(confirmed_by=F("prepared_by")), name="two_people_for_a_lower_fee"
            ),
            models.CheckConstraint(
                condition=~Q(state=FeeDecisionState.CREDITING) | Q(confirmed_by__isnull=False),
                name="only_a_confirmed_fee_is_credited",
            ),
        ]

    def __str__(self) -> str:
        return f"Decision {self.minute_reference} on the fee of {self.membership_year}"

    @property
    def work_key(self) -> str:
        return f"fee:{self.pk}"
