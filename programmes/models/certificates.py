"""Certificates: who took part in what, for anybody who holds the code to check."""

from django.db import models
from django.db.models import Q

from hlp.kit.models import Document
from hlp.kit.privacy import Privacy
from programmes.models.actors import somebody
from programmes.models.places import Place

ON_CERTIFICATE = "stands on the certificate; taken out at the person's wish"


class Certificate(models.Model):
    """Written once. A change of name revokes it and makes another with a code of its own."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="certificates")
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=150)
    title = models.CharField("what it is for", max_length=200)
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    issued_at = models.DateTimeField()
    issued_by = somebody()
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = somebody()
    revoked_because = models.CharField(max_length=200, blank=True)

    privacy = Privacy(
        personal={
            "code": "whoever has it sees the certificate; kept with it",
            "name": ON_CERTIFICATE,
            "document": ON_CERTIFICATE,
            "issued_by": "who had it issued; kept as audit",
            "revoked_by": "who revoked it; kept as audit",
        },
        other=(
            *("id", "place", "title", "on", "minutes", "issued_at", "replaces"),
            *("revoked_at", "revoked_because"),
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place"], condition=Q(revoked_at=None), name="one_certificate_of_a_place"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | ~Q(revoked_because=""),
                name="a_revoked_certificate_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"certificate {self.pk} of place {self.place_id}"

    @property
    def dates(self) -> str:
        """With the last of several days; load the event with it, which never moves once begun."""
        first, last = self.on, self.place.event.days[-1]
        return f"{first:%-d %B %Y}" + (f" to {last:%-d %B %Y}" if last > first else "")
