"""What a register says, as the tests of registers look at it."""

from datetime import timedelta

from django.urls import reverse

from programmes.models import Attendance
from programmes.querysets.registers import people_on
from tests.factories import events

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def names(register):
    return [place.who for place in people_on(register)]


def marks(register):
    return {place.who: place.latest for place in people_on(register)}


def log_of(register):
    return list(
        Attendance.objects.filter(line__register=register)
        .order_by("pk")
        .values_list("mark", flat=True)
    )


def two_booked(**more):
    event = events.event(**more)
    return event, events.booked_by_school(event, ["Ada Byron", "Ben Nevis"])


def url(register, name="take_register"):
    return reverse(f"programmes:{name}", args=[register.pk])
