"""What was taken out of the portal, and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

from invoicing.querysets.runs import SEES_ALL_INVOICES
from members.querysets import AnyUser, holds

if TYPE_CHECKING:
    from invoicing import models  # noqa: F401 - named in strings

DOWNLOADED = ("invoice", "creditnote", "export")


class ExportQuerySet(QuerySet["models.Export"]):
    def visible_to(self, user: AnyUser) -> ExportQuerySet:
        return self if holds(user, *SEES_ALL_INVOICES) else self.none()

    def newest_first(self) -> ExportQuerySet:
        return self.order_by("-asked_at", "-pk")


def downloads() -> QuerySet[LogEntry]:
    """Every document of invoicing that left the portal, the latest first."""
    kinds = ContentType.objects.filter(app_label="invoicing", model__in=DOWNLOADED)
    entries = LogEntry.objects.filter(
        content_type__in=list(kinds),
        action=LogEntry.Action.ACCESS,
        additional_data__what="downloaded",
    )
    return entries.select_related("actor", "content_type").order_by("-timestamp", "-pk")
