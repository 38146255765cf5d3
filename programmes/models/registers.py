"""Registers: who was expected on a date, and the log of what was seen; the latest line holds."""

from uuid import uuid4

from django.db import models

from hlp.kit import frozen
from hlp.kit.privacy import Privacy
from programmes.models.actors import somebody
from programmes.models.events import Event
from programmes.models.places import Place
from programmes.querysets.registers import ExpectedQuerySet, RegisterQuerySet
from programmes.states import Mark, MarkSource


class Register(models.Model):
    """The register of one event on one date, with the list as it was when it was opened."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="registers")
    on = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = somebody()
    token = models.CharField("code of the printed QR", max_length=40, unique=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = somebody()

    objects = RegisterQuerySet.as_manager()
    privacy = Privacy(
        personal={
            "opened_by": "who took the register; kept as audit",
            "closed_by": "who closed the register; kept as audit",
        },
        other=("id", "event", "on", "opened_at", "token", "closed_at"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "on"], name="one_register_of_a_date"),
        ]

    def __str__(self) -> str:
        return f"register of event {self.event_id}, {self.on:%-d %B %Y}"


class Expected(models.Model):
    """A line of the register; later moves of places or people do not change it."""

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="lines")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="register_lines")
    is_walk_in = models.BooleanField(default=False)

    objects = ExpectedQuerySet.as_manager()
    privacy = Privacy(other=("id", "register", "place", "is_walk_in"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["register", "place"], name="expected_once"),
        ]

    def __str__(self) -> str:
        return f"place {self.place_id} in register {self.register_id}"


class Attendance(models.Model):
    """One thing seen of one person on one date. Corrections are further rows.

    The nonce is made where it was seen, so that sending it again changes nothing.
    """

    line = models.ForeignKey(Expected, on_delete=models.PROTECT, related_name="marks")
    mark = models.CharField(max_length=8, choices=Mark)
    source = models.CharField(max_length=12, choices=MarkSource)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    seen_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = somebody()
    nonce = models.UUIDField(unique=True, default=uuid4)

    privacy = Privacy(
        personal={"recorded_by": "who took the register; kept as audit"},
        other=("id", "line", "mark", "source", "minutes", "seen_at", "recorded_at", "nonce"),
    )

    class Meta:
        indexes = [models.Index(fields=["line", "-id"], name="attendance_latest")]

    def __str__(self) -> str:
        return f"{self.get_mark_display()}: line {self.line_id}"


frozen.freeze("programmes_attendance", "{row}.id IS NOT NULL", insert=False)


class RegisterImport(models.Model):
    """A webinar's file that was read into a register; the same file again changes nothing."""

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="imports")
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    read_at = models.DateTimeField()
    read_by = somebody()
    report = models.JSONField()  # counts only, no names

    privacy = Privacy(
        personal={"read_by": "who read the file in; kept as audit"},
        other=("id", "register", "file_name", "sha256", "read_at", "report"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["register", "sha256"], name="a_file_is_read_once"),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} into register {self.register_id}"
