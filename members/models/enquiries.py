"""Questions that anyone asks the partnership office, and what it wrote back."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from hlp.kit.privacy import Privacy
from members.querysets import EnquiryQuerySet
from members.states import EnquiryState

ASKER = "to answer a question; one year after it was asked"


class Enquiry(models.Model):
    """A question from the contact page. Whoever asks need not have an account."""

    token = models.UUIDField(
        unique=True, default=uuid4, editable=False
    )  # of the form and the words
    name = models.CharField(max_length=150)
    email = models.EmailField("email address")
    school_name = models.CharField("school", max_length=200, blank=True)  # as they typed it
    question = models.TextField(max_length=4000)
    state = models.CharField(
        max_length=10, choices=EnquiryState, default=EnquiryState.NEW, editable=False
    )
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField("why it is closed", max_length=500, blank=True)

    objects = EnquiryQuerySet.as_manager()
    privacy = Privacy(
        personal={
            "name": ASKER,
            "email": ASKER,
            "school_name": ASKER,
            "question": ASKER,
            "asked_by": ASKER,
            "closed_by": "who closed a question; one year after it was asked",
            "note": "may speak of a person; one year after the question was asked",
        },
        other=("id", "token", "state", "asked_at", "closed_at"),
    )

    class Meta:
        verbose_name_plural = "enquiries"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=EnquiryState.CLOSED)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="a_closed_enquiry_has_who_and_when",
            )
        ]
        indexes = [models.Index(fields=["state", "asked_at"], name="enquiry_state_asked")]

    def __str__(self) -> str:
        return f"Question {self.pk}"


class Answer(models.Model):
    """One mail of the office to whoever asked. Only added to, never changed."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField(max_length=8000)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    privacy = Privacy(
        personal={
            "text": "what the office wrote; one year after the question was asked",
            "sent_by": "who answered a question; one year after it was asked",
        },
        other=("id", "enquiry", "sent_at"),
    )

    class Meta:
        verbose_name = "answer to an enquiry"
        verbose_name_plural = "answers to enquiries"

    def __str__(self) -> str:
        return f"Answer {self.pk} to question {self.enquiry_id}"
