"""What the office writes to many at once. Editable until it is sent, then never again."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from hlp.kit.privacy import Privacy
from members.models.periods import Period
from members.states import Audience


class Announcement(models.Model):
    """One mail to an audience. Who got it stands in the outbox under `key`."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="announcements")
    audience = models.CharField(max_length=20, choices=Audience)
    subject = models.CharField(max_length=150)
    body = models.TextField(max_length=6000)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recipients = models.PositiveIntegerField("mails", default=0)  # stays when the outbox forgets

    privacy = Privacy(
        personal={
            "body": "what the office wrote; may name a person; kept seven years after the period",
            "written_by": "who wrote it; kept as audit",
            "sent_by": "who sent it; kept as audit",
        },
        other=("id", "period", "audience", "subject", "written_at", "sent_at", "recipients"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None, sent_by=None)
                | Q(sent_at__isnull=False, sent_by__isnull=False),
                name="sending_has_who_and_when",
            )
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def key(self) -> str:
        return f"announcement:{self.pk}"

    def paragraphs(self) -> list[str]:
        return [part.strip() for part in self.body.replace("\r", "").split("\n\n") if part.strip()]
