"""What the board decided about a school that leaves. Only added to, never changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from hlp.kit import frozen
from hlp.kit.privacy import Privacy
from members.models.memberships import Membership
from members.models.periods import MembershipYear


class Waiver(models.Model):
    """The board lets a leaver off a membership year, or takes that back. The newest row holds."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="waivers")
    membership_year = models.ForeignKey(
        MembershipYear, on_delete=models.PROTECT, related_name="waivers"
    )
    is_waived = models.BooleanField(default=True)
    decided_on = models.DateField("decision of the board on")
    minute_reference = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    privacy = Privacy(
        personal={"recorded_by": "who recorded the decision; kept seven years after the period"},
        other=(
            *("id", "membership", "membership_year", "is_waived", "decided_on"),
            *("minute_reference", "recorded_at"),
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(minute_reference=""), name="a_waiver_names_its_minute"
            )
        ]

    def __str__(self) -> str:
        return f"{self.membership_year}, {'waived' if self.is_waived else 'owed again'}"


# Append-only, so that nobody rewrites what was owed when.
frozen.freeze("members_waiver", "{row}.id IS NOT NULL", insert=False)
