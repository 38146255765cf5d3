"""A bid: what it says, who stands behind it, and every version that was submitted."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from bids.models.calls import Call
from bids.models.people import DONE, person
from bids.querysets.bids import BidQuerySet
from bids.states import BidState, CriterionKind, SectionKind
from hlp.kit import frozen
from hlp.kit.models import Document
from hlp.kit.money import MoneyField
from hlp.kit.privacy import Privacy
from members.models import School

BIDDER = "who works on the bid; losing bids are kept one year after the decision"


class Bid(models.Model):
    """One lead school's, or a group's, answer to a call."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="bids")
    lead_school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="led_bids")
    number = models.PositiveSmallIntegerField()  # within the call; never given twice
    state = models.CharField(
        max_length=10, choices=BidState, default=BidState.DRAFT, editable=False
    )
    title = models.CharField("title of the bid", max_length=150, blank=True)
    summary = models.TextField("summary for the public page", max_length=1200, blank=True)
    cost = MoneyField("cost", null=True, blank=True)  # not marked
    cost_notes = models.TextField("what the money is for", max_length=2000, blank=True)
    details_revision = models.PositiveIntegerField(default=0)  # of title, summary and cost
    # URNs of all schools now in the bid, sorted: what an interest was declared of.
    line_up = models.CharField(max_length=400, blank=True, editable=False)
    created_at = models.DateTimeField()
    created_by = person()
    submitted_at = models.DateTimeField(null=True, blank=True)  # the last time
    submitted_by = person()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = person()
    screened_at = models.DateTimeField(null=True, blank=True)
    screened_by = person()
    screen_told_at = models.DateTimeField(null=True, blank=True)
    reinstated_at = models.DateTimeField(null=True, blank=True)
    reinstated_by = person()
    reinstated_because = models.CharField(max_length=500, blank=True)
    # A joint bid that the board asked for names the bids it was made from; it stands beside them.
    is_joint = models.BooleanField(default=False, editable=False)
    combines = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="into")

    objects = BidQuerySet.as_manager()
    privacy = Privacy(
        personal={
            "created_by": BIDDER,
            "submitted_by": BIDDER,
            "withdrawn_by": BIDDER,
            "screened_by": DONE,
            "reinstated_by": DONE,
        },
        other=(
            *("id", "call", "lead_school", "number", "state", "title", "summary", "cost"),
            *(
                "cost_notes",
                "details_revision",
                "line_up",
                "created_at",
                "submitted_at",
                "withdrawn_at",
            ),
            *("screened_at", "screen_told_at", "reinstated_at", "reinstated_because", "combines"),
            "is_joint",
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["call", "lead_school", "is_joint"],
                condition=~Q(state=BidState.WITHDRAWN),
                name="one_bid_per_lead_school",
            ),
            models.UniqueConstraint(fields=["call", "number"], name="one_bid_per_number"),
            models.CheckConstraint(
                condition=Q(state__in=[BidState.DRAFT, BidState.WITHDRAWN])
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="a_submitted_bid_has_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.lead_school}"

    @property
    def reference(self) -> str:
        """How people quote it: Bid 3."""
        return f"Bid {self.number}"

    @property
    def is_draft(self) -> bool:
        return self.state == BidState.DRAFT


class Section(models.Model):
    """The working text of one section; what counts is the version that was submitted."""

    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="sections")
    kind = models.CharField(max_length=16, choices=SectionKind)
    text = models.TextField(blank=True, max_length=30000)
    planned_on = models.DateField("planned for", null=True, blank=True)  # of an expectation
    revision = models.PositiveIntegerField(default=0)  # to notice two people in one field
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = person()

    privacy = Privacy(
        personal={
            "text": "names staff and their experience; losing bids one year after the decision",
            "saved_by": BIDDER,
        },
        other=("id", "bid", "kind", "planned_on", "revision", "saved_at"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bid", "kind"], name="one_section_per_kind")]

    def __str__(self) -> str:
        return f"{self.bid}: {self.get_kind_display()}"

    @property
    def is_marked(self) -> bool:
        """Criteria are marked, expectations are screened."""
        return self.kind in CriterionKind.values

    @property
    def word_count(self) -> int:
        return len(self.text.split())


class BidFile(models.Model):
    """A piece of evidence attached to a bid. Taken off, it stays for the versions that had it."""

    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="files")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    section = models.CharField(max_length=16, choices=SectionKind)
    title = models.CharField(max_length=150)
    added_at = models.DateTimeField()
    added_by = person()
    removed_at = models.DateTimeField(null=True, blank=True)

    privacy = Privacy(
        personal={"document": "evidence may name staff; kept as the bid is", "added_by": BIDDER},
        other=("id", "bid", "section", "title", "added_at", "removed_at"),
    )

    def __str__(self) -> str:
        return self.title


class BidVersion(models.Model):
    """The bid as it was submitted. Marks point at one; nobody changes it any more.

    `content` holds: title, summary, cost, cost_notes, sections {kind: {text, planned_on}},
    partners [{urn, name, part}], files [{id, title, section, sha256}].
    """

    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    digest = models.CharField("SHA-256 of the content", max_length=64)
    because = models.CharField(max_length=300, blank=True)  # of a clarification
    submitted_at = models.DateTimeField()
    submitted_by = person(null=False)

    privacy = Privacy(
        personal={
            "content": "names staff and their experience; losing bids one year after the decision",
            "submitted_by": BIDDER,
        },
        other=("id", "bid", "number", "digest", "because", "submitted_at"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bid", "number"], name="one_version_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.bid}, version {self.number}"


class Clarification(models.Model):
    """A question to one bidder, which opens named sections again until a moment."""

    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="clarifications")
    question = models.TextField(max_length=2000)
    sections = models.JSONField()  # SectionKind values
    due_at = models.DateTimeField()
    asked_at = models.DateTimeField()
    asked_by = person(null=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = person()
    version = models.OneToOneField(
        BidVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="clarification"
    )

    privacy = Privacy(
        personal={"asked_by": DONE, "answered_by": BIDDER},
        other=(
            *("id", "bid", "question", "sections", "due_at", "asked_at", "answered_at"),
            "version",
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bid"],
                condition=Q(answered_at=None),
                name="one_open_clarification_per_bid",
            )
        ]

    def __str__(self) -> str:
        return f"Clarification of {self.bid}"

    def is_open(self, now: datetime) -> bool:
        return self.answered_at is None and now <= self.due_at


frozen.freeze("bids_bidversion", "{row}.id IS NOT NULL", insert=False)
