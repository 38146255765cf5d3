"""What waits for a person about places: offers to answer, their own and their school's."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from hlp.kit.waiting import Found, Waiting
from members.models import User
from members.querysets import schools_as
from programmes.models import Place
from programmes.querysets.places import BOOKING
from programmes.states import PlaceState
from programmes.wording import moment_of


def offers_to(user: User, now: datetime) -> QuerySet[Place]:
    """Offers still to be answered, to the person or to a school they book for."""
    mine = Q(person=user) | Q(school__in=schools_as(user, *BOOKING))
    return Place.objects.filter(mine, state=PlaceState.OFFERED, offer_ends_at__gt=now)


def offers(found: Found) -> Iterator[Waiting]:
    rows = found.rows.select_related("event", "person").order_by("offer_ends_at", "pk")
    for place in rows[:20]:
        whose = "you" if place.person_id == found.user.pk else place.who
        url = reverse("programmes:place_detail", args=[place.pk])
        yield Waiting(
            f"A place is free for {whose}: {place.event}",
            url,
            f"Answer until {moment_of(place.offer_ends_at)}.",
            tone="soon",
        )
