"""Priorities, and the calls for bids to lead them, with the questions asked about them."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q

from bids.models.people import DONE, person
from bids.querysets.calls import CallQuerySet, PriorityQuerySet, QuestionQuerySet
from bids.states import CallState
from hlp.kit import frozen
from hlp.kit.privacy import Privacy
from members.models import MembershipYear, School


class Priority(models.Model):
    """What support is commissioned for in a membership year, and why it was chosen."""

    year = models.ForeignKey(MembershipYear, on_delete=models.PROTECT, related_name="priorities")
    title = models.CharField(max_length=120)
    evidence = models.TextField("why it was chosen", max_length=4000)
    intended_outcome = models.TextField("what should be different", max_length=4000)
    baseline = models.TextField("where schools stand now", max_length=4000)
    decided_on = models.DateField("decision of the board on", null=True, blank=True)
    minute_reference = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()
    created_by = person()

    objects = PriorityQuerySet.as_manager()
    privacy = Privacy(
        personal={"created_by": DONE},
        other=(
            *("id", "year", "title", "evidence", "intended_outcome", "baseline"),
            *("decided_on", "minute_reference", "created_at"),
        ),
    )

    class Meta:
        verbose_name_plural = "priorities"
        constraints = [
            models.UniqueConstraint(fields=["year", "title"], name="one_priority_of_a_name")
        ]

    def __str__(self) -> str:
        return self.title


class Call(models.Model):
    """An invitation to bid for one priority."""

    priority = models.ForeignKey(Priority, on_delete=models.PROTECT, related_name="calls")
    title = models.CharField(max_length=150)
    slug = models.SlugField(max_length=60, unique=True)
    state = models.CharField(
        max_length=12, choices=CallState, default=CallState.DRAFT, editable=False
    )
    guidance = models.TextField("guidance for bidders", max_length=8000, blank=True)
    opens_at = models.DateTimeField("opens")
    questions_close_at = models.DateTimeField("last moment for questions")
    closes_at = models.DateTimeField("closes")
    grace_minutes = models.PositiveSmallIntegerField(
        "minutes after closing in which a bid still gets in", default=0
    )
    marks_due_at = models.DateTimeField("marks due")
    # The board agreed the process (prospectus, Criteria): its decision is cited.
    decided_on = models.DateField("decision of the board on", null=True, blank=True)
    minute_reference = models.CharField(max_length=60, blank=True)
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by"
    )
    created_at = models.DateTimeField()
    created_by = person()
    # The office has read the 24 sentences and stands by them (design 12).
    descriptors_confirmed_at = models.DateTimeField(null=True, blank=True)
    descriptors_confirmed_by = person()

    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = person()
    closed_at = models.DateTimeField(null=True, blank=True)
    marking_at = models.DateTimeField(null=True, blank=True)
    moderating_at = models.DateTimeField(null=True, blank=True)
    moderating_by = person()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = person()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = person()
    no_award_because = models.TextField("why no bid was selected", max_length=2000, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = person()
    cancelled_because = models.CharField(max_length=500, blank=True)

    objects = CallQuerySet.as_manager()
    privacy = Privacy(
        personal={
            "created_by": DONE,
            "descriptors_confirmed_by": DONE,
            "opened_by": DONE,
            "moderating_by": DONE,
            "decided_by": DONE,
            "published_by": DONE,
            "cancelled_by": DONE,
        },
        other=(
            *("id", "priority", "title", "slug", "state", "guidance", "opens_at"),
            *("questions_close_at", "closes_at", "grace_minutes", "marks_due_at", "decided_on"),
            *("minute_reference", "follows", "created_at", "descriptors_confirmed_at"),
            *("opened_at", "closed_at", "marking_at", "moderating_at", "decided_at"),
            *("published_at", "no_award_because", "cancelled_at", "cancelled_because"),
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("closes_at"))
                & Q(questions_close_at__gt=F("opens_at"))
                & Q(questions_close_at__lte=F("closes_at"))
                & Q(marks_due_at__gt=F("closes_at")),
                name="call_moments_in_order",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[CallState.DRAFT, CallState.CANCELLED])
                | Q(decided_on__isnull=False) & ~Q(minute_reference=""),
                name="an_open_call_has_a_decision",
            ),
            models.CheckConstraint(
                condition=~Q(state=CallState.PUBLISHED)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="a_published_call_has_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def enforced_at(self) -> datetime:
        """The last moment a bid gets in: the one shown, and the grace nobody is promised."""
        return self.closes_at + timedelta(minutes=self.grace_minutes)

    def takes_bids(self, now: datetime) -> bool:
        return self.state == CallState.OPEN and self.opens_at <= now <= self.enforced_at

    def takes_questions(self, now: datetime) -> bool:
        return self.state == CallState.OPEN and now <= self.questions_close_at

    @property
    def is_published(self) -> bool:
        return self.state == CallState.PUBLISHED


class Extension(models.Model):
    """The closing moment put off for everyone, with its reason. Never earlier, never rewritten."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="extensions")
    closed_at = models.DateTimeField("would have closed")
    closes_at = models.DateTimeField("closes now")
    because = models.CharField(max_length=500)
    made_at = models.DateTimeField()
    made_by = person(null=False)

    privacy = Privacy(
        personal={"made_by": DONE},
        other=("id", "call", "closed_at", "closes_at", "because", "made_at"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("closed_at")) & ~Q(because=""),
                name="an_extension_is_later_and_has_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.call} extended"


class Question(models.Model):
    """Asked by one school, answered to all; who asked is not published."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="questions")
    school = models.ForeignKey(School, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField("question", max_length=2000)
    asked_at = models.DateTimeField()
    asked_by = person(null=False)
    answer = models.TextField(max_length=4000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = person()

    objects = QuestionQuerySet.as_manager()
    privacy = Privacy(
        personal={
            "text": "may name people; published with its answer",
            "asked_by": "who asked; kept with the call",
            "answered_by": DONE,
        },
        other=("id", "call", "school", "asked_at", "answer", "answered_at"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_by=None)
                | ~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False),
                name="an_answer_has_who_and_when",
            )
        ]

    def __str__(self) -> str:
        return f"Question {self.pk} on {self.call}"

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None


frozen.freeze("bids_extension", "{row}.id IS NOT NULL", insert=False)
