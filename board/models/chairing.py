"""Who leads the board beside or instead of the independent chair."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from board.models.seats import SAT, Appointment, Seat
from board.states import ChairPost
from hlp.kit.privacy import Privacy
from members.models import RoleHeld


class Chairing(models.Model):
    """A member of the board who is its acting or deputy chair, from–to, by its decision."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="stand_ins")  # the chair
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="chairings")
    post = models.CharField(max_length=10, choices=ChairPost)
    from_on = models.DateField("from")
    to_on = models.DateField("to")
    decided_on = models.DateField("decision of the board on")
    minute_reference = models.CharField(max_length=60)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    role = models.ForeignKey(
        RoleHeld, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    privacy = Privacy(
        personal={
            "appointment": SAT,
            "named_by": "who entered it; kept as audit",
            "ended_by": "who ended it; kept as audit",
        },
        other=(
            *("id", "seat", "post", "from_on", "to_on", "decided_on", "minute_reference"),
            *("ended_at", "role"),
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")) | Q(ended_at__isnull=False),
                name="chairing_ends_later",
            ),
            models.CheckConstraint(
                condition=~Q(minute_reference=""), name="chairing_has_a_decision"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_post_display()} of {self.seat_id}"
