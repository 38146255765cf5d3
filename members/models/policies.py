"""Terms of reference and policies of the partnership, version by version."""

from django.conf import settings
from django.db import models

from hlp.kit import documents
from hlp.kit.models import Document
from hlp.kit.privacy import Privacy
from members.querysets import PolicyQuerySet
from members.states import PolicyReaders


class Policy(models.Model):
    """One version of one document. An older version stays; a withdrawn one is only hidden."""

    title = models.CharField(max_length=120)
    version = models.CharField(max_length=20)
    dated_on = models.DateField("date of the version")
    readers = models.CharField("who may read it", max_length=10, choices=PolicyReaders)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    is_withdrawn = models.BooleanField("no longer shown", default=False)

    objects = PolicyQuerySet.as_manager()
    privacy = Privacy(
        personal={"added_by": "who published it; kept as audit"},
        other=(
            *("id", "title", "version", "dated_on", "readers", "document", "added_at"),
            "is_withdrawn",
        ),
    )

    class Meta:
        verbose_name_plural = "policies"
        constraints = [
            models.UniqueConstraint(fields=["title", "version"], name="one_document_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"


documents.keep_for_ever("policy")
