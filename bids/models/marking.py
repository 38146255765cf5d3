"""Who marks, their drafts, and the marks they submitted: those are never changed or taken away."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from bids.models.bids import Bid, BidVersion
from bids.models.calls import Call
from bids.models.people import DONE, person
from bids.models.terms import Criterion
from bids.querysets.marking import AssessorQuerySet, MarkQuerySet, SheetQuerySet
from bids.states import HIGHEST, SheetState
from hlp.kit import frozen
from hlp.kit.privacy import Privacy

MARKED = "whose mark it is; kept with the call's decision, never shown to bidders"


class Assessor(models.Model):
    """One person asked to mark the bids of one call."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="assessors")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assesses"
    )
    asked_at = models.DateTimeField()
    asked_by = person()
    released_at = models.DateTimeField(null=True, blank=True)
    released_because = models.CharField(max_length=300, blank=True)

    objects = AssessorQuerySet.as_manager()
    privacy = Privacy(
        personal={"user": MARKED, "asked_by": DONE},
        other=("id", "call", "asked_at", "released_at", "released_because"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "user"], name="an_assessor_is_asked_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} marks {self.call}"


class MarkSheet(models.Model):
    """One assessor's marking of one bid, and which version of the bid they read."""

    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="sheets")
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mark_sheets"
    )
    version = models.ForeignKey(BidVersion, on_delete=models.PROTECT, related_name="sheets")
    state = models.CharField(
        max_length=10, choices=SheetState, default=SheetState.DRAFT, editable=False
    )
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    abstained_at = models.DateTimeField(null=True, blank=True)
    abstained_because = models.CharField(max_length=500, blank=True)

    objects = SheetQuerySet.as_manager()
    privacy = Privacy(
        personal={"assessor": MARKED},
        other=(
            *("id", "bid", "version", "state", "started_at", "submitted_at", "abstained_at"),
            "abstained_because",
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bid", "assessor"], name="one_sheet_per_assessor"),
            models.CheckConstraint(
                condition=~Q(state=SheetState.ABSTAINED) | ~Q(abstained_because=""),
                name="an_abstention_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state=SheetState.SUBMITTED) | Q(submitted_at__isnull=False),
                name="a_submitted_sheet_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessor} on {self.bid}"


class DraftMark(models.Model):
    """What an assessor has put down so far; may be partial, nobody else sees it."""

    sheet = models.ForeignKey(MarkSheet, on_delete=models.CASCADE, related_name="drafts")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    mark = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.TextField(max_length=4000, blank=True)
    evidence = models.CharField("where in the bid", max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()

    privacy = Privacy(
        personal={"reason": "an assessor's notes; gone once submitted"},
        other=("id", "sheet", "criterion", "mark", "evidence", "revision", "saved_at"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="one_draft_per_criterion"),
            models.CheckConstraint(
                condition=Q(mark=None) | Q(mark__lte=HIGHEST), name="draft_mark_on_the_scale"
            ),
        ]

    def __str__(self) -> str:
        return f"Draft of {self.sheet}"


class Mark(models.Model):
    """A submitted mark for one criterion, with the words that stood beside it. Append-only.

    A change is a new row with its reason; the row that no other replaces holds.
    """

    sheet = models.ForeignKey(MarkSheet, on_delete=models.PROTECT, related_name="marks")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="marks")
    version = models.ForeignKey(BidVersion, on_delete=models.PROTECT, related_name="marks")
    mark = models.PositiveSmallIntegerField()
    descriptor = models.CharField(max_length=400)  # the sentence as it was
    reason = models.TextField(max_length=4000)
    evidence = models.CharField(max_length=300, blank=True)
    marked_at = models.DateTimeField()
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    changed_because = models.CharField(max_length=500, blank=True)

    objects = MarkQuerySet.as_manager()
    privacy = Privacy(
        personal={"reason": "an assessor's reason; kept with the call's decision"},
        other=(
            *("id", "sheet", "criterion", "version", "mark", "descriptor", "evidence"),
            *("marked_at", "replaces", "changed_because"),
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "criterion"],
                condition=Q(replaces=None),
                name="one_first_mark_per_criterion",
            ),
            models.CheckConstraint(
                condition=Q(mark__lte=HIGHEST) & ~Q(reason=""), name="a_mark_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(replaces=None) | ~Q(changed_because=""),
                name="a_changed_mark_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet}: {self.criterion} {self.mark}"


frozen.freeze("bids_mark", "{row}.id IS NOT NULL", insert=False)
