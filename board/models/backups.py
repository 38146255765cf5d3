"""What the returning officer has confirmed of backups made while people voted."""

from django.db import models

from board.models.ballots import OF_DECLARED
from board.models.elections import Election, person
from hlp.kit import frozen
from hlp.kit.privacy import Privacy


class BackupsGone(models.Model):
    """Copies that could still hold the open box are destroyed, or will be by a day.

    Said before the result is declared, frozen with it, and shown on the election's page.
    """

    election = models.OneToOneField(Election, on_delete=models.PROTECT, related_name="backups_gone")
    what = models.CharField("what they are and how they go", max_length=300)
    gone_on = models.DateField("destroyed at the latest on")
    confirmed_at = models.DateTimeField()
    confirmed_by = person()

    privacy = Privacy(
        personal={"confirmed_by": "who confirmed it; part of the election's record"},
        other=("id", "election", "what", "gone_on", "confirmed_at"),
    )

    def __str__(self) -> str:
        return f"backups of election {self.election_id}"


frozen.freeze("board_backupsgone", OF_DECLARED)
