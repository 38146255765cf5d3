"""Bookings of whole programmes, and the single events somebody leaves out."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from hlp.kit.privacy import Privacy
from members.models import School
from programmes.models.actors import somebody
from programmes.models.events import Event
from programmes.models.programmes import Programme

COMING = "who comes to which event; the name goes two years after the period, the count stays"


class WholeBooking(models.Model):
    """A person booked for a whole programme: places in all its events, those to come too."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="bookings")
    person = somebody("whole_bookings")
    name = models.CharField(max_length=150, blank=True)
    email = models.EmailField(blank=True)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    booked_at = models.DateTimeField()
    booked_by = somebody()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = somebody()

    privacy = Privacy(
        personal={
            "person": COMING,
            "name": COMING,
            "email": COMING,
            "booked_by": "who booked it; kept with the places",
            "ended_by": "who ended it; kept with the places",
        },
        other=("id", "programme", "school", "booked_at", "ended_at"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "person"],
                condition=Q(ended_at=None, person__isnull=False),
                name="one_whole_booking_of_a_person",
            ),
            models.UniqueConstraint(
                F("programme"),
                Lower("email"),
                condition=Q(ended_at=None) & ~Q(email=""),
                name="one_whole_booking_of_an_address",
            ),
        ]

    def __str__(self) -> str:
        return f"booking {self.pk} of the whole programme {self.programme_id}"

    @property
    def who(self) -> str:
        return str(self.person) if self.person_id else self.name or "Name taken out"


class OptOut(models.Model):
    """One event of the programme that a person booked for all of it does not come to."""

    booking = models.ForeignKey(WholeBooking, on_delete=models.PROTECT, related_name="opt_outs")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="opt_outs")
    made_at = models.DateTimeField()
    made_by = somebody()

    privacy = Privacy(
        personal={"made_by": "who said so; kept with the booking"},
        other=("id", "booking", "event", "made_at"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["booking", "event"], name="one_opt_out_of_an_event"),
        ]

    def __str__(self) -> str:
        return f"booking {self.booking_id} without event {self.event_id}"
