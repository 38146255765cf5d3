"""The places on the board, vacant or filled, and who sits in them from when to when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from board.querysets import AppointmentQuerySet, SeatQuerySet
from board.seat_table import ROWS, Row
from board.states import EndedBecause, How, SeatKind
from hlp.kit import overlaps
from hlp.kit.privacy import Privacy
from members.models import Period, RoleHeld, School

SAT = "who sat on the board and how they came; public, kept seven years after the period"


class Seat(models.Model):
    """One place on the board of a period; it is there also while nobody holds it."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="seats")
    kind = models.CharField(max_length=20, choices=SeatKind)
    number = models.PositiveSmallIntegerField(default=1)  # among those of its kind
    has_vote = models.BooleanField("votes on the board", default=True)
    # Co-opted seats only: what the board decided when it added the seat, or took it away again.
    skill = models.CharField("skill wanted", max_length=100, blank=True)
    added_on = models.DateField("added by decision of", null=True, blank=True)
    minute_reference = models.CharField(max_length=60, blank=True)
    closed_on = models.DateField("taken away by decision of", null=True, blank=True)

    objects = SeatQuerySet.as_manager()
    privacy = Privacy(
        other=(
            *("id", "period", "kind", "number", "has_vote", "skill", "added_on"),
            *("minute_reference", "closed_on"),
        )
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["period", "kind", "number"], name="one_row_per_seat"),
            models.CheckConstraint(
                condition=~Q(kind=SeatKind.COOPTED)
                | ~Q(skill="") & Q(added_on__isnull=False) & ~Q(minute_reference=""),
                name="a_coopted_seat_has_its_decision",
            ),
            # Design 12: votes only if the decision says so; the ten of the prospectus always do.
            models.CheckConstraint(
                condition=Q(kind=SeatKind.COOPTED)
                | Q(has_vote=True, closed_on=None, skill="", added_on=None),
                name="the_ten_seats_stay",
            ),
        ]

    def __str__(self) -> str:
        label = SeatKind(self.kind).label
        return f"{label}, {self.skill}" if self.skill else str(label)

    @property
    def row(self) -> Row:
        """What the table of seats says of this one."""
        return ROWS[SeatKind(self.kind)]

    @property
    def filled_by(self) -> str:
        return self.row.filled_by


class Appointment(models.Model):
    """A person in a seat, from–to, with how they came. `to_on` is the last day in the seat.

    Who is taken out on the first day has sat on no day: then `to_on` is the day before.
    """

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="appointments")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments"
    )
    school = models.ForeignKey(
        School, null=True, blank=True, on_delete=models.PROTECT, related_name="appointments"
    )
    from_on = models.DateField("from")
    to_on = models.DateField("to", null=True, blank=True)
    how = models.CharField(max_length=10, choices=How)
    reference = models.CharField("where it is written down", max_length=120, blank=True)
    # Design 12: a chair declares to be neither employed by nor governing a member school or the LA.
    declared_on = models.DateField("declared independent on", null=True, blank=True)
    appointed_at = models.DateTimeField(null=True, blank=True)
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_because = models.CharField(max_length=20, choices=EndedBecause, blank=True)
    end_note = models.CharField("in words", max_length=300, blank=True)
    # What the seat gave, taken back with it.
    roles = models.ManyToManyField(RoleHeld, related_name="+", editable=False)

    objects = AppointmentQuerySet.as_manager()
    privacy = Privacy(
        personal={
            "person": SAT,
            "reference": "may name the person; kept with the appointment",
            "appointed_by": "who entered it; kept as audit",
            "ended_by": "who ended it; kept as audit",
            "end_note": "why somebody left, for office and clerk; kept with the appointment",
        },
        other=(
            *("id", "seat", "school", "from_on", "to_on", "how", "declared_on"),
            *("appointed_at", "ended_at", "ended_because", "roles"),
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")) | Q(ended_at__isnull=False),
                name="appointment_ends_later",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_because="")
                | Q(ended_at__isnull=False, to_on__isnull=False) & ~Q(ended_because=""),
                name="an_early_end_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.seat_id}"


# A seat has one holder at a time, a person one seat, and (design 12) a school one seat.
for column in ("seat_id", "person_id", "school_id"):
    overlaps.keep_apart("board_appointment", column)
