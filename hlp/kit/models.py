"""What the kit stores: work to do later, post to send, documents made once."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from hlp.kit.privacy import Privacy
from hlp.kit.querysets import OutboxQuerySet, WorkQuerySet
from hlp.kit.reminder_rows import ReminderMail, ReminderSwitch, Said

__all__ = [
    "Attachment",
    "Document",
    "OutboxMessage",
    "PostState",
    "ReminderMail",
    "ReminderSwitch",
    "Said",
    "WorkItem",
    "WorkState",
]


class WorkState(models.TextChoices):
    QUEUED = "queued", "Waiting"
    RUNNING = "running", "In progress"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


class PostState(models.TextChoices):
    QUEUED = "queued", "Waiting"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    UNSURE = "unsure", "May have been sent"
    FAILED = "failed", "Not sent"


class WorkItem(models.Model):
    """One piece of work for a worker. The row is the truth; the broker only says "look"."""

    kind = models.CharField(max_length=80)
    key = models.CharField(max_length=120)
    subject_id = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=WorkState.choices, default=WorkState.QUEUED)
    token = models.CharField(max_length=32, blank=True)  # whoever holds it may finish the row
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)  # that went wrong
    done_count = models.PositiveIntegerField(default=0)
    total_count = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()  # later than created_at while it backs off
    nudged_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[Privacy] = Privacy(
        other=(
            "kind",
            "key",
            "subject_id",
            "state",
            "token",
            "lease_until",
            "attempts",
            "done_count",
            "total_count",
            "error",
            "created_at",
            "due_at",
            "nudged_at",
            "started_at",
            "finished_at",
        )
    )
    objects = WorkQuerySet.as_manager()

    class Meta:
        verbose_name = "piece of work"
        verbose_name_plural = "work"
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="work_once_per_key"),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease_until__isnull=False) & ~Q(token=""),
                name="work_running_has_lease",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="work_to_do")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Document(models.Model):
    """A file made once and never again: its bytes are named by their own sha256."""

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40)
    filename = models.CharField(max_length=150)
    content_type = models.CharField(max_length=80, default="application/pdf")
    file = models.FileField(max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    created_at = models.DateTimeField()

    privacy: ClassVar[Privacy] = Privacy(
        personal={
            "file": "may name who signed or is billed; kept as long as what it documents",
            "filename": "may name a school or person; kept with the file",
        },
        other=("key", "kind", "content_type", "sha256", "size", "created_at"),
    )

    def __str__(self) -> str:
        return self.filename


class OutboxMessage(models.Model):
    """One message to one address. Exactly once cannot be had: `unsure` is shown, not resent."""

    key = models.CharField(max_length=150)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    documents: "models.ManyToManyField[Document, Attachment]" = models.ManyToManyField(
        Document, through="Attachment", related_name="+"
    )
    secret = models.BooleanField(default=False)  # bodies are blanked once sent
    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=10, choices=PostState.choices, default=PostState.QUEUED)
    token = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    nudged_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[Privacy] = Privacy(
        personal={
            "to": "where the message went, so that nothing is sent twice; seven years",
            "subject": "may name a person; one year",
            "text": "what we wrote; one year, secret ones until sent",
            "html": "what we wrote; one year, secret ones until sent",
            "documents": "what was enclosed; kept with the document",
            "key": "may hold a person's number; one year",
        },
        other=(
            "secret",
            "message_id",
            "state",
            "token",
            "lease_until",
            "attempts",
            "error",
            "created_at",
            "due_at",
            "nudged_at",
            "sent_at",
        ),
    )
    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = "message"
        constraints = [
            models.UniqueConstraint(fields=["key", "to"], name="message_once_per_recipient"),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(lease_until__isnull=False) & ~Q(token=""),
                name="message_sending_has_lease",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False),
                name="message_sent_has_moment",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="message_to_do")]

    def __str__(self) -> str:
        return f"message {self.pk}"


class Attachment(models.Model):
    """A document enclosed in a message; its bytes are read when the message goes out."""

    message = models.ForeignKey(OutboxMessage, on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")

    privacy: ClassVar[Privacy] = Privacy(other=("message", "document"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message", "document"], name="document_once_per_message"
            ),
        ]

    def __str__(self) -> str:
        return f"document {self.document_id} in message {self.message_id}"
