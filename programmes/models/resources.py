"""Resources: files and links, made visible to those they are for."""

from urllib.parse import urlsplit
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.template.defaultfilters import filesizeformat

from hlp.kit import uploads
from hlp.kit.clock import london
from hlp.kit.models import Document
from hlp.kit.privacy import Privacy
from members.models import Period
from programmes.models.actors import somebody
from programmes.models.calendar import HalfTerm
from programmes.models.events import Event
from programmes.models.programmes import Programme
from programmes.querysets import ResourceQuerySet
from programmes.states import ResourceAudience

FILE_KINDS = {
    uploads.PDF: "PDF",
    uploads.DOCX: "Word document",
    uploads.PPTX: "PowerPoint presentation",
    uploads.XLSX: "Excel workbook",
    uploads.JPEG: "Picture",
    uploads.PNG: "Picture",
}


class Resource(models.Model):
    """A file or a link, never both. Its address is a key that nobody can guess."""

    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="resources")
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="resources"
    )
    event = models.ForeignKey(
        Event, null=True, blank=True, on_delete=models.PROTECT, related_name="resources"
    )
    half_term = models.ForeignKey(
        HalfTerm, null=True, blank=True, on_delete=models.PROTECT, related_name="resources"
    )
    title = models.CharField(max_length=150)
    description = models.TextField(max_length=2000, blank=True)
    tags = models.JSONField(default=list, blank=True)
    search_text = models.CharField(max_length=1000, editable=False, blank=True)
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    link = models.URLField(max_length=500, blank=True)
    audience = models.CharField(
        max_length=12, choices=ResourceAudience, default=ResourceAudience.MEMBERS
    )
    # Prospectus: the final learning event's record is visible and accessible to all schools.
    is_learning_record = models.BooleanField(default=False)
    shared_at = models.DateTimeField()
    shared_by = somebody()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = somebody()

    objects = ResourceQuerySet.as_manager()
    privacy = Privacy(
        personal={
            "shared_by": "who shared it; kept as audit",
            "withdrawn_by": "who withdrew it; kept as audit",
        },
        other=(
            *("id", "key", "period", "programme", "event", "half_term", "title", "description"),
            *("tags", "search_text", "document", "link", "audience", "is_learning_record"),
            *("shared_at", "withdrawn_at"),
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(document=None) & ~Q(link="") | Q(document__isnull=False, link=""),
                name="a_resource_is_a_file_or_a_link",
            ),
            models.CheckConstraint(
                condition=Q(is_learning_record=False) | ~Q(audience=ResourceAudience.MEMBERS),
                name="the_learning_record_is_for_all_schools",
            ),
        ]
        indexes = [models.Index(fields=["withdrawn_at", "audience"], name="resource_audience")]

    def __str__(self) -> str:
        return self.title

    @property
    def host(self) -> str:
        """Where a link leads, as people know it: leap.hillingdon.gov.uk."""
        return (urlsplit(self.link).hostname or "").removeprefix("www.")

    @property
    def file_kind(self) -> str:
        """What the file is, in a word; only of one that is a file."""
        return FILE_KINDS.get(self.document.content_type, "File") if self.document else ""

    @property
    def what(self) -> str:
        """What sort of thing it is: "PDF, 1.2 MB", or where a link leads."""
        if self.document is None:
            return f"Link to {self.host}"
        return f"{self.file_kind}, {filesizeformat(self.document.size)}"

    @property
    def rows(self) -> list[tuple[str, str]]:
        """What the page says of it; needs programme, event and half-term loaded."""
        rows = [
            ("Programme", self.programme.title if self.programme else ""),
            ("Event", str(self.event) if self.event else ""),
            ("Half-term", str(self.half_term) if self.half_term else ""),
            ("Tags", ", ".join(self.tags)),
            ("Who may read it", str(self.get_audience_display())),
            ("Shared on", f"{london(self.shared_at):%-d %B %Y}"),
        ]
        return [row for row in rows if row[1]]


class LinkCheck(models.Model):
    """What a link answered when it was last tried."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="checks")
    checked_at = models.DateTimeField()
    is_working = models.BooleanField()
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)

    privacy = Privacy(other=("id", "resource", "checked_at", "is_working", "status", "error"))

    class Meta:
        indexes = [models.Index(fields=["resource", "-checked_at"], name="linkcheck_latest")]

    def __str__(self) -> str:
        return f"{self.checked_at:%d.%m.%Y}: {self.status or self.error}"
