"""The board's decision on each bid, pending until all are published together, and what follows."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from bids.models.bids import Bid
from bids.models.calls import Call, Priority
from bids.models.people import DONE, person
from bids.querysets.decisions import AwardQuerySet, DecisionQuerySet
from bids.states import Outcome
from hlp.kit import frozen
from hlp.kit.models import Document
from hlp.kit.money import MoneyField
from hlp.kit.privacy import Privacy


class Decision(models.Model):
    """What the board decided on one bid: who, when, and two reasons, one public, one not."""

    bid = models.OneToOneField(Bid, on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=14, choices=Outcome)
    public_reason = models.TextField("reason for bidders and the public page", max_length=4000)
    private_reason = models.TextField("reason for the board's papers", max_length=4000, blank=True)
    agreed_sum = MoneyField("agreed sum", null=True, blank=True)
    below_minimum_because = models.TextField(
        "why it is selected although below a minimum", max_length=2000, blank=True
    )
    decided_on = models.DateField("decision of the board on")
    minute_reference = models.CharField(max_length=60)
    decided_at = models.DateTimeField()  # written down
    decided_by = person(null=False)
    # Set with the publishing of the call; from then on the row is frozen.
    published_at = models.DateTimeField(null=True, blank=True)

    objects = DecisionQuerySet.as_manager()
    privacy = Privacy(
        personal={"decided_by": DONE},
        other=(
            *("id", "bid", "outcome", "public_reason", "private_reason", "agreed_sum"),
            *("below_minimum_because", "decided_on", "minute_reference", "decided_at"),
            "published_at",
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(public_reason="") & ~Q(minute_reference=""),
                name="a_decision_has_a_reason",
            ),
            models.CheckConstraint(
                # Said twice, since a check that is unknown passes.
                condition=Q(
                    outcome=Outcome.SELECTED, agreed_sum__isnull=False, agreed_sum__gt=Decimal(0)
                )
                | ~Q(outcome=Outcome.SELECTED) & Q(agreed_sum=None),
                name="a_selected_bid_has_its_sum",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bid}: {self.get_outcome_display()}"


class Instalment(models.Model):
    """A part of the agreed sum: how much, when, and what it hangs on."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="instalments")
    number = models.PositiveSmallIntegerField()
    amount = MoneyField()
    due_on = models.DateField()
    condition = models.CharField("what it hangs on", max_length=200, blank=True)

    privacy = Privacy(other=("id", "decision", "number", "amount", "due_on", "condition"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "number"], name="one_instalment_a_number"),
            models.CheckConstraint(condition=Q(amount__gt=Decimal(0)), name="an_instalment_pays"),
        ]

    def __str__(self) -> str:
        return f"{self.decision}, instalment {self.number}"


class ChairReason(models.Model):
    """The last step of the tie rule: why the chair puts one bid before another."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="chair_reasons")
    before = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="+")
    because = models.CharField(max_length=500)
    recorded_at = models.DateTimeField()
    recorded_by = person(null=False)

    privacy = Privacy(
        personal={"recorded_by": DONE},
        other=("id", "call", "before", "after", "because", "recorded_at"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["before", "after"], name="one_reason_per_pair"),
            models.CheckConstraint(condition=~Q(because=""), name="the_chair_gives_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.before} before {self.after}"


class Letter(models.Model):
    """To one bidder; most of it is written by the marks, the rest may be edited until published."""

    bid = models.OneToOneField(Bid, on_delete=models.PROTECT, related_name="letter")
    opening = models.TextField("first paragraph", max_length=3000, blank=True)
    closing = models.TextField("last paragraph", max_length=3000, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by = person()
    # As it was sent: made at publishing, never rendered again.
    content = models.JSONField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    privacy = Privacy(
        personal={"edited_by": DONE},
        other=("id", "bid", "opening", "closing", "edited_at", "content", "sent_at", "document"),
    )

    def __str__(self) -> str:
        return f"Letter on {self.bid}"


class FeedbackMeeting(models.Model):
    """A bidder wants to talk the letter over."""

    bid = models.OneToOneField(Bid, on_delete=models.PROTECT, related_name="feedback_meeting")
    message = models.TextField("what you would like to talk about", max_length=2000, blank=True)
    asked_at = models.DateTimeField()
    asked_by = person(null=False)
    meets_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField("where, or the link", max_length=200, blank=True)
    arranged_at = models.DateTimeField(null=True, blank=True)
    arranged_by = person()

    privacy = Privacy(
        personal={"asked_by": "who asked; kept as the bid is", "arranged_by": DONE},
        other=("id", "bid", "message", "asked_at", "meets_at", "place", "arranged_at"),
    )

    def __str__(self) -> str:
        return f"Feedback on {self.bid}"


class Award(models.Model):
    """A published selection: the lead school of a priority. Programmes begin here."""

    bid = models.OneToOneField(Bid, on_delete=models.PROTECT, related_name="award")
    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="awards")
    agreed_sum = MoneyField("agreed sum")
    awarded_at = models.DateTimeField()

    objects = AwardQuerySet.as_manager()
    privacy = Privacy(other=("id", "bid", "priority", "agreed_sum", "awarded_at"))

    def __str__(self) -> str:
        return f"{self.bid.lead_school} leads {self.priority}"


frozen.freeze("bids_decision", "{row}.published_at IS NOT NULL", insert=True)
frozen.freeze(
    "bids_instalment",
    "(SELECT d.published_at FROM bids_decision AS d WHERE d.id = {row}.decision_id) IS NOT NULL",
)
frozen.freeze("bids_award", "{row}.id IS NOT NULL", insert=False)
frozen.freeze("bids_chairreason", "{row}.id IS NOT NULL", insert=False)
