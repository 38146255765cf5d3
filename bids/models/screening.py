"""The screen: membership and the minimum expectations, passed or failed with a reason."""

from django.db import models
from django.db.models import Q

from bids.models.bids import Bid
from bids.models.people import DONE, person
from bids.states import ScreenItem
from hlp.kit.privacy import Privacy


class Finding(models.Model):
    """What the screen found on one item of one bid."""

    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="findings")
    item = models.CharField(max_length=16, choices=ScreenItem)
    is_passed = models.BooleanField()
    reason = models.CharField(max_length=500, blank=True)
    found_at = models.DateTimeField()
    found_by = person(null=False)

    privacy = Privacy(
        personal={"found_by": DONE}, other=("id", "bid", "item", "is_passed", "reason", "found_at")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bid", "item"], name="one_finding_per_item"),
            models.CheckConstraint(
                condition=Q(is_passed=True) | ~Q(reason=""), name="a_failure_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bid}: {self.get_item_display()}"
