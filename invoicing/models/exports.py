"""What was taken out of the portal in bulk: which invoices, by whom, as which file."""

from django.conf import settings
from django.db import models

from hlp.kit.privacy import Privacy
from invoicing.querysets import ExportQuerySet
from invoicing.states import ExportKind


class Export(models.Model):
    """A selection of invoices, as one file made once and kept under its sha256."""

    kind = models.CharField(max_length=4, choices=ExportKind)
    invoice_ids = models.JSONField(default=list, editable=False)
    count = models.PositiveIntegerField()
    as_of = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = ExportQuerySet.as_manager()
    privacy = Privacy(
        personal={"asked_by": "who took invoices out; kept seven years after the period"},
        other=("id", "kind", "invoice_ids", "count", "as_of", "asked_at"),
    )

    def __str__(self) -> str:
        return f"Export {self.pk}"

    @property
    def document_key(self) -> str:
        return f"export:{self.pk}"

    @property
    def filename(self) -> str:
        return f"Invoices {self.as_of:%Y-%m-%d}.{self.kind}"
