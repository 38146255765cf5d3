"""Declared interests and the chair's rulings: rows are added, never changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from bids.models.bids import Bid
from bids.models.people import DONE, person
from bids.querysets.interests import InterestQuerySet
from bids.states import InterestKind
from hlp.kit import frozen
from hlp.kit.privacy import Privacy


class Interest(models.Model):
    """What one person says of one bid, for the schools that were in it at that moment.

    The newest row of a person and bid holds. When a partner is added the line-up differs from
    `line_up`, and the person is asked again before anything opens.
    """

    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="interests")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="interests"
    )
    kind = models.CharField(max_length=10, choices=InterestKind)
    details = models.TextField("what it is", max_length=1000, blank=True)
    line_up = models.CharField(max_length=400)  # URNs of all schools of the bid, sorted
    declared_at = models.DateTimeField()

    objects = InterestQuerySet.as_manager()
    privacy = Privacy(
        personal={
            "user": "whose interest it is; kept with the call's decision",
            "details": "what links the person to a bidder; kept with the call's decision",
        },
        other=("id", "bid", "kind", "line_up", "declared_at"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=InterestKind.NONE) | ~Q(details=""),
                name="an_interest_says_what_it_is",
            )
        ]
        indexes = [models.Index(fields=["bid", "user", "-id"], name="interest_newest_first")]

    def __str__(self) -> str:
        return f"{self.user} on {self.bid}: {self.get_kind_display()}"


class Ruling(models.Model):
    """Whether who declared a perceived interest stays in; by the chair, on the chair's a deputy."""

    interest = models.OneToOneField(Interest, on_delete=models.PROTECT, related_name="ruling")
    stays_out = models.BooleanField()
    because = models.CharField(max_length=500)
    ruled_at = models.DateTimeField()
    ruled_by = person(null=False)

    privacy = Privacy(
        personal={"ruled_by": DONE}, other=("id", "interest", "stays_out", "because", "ruled_at")
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(because=""), name="a_ruling_has_a_reason")
        ]

    def __str__(self) -> str:
        return f"Ruling on {self.interest}"


frozen.freeze("bids_interest", "{row}.id IS NOT NULL", insert=False)
frozen.freeze("bids_ruling", "{row}.id IS NOT NULL", insert=False)
