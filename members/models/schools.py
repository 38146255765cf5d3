"""Schools as the register of schools (GIAS) knows them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from hlp.kit.privacy import Privacy
from hlp.kit.searching import normalise
from members.querysets import SchoolQuerySet, TrustQuerySet
from members.states import (
    OPEN_STATUSES,
    EstablishmentStatus,
    EstablishmentType,
    Phase,
    TypeGroup,
    phase_in_words,
)


class Trust(models.Model):
    """A multi- or single-academy trust, from the register's file or kept by the office."""

    name = models.CharField(max_length=200)
    gias_code = models.CharField("GIAS group code", max_length=20, blank=True)

    objects = TrustQuerySet.as_manager()
    privacy = Privacy(other=("id", "name", "gias_code"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gias_code"], condition=~Q(gias_code=""), name="one_trust_per_gias_code"
            )
        ]

    def __str__(self) -> str:
        return self.name


class School(models.Model):
    """One GIAS establishment, keyed by its URN. Conversion makes a new one, linked to the old."""

    urn = models.PositiveIntegerField("URN", primary_key=True)
    la_code = models.CharField("LA code", max_length=3)
    la_name = models.CharField("local authority", max_length=100, blank=True)
    establishment_number = models.CharField(max_length=4, blank=True)
    name = models.CharField(max_length=200)
    type = models.CharField(max_length=60, choices=EstablishmentType)
    phase = models.CharField(max_length=30, choices=Phase, default=Phase.NOT_APPLICABLE)
    status = models.CharField(max_length=30, choices=EstablishmentStatus)
    open_on = models.DateField("opened", null=True, blank=True)
    close_on = models.DateField("closed", null=True, blank=True)
    low_age = models.PositiveSmallIntegerField("lowest age", null=True, blank=True)
    high_age = models.PositiveSmallIntegerField("highest age", null=True, blank=True)
    ukprn = models.CharField("UKPRN", max_length=8, blank=True)
    street = models.CharField(max_length=200, blank=True)
    locality = models.CharField(max_length=200, blank=True)
    address3 = models.CharField(max_length=200, blank=True)
    town = models.CharField(max_length=100, blank=True)
    county = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    website = models.CharField(max_length=300, blank=True)
    telephone = models.CharField(max_length=30, blank=True)
    trust = models.ForeignKey(
        Trust, null=True, blank=True, on_delete=models.PROTECT, related_name="schools"
    )
    is_stub = models.BooleanField(default=False)  # only the links file names it
    search_text = models.CharField(max_length=500, editable=False, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = SchoolQuerySet.as_manager()
    privacy = Privacy(
        other=(
            *("urn", "la_code", "la_name", "establishment_number", "name", "type", "phase"),
            *("status", "open_on", "close_on", "low_age", "high_age", "ukprn", "street"),
            *("locality", "address3", "town", "county", "postcode", "website", "telephone"),
            *("trust", "is_stub", "search_text", "changed_at"),
        )
    )

    class Meta:
        indexes = [
            models.Index(fields=["la_code", "status"], name="school_la_status"),
            models.Index(fields=["name"], name="school_name"),
            models.Index(fields=["postcode"], name="school_postcode"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def laestab(self) -> str:
        """The register's seven digits: LA code and establishment number."""
        return f"{self.la_code}/{self.establishment_number}" if self.establishment_number else ""

    @property
    def group(self) -> TypeGroup:
        return EstablishmentType(self.type).group

    @property
    def phase_in_words(self) -> str:
        return phase_in_words(self.phase)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES

    def address_lines(self) -> list[str]:
        """The postal address without the name, one line each, empty lines left out."""
        lines = (self.street, self.locality, self.address3, self.town, self.county, self.postcode)
        return [line for line in lines if line]

    def searchable(self) -> str:
        """What find-your-school looks in; services and the importer store it in search_text."""
        parts = (self.name, self.postcode, self.postcode.replace(" ", ""), self.town)
        return normalise(" ".join(parts))[:500]


class SchoolLink(models.Model):
    """One school carried on as another: academisation, merger, replacement, split."""

    predecessor = models.ForeignKey(School, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(School, on_delete=models.PROTECT, related_name="origins")
    kind = models.CharField(max_length=60)  # GIAS's LinkType without its direction
    established_on = models.DateField(null=True, blank=True)

    privacy = Privacy(other=("id", "predecessor", "successor", "kind", "established_on"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="one_link_per_pair"),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="no_school_succeeds_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class RosterImport(models.Model):
    """What one reading of the register's file did: the report the office looks at."""

    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT
    )
    report = models.JSONField()  # counts and rows added, changed, closed, refused

    privacy = Privacy(
        personal={"by": "who ran the import; kept as audit"},
        other=("id", "file_name", "sha256", "started_at", "report"),
    )

    def __str__(self) -> str:
        return f"{self.file_name}, {self.started_at:%d %B %Y}"
