"""Outreach: the lead school reaches out to every school, and writes down what came of it."""

from django.db import models

from hlp.kit.privacy import Privacy
from members.models import School
from programmes.models.actors import somebody
from programmes.models.programmes import Programme
from programmes.states import ContactOutcome, ContactWay


class OutreachContact(models.Model):
    """One attempt to reach one school for one programme, with its outcome."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="contacts")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="outreach")
    on = models.DateField()
    way = models.CharField("how", max_length=10, choices=ContactWay)
    outcome = models.CharField(max_length=12, choices=ContactOutcome)
    note = models.CharField(max_length=500, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = somebody()

    privacy = Privacy(
        personal={
            "note": "may name who was spoken to; kept two years after the period",
            "recorded_by": "who wrote it down; kept as audit",
        },
        other=("id", "programme", "school", "on", "way", "outcome", "recorded_at"),
    )

    class Meta:
        indexes = [
            models.Index(fields=["school", "on"], name="outreach_school_on"),
        ]

    def __str__(self) -> str:
        return f"contact {self.pk} with {self.school_id}"
