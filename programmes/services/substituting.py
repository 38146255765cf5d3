"""A colleague comes instead: one step, up to the start; the seat never becomes free between."""

from datetime import datetime

from django.db import transaction

from hlp.kit import audit, clock, states
from members.models import User
from programmes.emails import places as post
from programmes.models import Place, PlaceNeeds
from programmes.services import booking, log, promoting
from programmes.services.booking import AlreadyBooked, Booking, NotForThem
from programmes.states import BookedVia, PlaceState, PlaceStep


def substitute(
    *, place: Place, person: User | None, name: str, email: str, by: User, now: datetime
) -> Place:
    """The new place: of the same school, confirmed; the old one says who came in its stead."""
    with transaction.atomic(), audit.acting(by):
        event = booking.locked(place.event)
        one = booking.identified(Booking(person, name.strip(), email.strip()), place.school)
        _check(place, one)
        for known in booking.of_them(event, [one]):
            if known.pk == place.pk or known.is_confirmed:
                raise AlreadyBooked(f"{one.who} has a place already.")
            promoting.leave_line(known, "Has a colleague’s place now.", by=by, now=now)
        states.make(place, "substitute", by=by, now=now)
        made = booking.make_place(
            event,
            one,
            place.school,
            PlaceState.CONFIRMED,
            BookedVia.SELF if place.person_id == by.pk else BookedVia.SCHOOL,
            by,
            now,
            substitute_for=place,
        )
        log.note([place, made], PlaceStep.SUBSTITUTED, by=by, now=now)
        PlaceNeeds.objects.filter(place=place).delete()
        post.substituted(place, made, by=by, now=now)
    return made


def _check(place: Place, one: Booking) -> None:
    if one.person is None and not one.name:
        raise NotForThem("Type in who comes instead.")
    if one.person is None or place.school is None:
        return
    posts = place.school.affiliations.current(clock.today()).filter(user=one.person)
    if not posts.exists():
        raise NotForThem(f"{one.who} does not work at {place.school}. The place stays with it.")
