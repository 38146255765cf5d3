"""The panel's meeting on a bid: who was there, and the agreed mark beside the individual ones."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from bids.models.bids import Bid
from bids.models.people import DONE, person
from bids.models.terms import Criterion
from bids.states import HIGHEST
from hlp.kit import frozen
from hlp.kit.privacy import Privacy


class Moderation(models.Model):
    """The panel's look at one bid."""

    bid = models.OneToOneField(Bid, on_delete=models.PROTECT, related_name="moderation")
    held_on = models.DateField()
    notes = models.TextField("notes of the discussion", max_length=4000, blank=True)
    dissent = models.TextField("who did not agree, and why", max_length=2000, blank=True)
    opened_at = models.DateTimeField()
    opened_by = person(null=False)
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = person()

    privacy = Privacy(
        personal={
            "notes": "may name who said what; kept with the call's decision",
            "dissent": "names who did not agree; kept with the call's decision",
            "opened_by": DONE,
            "finished_by": DONE,
        },
        other=("id", "bid", "held_on", "opened_at", "finished_at"),
    )

    def __str__(self) -> str:
        return f"Moderation of {self.bid}"


class Presence(models.Model):
    """Who was there for this bid, and who left because of an interest."""

    moderation = models.ForeignKey(Moderation, on_delete=models.PROTECT, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    is_present = models.BooleanField()
    left_because = models.CharField(max_length=300, blank=True)
    noted_at = models.DateTimeField()
    noted_by = person(null=False)

    privacy = Privacy(
        personal={"user": "who decided; kept with the call's decision", "noted_by": DONE},
        other=("id", "moderation", "is_present", "left_because", "noted_at"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["moderation", "user"], name="one_presence_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.moderation}"


class AgreedMark(models.Model):
    """The panel's mark for one criterion, why, and what a higher mark needed. Append-only.

    A correction before the decision is a new row that replaces the one before.
    """

    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="agreed_marks")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="agreed_marks")
    mark = models.PositiveSmallIntegerField()
    descriptor = models.CharField(max_length=400)
    reason = models.TextField("why the panel agreed this mark", max_length=4000)
    for_a_higher_mark = models.TextField("what a higher mark needed", max_length=2000, blank=True)
    # The marks the panel had before it, as they stood: n, and from where it moved.
    lowest = models.PositiveSmallIntegerField(null=True, blank=True)
    highest = models.PositiveSmallIntegerField(null=True, blank=True)
    marks_given = models.PositiveSmallIntegerField(default=0)
    agreed_at = models.DateTimeField()
    agreed_by = person(null=False)  # who wrote it down
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )

    privacy = Privacy(
        personal={"agreed_by": DONE},
        other=(
            *("id", "bid", "criterion", "mark", "descriptor", "reason", "for_a_higher_mark"),
            *("lowest", "highest", "marks_given", "agreed_at", "replaces"),
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bid", "criterion"],
                condition=Q(replaces=None),
                name="one_first_agreed_mark",
            ),
            models.CheckConstraint(
                condition=Q(mark__lte=HIGHEST) & ~Q(reason=""), name="an_agreed_mark_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(lowest=None) | Q(lowest__lte=F("highest")), name="spread_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bid}: {self.criterion} {self.mark} agreed"


frozen.freeze("bids_agreedmark", "{row}.id IS NOT NULL", insert=False)
