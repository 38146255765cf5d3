"""The roll, the box and what is left of it after closing.

Nothing here has a date, a person, an address, a school (but the roll) or a number in sequence.
The roll says whether, never when; an envelope never says whose. What an open poll holds, the
audit log, the back room and the logs leave out by name.
"""

from uuid import uuid4

from django.db import models

from board.models.elections import Contest, Election
from hlp.kit import frozen
from hlp.kit.privacy import Privacy
from members.models import School


def random_key() -> "models.UUIDField[object, object]":
    """A counter would be the order of voting."""
    return models.UUIDField(primary_key=True, default=uuid4, editable=False)


class VoterRoll(models.Model):
    """Which schools may vote, frozen at opening, and whether they have."""

    id = random_key()
    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="roll")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    has_voted = models.BooleanField(default=False)

    privacy = Privacy(other=("id", "election", "school", "has_voted"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "school"], name="one_vote_per_school"),
        ]

    def __str__(self) -> str:
        return f"{self.school_id} on the roll of election {self.election_id}"


class SealedBallot(models.Model):
    """One closed envelope: marks and code, of one length, readable by nobody while voting lasts."""

    id = random_key()
    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="envelopes")
    envelope = models.BinaryField()

    privacy = Privacy(other=("id", "election", "envelope"))

    def __str__(self) -> str:
        return f"an envelope of election {self.election_id}"


class BoardCode(models.Model):
    """One tracking code on the board of counted votes."""

    id = random_key()
    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="codes")
    code = models.CharField(max_length=24)

    privacy = Privacy(other=("id", "election", "code"))

    def __str__(self) -> str:
        return f"a code of election {self.election_id}"


class BoardMarks(models.Model):
    """The marks of one vote in one contest, with no thread to its code or its other contests."""

    id = random_key()
    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="marks")
    marks = models.JSONField()  # ids of nominations in their order on the paper; [] is a blank

    privacy = Privacy(other=("id", "contest", "marks"))

    def __str__(self) -> str:
        return f"marks in contest {self.contest_id}"


OF_DECLARED = "(SELECT state FROM board_election WHERE id = {row}.election_id) = 'declared'"
for table in ("board_voterroll", "board_boardcode"):
    frozen.freeze(table, OF_DECLARED)
frozen.freeze(
    "board_boardmarks",
    "(SELECT election.state FROM board_election AS election JOIN board_contest AS contest"
    " ON contest.election_id = election.id WHERE contest.id = {row}.contest_id) = 'declared'",
)
