"""Exceptions from the rule of the deadline: a late bid, and a call opened early."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from bids.models.calls import Call
from bids.models.people import DONE, person
from hlp.kit import frozen
from hlp.kit.privacy import Privacy
from members.models import School


class LateException(models.Model):
    """One school may submit once after the deadline: named, dated, with its reason."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="late_exceptions")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    because = models.CharField(max_length=500)
    minute_reference = models.CharField(max_length=60)
    granted_at = models.DateTimeField()
    granted_by = person(null=False)
    used_at = models.DateTimeField(null=True, blank=True)

    privacy = Privacy(
        personal={"granted_by": DONE},
        other=(
            *("id", "call", "school", "expires_at", "because", "minute_reference"),
            *("granted_at", "used_at"),
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "school"], name="one_exception_per_school"),
            models.CheckConstraint(
                condition=~Q(because="") & ~Q(minute_reference=""),
                name="an_exception_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school} may be late for {self.call}"

    def holds(self, now: datetime) -> bool:
        return self.used_at is None and now <= self.expires_at


class EarlyOpening(models.Model):
    """Somebody read a call's bids before it closed: who, when and why, for good."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="early_openings")
    opened_by = person(null=False)
    opened_at = models.DateTimeField()
    because = models.CharField(max_length=500)

    privacy = Privacy(personal={"opened_by": DONE}, other=("id", "call", "opened_at", "because"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "opened_by"], name="one_opening_per_person"),
            models.CheckConstraint(condition=~Q(because=""), name="an_early_opening_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.call} opened early"


frozen.freeze("bids_earlyopening", "{row}.id IS NOT NULL", insert=False)
