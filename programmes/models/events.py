"""An event: one dated occasion, coming or recorded afterwards."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from hlp.kit import clock
from hlp.kit.models import Document
from hlp.kit.privacy import Privacy
from members.models import Period, School
from programmes.models.actors import somebody
from programmes.models.calendar import Cluster
from programmes.models.programmes import Programme
from programmes.querysets import EventQuerySet
from programmes.states import Audience, EventKind, EventState, Mode
from programmes.wording import days_of, span, times


def event_uid() -> str:
    """Stays with the event in every calendar, whatever moves (RFC 5545, UID)."""
    return str(uuid4())


class Event(models.Model):
    """Held is what happened to a published event whose end has passed: derived, no state."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="events")
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )  # empty for the office's own, such as information meetings
    kind = models.CharField(max_length=16, choices=EventKind)
    title = models.CharField(max_length=150)
    summary = models.TextField("what it is about", max_length=4000, blank=True)
    state = models.CharField(
        max_length=10, choices=EventState, default=EventState.DRAFT, editable=False
    )
    audience = models.CharField(max_length=12, choices=Audience, default=Audience.MEMBERS)
    cluster = models.ForeignKey(
        Cluster, null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    mechanisms = models.JSONField(default=list, blank=True)  # values of Mechanism

    # When and where
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.IN_PERSON)
    venue = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    join_link = models.URLField("link to join", max_length=500, blank=True)
    join_note = models.CharField("what one needs to join", max_length=300, blank=True)

    # Places
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)  # empty: as many as come
    per_school = models.PositiveSmallIntegerField(null=True, blank=True)
    per_school_until_at = models.DateTimeField(null=True, blank=True)  # from then on it is lifted
    booking_closes_at = models.DateTimeField(null=True, blank=True)  # empty: until it starts

    # Expertise from outside (prospectus: speakers, evidence, research)
    speaker = models.CharField(max_length=150, blank=True)
    organisation = models.CharField(max_length=150, blank=True)
    is_outside_hillingdon = models.BooleanField("from outside Hillingdon", default=False)
    expertise_evidence = models.CharField("evidence it drew on", max_length=500, blank=True)

    # Calendars
    uid = models.CharField(max_length=40, unique=True, default=event_uid, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField()  # of what calendars show

    # Recorded afterwards, with its evidence
    is_recorded_afterwards = models.BooleanField(default=False)
    evidence = models.TextField(max_length=2000, blank=True)
    evidence_link = models.URLField(max_length=500, blank=True)
    evidence_file = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    created_at = models.DateTimeField()
    created_by = somebody()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = somebody()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = somebody()
    cancelled_because = models.CharField(max_length=300, blank=True)

    objects = EventQuerySet.as_manager()
    privacy = Privacy(
        personal={
            "speaker": "who spoke, as announced; kept seven years after the period",
            "join_link": "lets whoever has it in; shown to the booked only, kept with the event",
            "join_note": "may hold a passcode; shown to the booked only, kept with the event",
            "evidence_file": "may show who was there; kept two years after the period",
            "created_by": "who planned it; kept as audit",
            "published_by": "who published it; kept as audit",
            "cancelled_by": "who cancelled it; kept as audit",
        },
        other=(
            *("id", "period", "programme", "kind", "title", "summary", "state", "audience"),
            *("cluster", "mechanisms", "starts_at", "ends_at", "mode", "venue", "address"),
            *("capacity", "per_school", "per_school_until_at", "booking_closes_at"),
            *("organisation", "is_outside_hillingdon", "expertise_evidence", "uid", "sequence"),
            *("changed_at", "is_recorded_afterwards", "evidence", "evidence_link", "created_at"),
            *("published_at", "cancelled_at", "cancelled_because"),
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")), name="an_event_ends_later"
            ),
            models.CheckConstraint(
                condition=Q(cluster=None) ^ Q(audience=Audience.CLUSTER),
                name="an_event_of_a_cluster_names_it",
            ),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__gte=1), name="an_event_has_places"
            ),
            models.CheckConstraint(
                condition=Q(per_school=None, per_school_until_at=None) | Q(per_school__gte=1),
                name="a_school_has_a_place_at_least",
            ),
            models.CheckConstraint(
                condition=Q(is_recorded_afterwards=False)
                | ~Q(evidence="")
                | ~Q(evidence_link="")
                | Q(evidence_file__isnull=False),
                name="what_is_recorded_afterwards_has_evidence",
            ),
            models.CheckConstraint(
                condition=~Q(state=EventState.CANCELLED) | Q(cancelled_at__isnull=False),
                name="a_cancelled_event_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "starts_at"], name="event_state_starts"),
            models.Index(fields=["programme", "starts_at"], name="event_programme_starts"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_cancelled(self) -> bool:
        return self.state == EventState.CANCELLED

    @property
    def was_announced(self) -> bool:
        """A draft that was given up was never anybody else's to read."""
        return self.is_published or (self.is_cancelled and self.published_at is not None)

    @property
    def is_published(self) -> bool:
        return self.state == EventState.PUBLISHED

    @property
    def is_online(self) -> bool:
        return self.mode != Mode.IN_PERSON

    @property
    def when(self) -> str:
        return span(self.starts_at, self.ends_at)

    @property
    def times(self) -> str:
        return times(self.starts_at, self.ends_at)

    @property
    def days(self) -> list[date]:
        """London's dates, each with a register of its own."""
        return days_of(self.starts_at, self.ends_at)

    @property
    def a_day(self) -> timedelta:
        """How long it takes on each of its days."""
        whole = clock.london(self.ends_at) - clock.london(self.starts_at)
        return timedelta(seconds=whole.seconds)

    @property
    def where(self) -> str:
        """For everybody: an online event says that it is online, never the link."""
        place = ", ".join(part for part in (self.venue, self.address) if part)
        if self.is_online and place:
            return f"{place}, and online"
        return "Online" if self.is_online else place

    @property
    def for_whom(self) -> str:
        if self.audience == Audience.CLUSTER:
            return f"Schools of the cluster {self.cluster}"
        return str(self.get_audience_display())

    def is_over(self, now: datetime) -> bool:
        return now >= self.ends_at

    def has_started(self, now: datetime) -> bool:
        return now >= self.starts_at

    def takes_bookings(self, now: datetime) -> bool:
        return self.is_published and now < min(
            self.booking_closes_at or self.starts_at, self.starts_at
        )

    def cap_now(self, now: datetime) -> int | None:
        """How many of one school: until the date from which free places are anybody's."""
        is_lifted = self.per_school_until_at is not None and now >= self.per_school_until_at
        return None if is_lifted else self.per_school

    def is_held(self, now: datetime) -> bool:
        return self.state == EventState.PUBLISHED and self.is_over(now)


class Presence(models.Model):
    """A school that took part, of an event recorded afterwards: no names, a count."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="presences")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="presences")
    people = models.PositiveSmallIntegerField(default=1)

    privacy = Privacy(other=("id", "event", "school", "people"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "school"], name="a_school_is_present_once"),
            models.CheckConstraint(condition=Q(people__gte=1), name="somebody_was_present"),
        ]

    def __str__(self) -> str:
        return f"{self.school_id} at {self.event_id}"
