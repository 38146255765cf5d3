"""A programme: what a lead school delivers for a priority, and what it has promised."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from bids.models import Award, Priority
from hlp.kit.privacy import Privacy
from members.models import Period, School
from programmes.models.actors import somebody
from programmes.models.calendar import HalfTerm
from programmes.querysets import ProgrammeQuerySet
from programmes.states import JUDGEMENT_COLOURS, CommitmentKind, Judgement, ProgrammeState


class Programme(models.Model):
    """The delivery of one priority by its lead schools; opened by an award or by the office."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="programmes")
    # What the bidding led to; both empty where the office opened it by hand.
    priority = models.ForeignKey(
        Priority, null=True, blank=True, on_delete=models.PROTECT, related_name="programmes"
    )
    award = models.OneToOneField(
        Award, null=True, blank=True, on_delete=models.PROTECT, related_name="programme"
    )
    title = models.CharField(max_length=120)
    about = models.TextField("what it offers", max_length=4000, blank=True)
    outcome = models.TextField("what should be different for pupils", max_length=2000, blank=True)
    state = models.CharField(
        max_length=10, choices=ProgrammeState, default=ProgrammeState.DRAFT, editable=False
    )
    from_on = models.DateField("first day")
    to_on = models.DateField("last day")
    lead_schools: "models.ManyToManyField[School, models.Model]" = models.ManyToManyField(
        School, through="programmes.LeadSchool", related_name="led_programmes"
    )
    # Design 9: a certificate does not wait for feedback unless the programme says so.
    certificate_waits_for_feedback = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    created_by = somebody()
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = somebody()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = somebody()

    objects = ProgrammeQuerySet.as_manager()
    privacy = Privacy(
        personal={
            "created_by": "who set the programme up; kept as audit",
            "opened_by": "who opened it; kept as audit",
            "closed_by": "who closed it; kept as audit",
        },
        other=(
            *("id", "period", "priority", "award", "title", "about", "outcome", "state"),
            *("from_on", "to_on"),
            *("lead_schools", "certificate_waits_for_feedback", "created_at", "opened_at"),
            "closed_at",
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(from_on__lt=F("to_on")), name="a_programme_ends_later"
            ),
            models.UniqueConstraint(
                fields=["period", "title"], name="one_programme_of_a_title_in_a_period"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def leads_in_order(self) -> "list[LeadSchool]":
        """The coordinating school first; needs leads and their schools loaded (`with_leads`)."""
        return sorted(self.leads.all(), key=lambda lead: (not lead.is_coordinator, lead.pk))


class LeadSchool(models.Model):
    """A school that leads a programme, alone or with partners; one of them coordinates."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="leads")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="leads")
    is_coordinator = models.BooleanField(default=False)

    privacy = Privacy(other=("id", "programme", "school", "is_coordinator"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "school"], name="a_school_leads_once"),
            models.UniqueConstraint(
                fields=["programme"],
                condition=Q(is_coordinator=True),
                name="one_coordinating_school",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school_id} leads {self.programme_id}"


class Commitment(models.Model):
    """One thing promised by a date. Whether it was kept is computed, never stored."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="commitments")
    kind = models.CharField(max_length=20, choices=CommitmentKind)
    half_term = models.ForeignKey(
        HalfTerm, null=True, blank=True, on_delete=models.PROTECT, related_name="commitments"
    )
    due_on = models.DateField()
    promise = models.TextField("what was promised", max_length=2000, blank=True)

    privacy = Privacy(
        personal={"promise": "the bid's own words, may name staff; kept seven years after it"},
        other=("id", "programme", "kind", "half_term", "due_on"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                F("programme"),
                F("kind"),
                Coalesce(F("half_term"), 0),
                name="one_commitment_of_a_kind_in_a_half_term",
            ),
            models.CheckConstraint(
                condition=~Q(kind=CommitmentKind.ENGAGEMENT) | Q(half_term__isnull=False),
                name="engagement_belongs_to_a_half_term",
            ),
        ]

    def __str__(self) -> str:
        when = f", {self.half_term}" if self.half_term_id else ""
        return f"{self.get_kind_display()}{when}"


class Acceptance(models.Model):
    """The board takes a commitment as met, because: shown beside what was computed."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="acceptances")
    because = models.CharField(max_length=500)
    minute = models.CharField("minute of the board", max_length=60, blank=True)
    accepted_at = models.DateTimeField()
    accepted_by = somebody()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = somebody()

    privacy = Privacy(
        personal={
            "accepted_by": "who entered the board's view; kept as audit",
            "withdrawn_by": "who took it back; kept as audit",
        },
        other=("id", "commitment", "because", "minute", "accepted_at", "withdrawn_at"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commitment"],
                condition=Q(withdrawn_at=None),
                name="a_commitment_is_accepted_once",
            ),
            models.CheckConstraint(condition=~Q(because=""), name="an_acceptance_says_why"),
        ]

    def __str__(self) -> str:
        return f"acceptance of commitment {self.commitment_id}"


class QualityNote(models.Model):
    """What the board found of a programme in a half-term; its actions hang on it."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="quality_notes")
    half_term = models.ForeignKey(HalfTerm, on_delete=models.PROTECT, related_name="quality_notes")
    judgement = models.CharField(max_length=12, choices=Judgement)
    text = models.TextField(max_length=3000)
    written_at = models.DateTimeField()
    written_by = somebody()
    signed_off_at = models.DateTimeField(null=True, blank=True)
    signed_off_by = somebody()

    privacy = Privacy(
        personal={
            "written_by": "who wrote it for the board; kept as audit",
            "signed_off_by": "who signed it off for the board; kept as audit",
        },
        other=(
            *("id", "programme", "half_term", "judgement", "text", "written_at"),
            "signed_off_at",
        ),
    )

    def __str__(self) -> str:
        return f"quality note {self.pk} of programme {self.programme_id}"

    @property
    def judgement_colour(self) -> str:
        return JUDGEMENT_COLOURS[Judgement(self.judgement)]


class QualityAction(models.Model):
    """What is to be done about it, by whom and until when."""

    note = models.ForeignKey(QualityNote, on_delete=models.PROTECT, related_name="actions")
    what = models.CharField(max_length=300)
    who = models.CharField("who does it", max_length=150)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    done_by = somebody()

    privacy = Privacy(
        personal={
            "who": "who is to do it; kept with the note",
            "done_by": "who ticked it off; kept as audit",
        },
        other=("id", "note", "what", "due_on", "done_on"),
    )

    def __str__(self) -> str:
        return f"action {self.pk} of quality note {self.note_id}"
