"""An election, its contests and who stands in them; what a declared result says for ever."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from board.querysets import ElectionQuerySet, NominationQuerySet
from board.states import (
    ELECTED_KINDS,
    LIVE_NOMINATIONS,
    ElectionState,
    HowElected,
    NominationState,
    SeatKind,
)
from hlp.kit import frozen
from hlp.kit.privacy import Privacy
from members.models import Period, School

CANDIDACY = "stood for the board; public while it lasts, kept seven years after the period"


def person(related: str = "+") -> "models.ForeignKey[models.Model, models.Model]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name=related,
    )


class Election(models.Model):
    """One poll of all member schools, with one or more contests on one paper."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="elections")
    name = models.CharField(max_length=120)
    state = models.CharField(
        max_length=12, choices=ElectionState, default=ElectionState.DRAFT, editable=False
    )
    nominations_close_at = models.DateTimeField()
    voting_opens_at = models.DateTimeField()  # as announced; opened_at is when it did
    voting_closes_at = models.DateTimeField()
    serves_from_on = models.DateField("first day of office")
    serves_to_on = models.DateField("last day of office", null=True, blank=True)
    because = models.CharField("why it is held", max_length=300, blank=True)
    repeats = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="repeated_by"
    )
    created_at = models.DateTimeField()
    created_by = person()

    # Opening
    announced_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = person()
    roll_digest = models.CharField(max_length=64, blank=True)
    roll_size = models.PositiveIntegerField(default=0)
    public_key = models.BinaryField(null=True, blank=True)
    envelope_size = models.PositiveIntegerField(default=0)
    rehearsed_at = models.DateTimeField(null=True, blank=True)
    small_poll_accepted = models.BooleanField(default=False)  # warned: under five votes

    # Closing and declaring
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = person()
    votes_cast = models.PositiveIntegerField(null=True, blank=True)
    unreadable = models.PositiveIntegerField(default=0)  # envelopes that did not open
    result_digest = models.CharField(max_length=64, blank=True)  # of the marks as a file
    codes_digest = models.CharField(max_length=64, blank=True)
    vacuumed_at = models.DateTimeField(null=True, blank=True)
    declared_at = models.DateTimeField(null=True, blank=True)
    declared_by = person()
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = person()
    stopped_because = models.CharField(max_length=300, blank=True)

    objects = ElectionQuerySet.as_manager()
    privacy = Privacy(
        personal={
            "created_by": "who set the election up; kept as audit",
            "opened_by": "who opened the poll; kept as audit",
            "closed_by": "who closed the poll; kept as audit",
            "declared_by": "who declared the result; kept as audit",
            "stopped_by": "who stopped the election; kept as audit",
        },
        other=(
            *("id", "period", "name", "state", "nominations_close_at", "voting_opens_at"),
            *("voting_closes_at", "serves_from_on", "serves_to_on", "because", "repeats"),
            *("created_at", "announced_at", "opened_at", "roll_digest", "roll_size", "public_key"),
            *("envelope_size", "rehearsed_at", "small_poll_accepted", "closed_at", "votes_cast"),
            *("unreadable", "result_digest", "codes_digest", "vacuumed_at", "declared_at"),
            *("stopped_at", "stopped_because"),
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(nominations_close_at__lte=F("voting_opens_at"))
                & Q(voting_opens_at__lt=F("voting_closes_at")),
                name="election_moments_in_order",
            ),
            models.CheckConstraint(
                condition=Q(serves_to_on=None) | Q(serves_to_on__gte=F("serves_from_on")),
                name="election_office_ends_later",
            ),
            models.CheckConstraint(
                condition=~Q(state=ElectionState.VOTING)
                | Q(opened_at__isnull=False, public_key__isnull=False) & ~Q(roll_digest=""),
                name="a_poll_has_roll_and_key",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_voting(self) -> bool:
        return self.state == ElectionState.VOTING

    @property
    def is_nominating(self) -> bool:
        return self.state == ElectionState.NOMINATION

    def takes_votes(self, now: datetime) -> bool:
        return self.is_voting and now <= self.voting_closes_at


class Contest(models.Model):
    """One question of the paper: who fills these seats of one kind."""

    election = models.ForeignKey(Election, on_delete=models.PROTECT, related_name="contests")
    kind = models.CharField(max_length=20, choices=SeatKind)
    seats = models.PositiveSmallIntegerField()

    privacy = Privacy(other=("id", "election", "kind", "seats"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "kind"], name="one_contest_per_kind"),
            models.CheckConstraint(condition=Q(seats__gte=1), name="a_contest_has_seats"),
            models.CheckConstraint(
                condition=Q(kind__in=ELECTED_KINDS), name="only_elected_seats_are_contested"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} × {self.seats}"

    @property
    def title(self) -> str:
        heads = "heads" if self.seats > 1 else "head"
        return f"{self.get_kind_display().removesuffix(' head')} {heads}"

    @property
    def seat_kind(self) -> SeatKind:
        return SeatKind(self.kind)


class Nomination(models.Model):
    """One person put forward for one contest; a candidate once they accept."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="nominations")
    nominee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="nominations"
    )
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="nominations")
    name = models.CharField("name on the paper", max_length=150)
    school_name = models.CharField("school on the paper", max_length=200)
    statement = models.TextField(max_length=2000, blank=True)
    state = models.CharField(
        max_length=10, choices=NominationState, default=NominationState.PROPOSED, editable=False
    )
    proposed_at = models.DateTimeField()
    proposed_by = person()
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = person()
    position = models.PositiveSmallIntegerField(null=True, blank=True)  # drawn at opening

    objects = NominationQuerySet.as_manager()
    privacy = Privacy(
        personal={
            "nominee": CANDIDACY,
            "name": CANDIDACY,
            "statement": CANDIDACY,
            "proposed_by": CANDIDACY,
            "withdrawn_by": "who withdrew it; kept as audit",
        },
        other=(
            *("id", "contest", "school", "state", "proposed_at", "answered_at", "withdrawn_at"),
            *("school_name", "position"),
        ),
    )

    class Meta:
        constraints = [
            # Who declined may change their mind and be nominated again; what was stays.
            models.UniqueConstraint(
                fields=["contest", "nominee"],
                condition=Q(state__in=sorted(LIVE_NOMINATIONS)),
                name="one_live_nomination",
            ),
            models.UniqueConstraint(fields=["contest", "position"], name="one_place_on_the_paper"),
        ]

    def __str__(self) -> str:
        return f"nomination {self.pk} for contest {self.contest_id}"

    @property
    def label(self) -> str:
        """As it stands on the paper and in the files anybody counts; no cell is a formula."""
        return f"{self.name} ({self.school_name})".replace("|", "/").lstrip("=+-@\t\r\n ")

    @property
    def is_own(self) -> bool:
        return self.proposed_by_id == self.nominee_id


class Lot(models.Model):
    """The lot that settled a tie: drawn by a named person, seen by a witness, used on recount."""

    contest = models.OneToOneField(Contest, on_delete=models.PROTECT, related_name="lot")
    order = models.JSONField()  # ids of nominations as they were drawn
    method = models.CharField(max_length=200)
    drawn_by = models.CharField(max_length=150)
    witness = models.CharField(max_length=150)
    drawn_at = models.DateTimeField()
    entered_by = person()

    privacy = Privacy(
        personal={
            "drawn_by": "who drew the lot; part of the result",
            "witness": "who saw it drawn; part of the result",
            "entered_by": "who entered it; kept as audit",
        },
        other=("id", "contest", "order", "method", "drawn_at"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(drawn_by=F("witness")), name="the_witness_is_another"
            )
        ]

    def __str__(self) -> str:
        return f"lot of contest {self.contest_id}"


class Result(models.Model):
    """What was declared of one candidate. Frozen with the election."""

    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, related_name="results")
    nomination = models.OneToOneField(Nomination, on_delete=models.PROTECT, related_name="result")
    marks = models.PositiveIntegerField(null=True, blank=True)  # none where unopposed
    how = models.CharField(max_length=10, choices=HowElected)
    place = models.PositiveSmallIntegerField(null=True, blank=True)  # among the elected

    privacy = Privacy(
        personal={"nomination": CANDIDACY},
        other=("id", "contest", "marks", "how", "place"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contest", "place"], name="one_result_per_place"),
        ]

    def __str__(self) -> str:
        return f"result {self.pk} of contest {self.contest_id}"

    @property
    def note(self) -> str:
        """What is said beside an elected person, where it was not by votes alone."""
        return "" if self.how == HowElected.VOTES else str(HowElected(self.how).label).lower()


# What the result names is frozen with it: who stood, under which name, for how many seats.
frozen.freeze("board_election", "{row}.state = 'declared'", insert=False)
OF_DECLARED = (
    "(SELECT election.state FROM board_election AS election JOIN board_contest AS contest"
    " ON contest.election_id = election.id WHERE contest.id = {row}.contest_id) = 'declared'"
)
for table in ("board_nomination", "board_lot", "board_result"):
    frozen.freeze(table, OF_DECLARED)
frozen.freeze(
    "board_contest",
    "(SELECT state FROM board_election WHERE id = {row}.election_id) = 'declared'",
)
