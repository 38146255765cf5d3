"""The three keyholders of an election and the locks they open, any two together."""

from django.db import models

from board.models.ballots import random_key
from board.models.elections import Election, person
from board.states import KeyPlace
from hlp.kit.privacy import Privacy


class Keyholder(models.Model):
    """Who has one of the three passphrases. What could open anything is gone after closing."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="keyholders")
    place = models.CharField(max_length=10, choices=KeyPlace)
    holder = person()  # nobody where it is the printed key
    public = models.BinaryField(null=True, blank=True)
    salt = models.BinaryField(null=True, blank=True)
    passes = models.PositiveIntegerField(default=0)
    memory = models.PositiveBigIntegerField(default=0)

    privacy = Privacy(
        personal={"holder": "who held a key of the election; kept as audit"},
        other=("id", "election", "place", "public", "salt", "passes", "memory"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "place"], name="three_keyholders"),
        ]

    def __str__(self) -> str:
        return f"{self.get_place_display()} of election {self.election_id}"

    @property
    def is_set(self) -> bool:
        return self.public is not None


class KeyLock(models.Model):
    """The election's private key, sealed for two of the keyholders. Deleted at closing."""

    id = random_key()
    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="locks")
    one = models.CharField(max_length=10, choices=KeyPlace)
    two = models.CharField(max_length=10, choices=KeyPlace)
    box = models.BinaryField()

    privacy = Privacy(other=("id", "election", "one", "two", "box"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "one", "two"], name="one_lock_per_pair"),
        ]

    def __str__(self) -> str:
        return f"lock of election {self.election_id}"
