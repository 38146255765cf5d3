"""What schools are told of a poll: why it was extended, and whom the notice did not reach."""

from django.db import models

from board.models.elections import Election, person
from hlp.kit.privacy import Privacy
from members.models import School


class Extension(models.Model):
    """Voting was made longer; every school is told until when, and why."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="extensions")
    until = models.DateTimeField()
    because = models.CharField("why", max_length=300)
    extended_at = models.DateTimeField()
    extended_by = person()

    privacy = Privacy(
        personal={"extended_by": "who extended the poll; kept as audit"},
        other=("id", "election", "until", "because", "extended_at"),
    )

    def __str__(self) -> str:
        return f"extension {self.pk} of election {self.election_id}"


class Unreached(models.Model):
    """A school the notice of the poll did not reach, and who has dealt with it."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="unreached")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    done = models.CharField("what was done", max_length=300)
    acknowledged_at = models.DateTimeField()
    acknowledged_by = person()

    privacy = Privacy(
        personal={"acknowledged_by": "who dealt with a notice that bounced; kept as audit"},
        other=("id", "election", "school", "done", "acknowledged_at"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "school"], name="acknowledged_once"),
        ]

    def __str__(self) -> str:
        return f"{self.school_id} not reached in election {self.election_id}"
