"""Places: who comes to what, booked by whom, in whose stead; what they need, until it vanishes."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from hlp.kit import frozen
from hlp.kit.privacy import Privacy
from members.models import School
from programmes.models.actors import somebody
from programmes.models.events import Event
from programmes.models.whole_bookings import COMING, WholeBooking
from programmes.querysets import PlaceQuerySet
from programmes.states import (
    ACTIVE_PLACES,
    SEATED_PLACES,
    BookedVia,
    PlaceState,
    PlaceStep,
)


class WaitingGroup(models.Model):
    """People of one school who wait together and are offered places together."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="groups")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = somebody()

    privacy = Privacy(
        personal={"made_by": "who asked for the places; kept with them"},
        other=("id", "event", "school", "made_at"),
    )

    def __str__(self) -> str:
        return f"group {self.pk} of {self.school_id} for event {self.event_id}"


class Place(models.Model):
    """One person's booking of one event. The school is theirs at that moment and stays.

    Staff without an account are typed in: name and address, then `person` is empty.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="places")
    person = somebody("places")
    name = models.CharField(max_length=150, blank=True)
    email = models.EmailField(blank=True)
    school = models.ForeignKey(
        School, null=True, blank=True, on_delete=models.PROTECT, related_name="places"
    )  # at booking time; empty for guests of the board or the authority
    state = models.CharField(
        max_length=12, choices=PlaceState, default=PlaceState.WAITING, editable=False
    )
    via = models.CharField(max_length=10, choices=BookedVia)
    booked_at = models.DateTimeField()  # the place in the queue, too
    booked_by = somebody()
    group = models.ForeignKey(
        WaitingGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="places"
    )
    whole_booking = models.ForeignKey(
        WholeBooking, null=True, blank=True, on_delete=models.PROTECT, related_name="places"
    )
    substitute_for = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="substitute"
    )
    code = models.CharField("own code for the register", max_length=12, unique=True)
    offered_at = models.DateTimeField(null=True, blank=True)
    offer_ends_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = somebody()
    forgotten_at = models.DateTimeField(null=True, blank=True)  # counts stay, the name went

    objects = PlaceQuerySet.as_manager()
    privacy = Privacy(
        personal={
            "person": COMING,
            "name": COMING,
            "email": COMING,
            "booked_by": "who booked it; kept with the place",
            "code": "shows at the door that it is they; kept with the place",
            "cancelled_by": "who cancelled it; kept with the place",
        },
        other=(
            *("id", "event", "school", "state", "via", "booked_at", "group", "whole_booking"),
            *("substitute_for", "offered_at", "offer_ends_at", "confirmed_at", "cancelled_at"),
            "forgotten_at",
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "person"],
                condition=Q(state__in=sorted(ACTIVE_PLACES), person__isnull=False),
                name="one_place_of_a_person",
            ),
            models.UniqueConstraint(
                F("event"),
                Lower("email"),
                condition=Q(state__in=sorted(ACTIVE_PLACES)) & ~Q(email=""),
                name="one_place_of_an_address",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(name="") | Q(forgotten_at__isnull=False),
                name="a_place_is_somebodys",
            ),
            models.CheckConstraint(
                condition=~Q(state=PlaceState.OFFERED)
                | Q(offered_at__isnull=False, offer_ends_at__isnull=False),
                name="an_offer_ends",
            ),
        ]
        indexes = [
            models.Index(fields=["event", "state"], name="place_event_state"),
            models.Index(fields=["school", "state"], name="place_school_state"),
            models.Index(fields=["state", "offer_ends_at"], name="place_offers"),
        ]

    def __str__(self) -> str:
        return f"place {self.pk} at event {self.event_id}"

    @property
    def who(self) -> str:
        """Whose place it is; load `person` with it."""
        if self.person_id and self.person is not None:
            return str(self.person)
        return self.name or "Name taken out"

    @property
    def address(self) -> str:
        """Where mail goes; empty once the name was taken out."""
        if self.person_id and self.person is not None:
            return str(self.person.email)
        return self.email

    @property
    def shown_code(self) -> str:
        """In fours, to be read aloud."""
        return "-".join(self.code[at : at + 4] for at in range(0, len(self.code), 4))

    def came_instead(self) -> "Place | None":
        """Who has this place now, where it was passed on."""
        rows = Place.objects.filter(substitute_for=self).select_related("person")
        return rows.first()

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE_PLACES

    @property
    def is_waiting(self) -> bool:
        return self.state == PlaceState.WAITING

    @property
    def is_offered(self) -> bool:
        return self.state == PlaceState.OFFERED

    @property
    def is_seated(self) -> bool:
        return self.state in SEATED_PLACES

    @property
    def is_confirmed(self) -> bool:
        return self.state == PlaceState.CONFIRMED


class PlaceLog(models.Model):
    """What happened to a place, who did it and why; added to, never changed."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="log")
    step = models.CharField(max_length=12, choices=PlaceStep)
    because = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = somebody()

    privacy = Privacy(
        personal={"by": "who did it; kept with the place"},
        other=("id", "place", "step", "because", "at"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(step=PlaceStep.JUMPED) | ~Q(because=""), name="a_jump_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()}: place {self.place_id}"


frozen.freeze("programmes_placelog", "{row}.id IS NOT NULL", insert=False)


class PlaceNeeds(models.Model):
    """What somebody eats and how they get in: may reveal health or belief, so it vanishes.

    Never in the audit log, which would keep it.
    """

    place = models.OneToOneField(Place, on_delete=models.CASCADE, related_name="needs")
    dietary = models.CharField(max_length=300, blank=True)
    access = models.CharField(max_length=300, blank=True)
    vanish_on = models.DateField()

    privacy = Privacy(
        personal={
            "dietary": "for the kitchen of that event; gone 30 days after it",
            "access": "so that they can take part; gone 30 days after the event",
        },
        other=("id", "place", "vanish_on"),
    )

    class Meta:
        indexes = [models.Index(fields=["vanish_on"], name="needs_vanish_on")]

    def __str__(self) -> str:
        return f"needs of place {self.place_id}"


class CalendarToken(models.Model):
    """The secret in the address of a personal calendar; only its hash is kept."""

    person = models.ForeignKey(
        "members.User", on_delete=models.PROTECT, related_name="calendar_tokens"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    privacy = Privacy(
        personal={
            "person": "whose calendar it is; erased with the person",
            "token_hash": "opens the person's calendar; erased with the person",
        },
        other=("id", "made_at", "revoked_at"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(revoked_at=None),
                name="one_calendar_address_of_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"calendar address {self.pk}"
