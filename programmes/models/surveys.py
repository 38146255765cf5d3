"""Surveys, few and short: what schools need, what people say on the day and weeks later."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from hlp.kit.privacy import Privacy
from members.models import Period, School
from programmes.models.actors import somebody
from programmes.models.calendar import HalfTerm
from programmes.models.events import Event
from programmes.models.places import Place
from programmes.models.programmes import Programme
from programmes.querysets import SurveyQuerySet
from programmes.querysets.surveys import AskedQuerySet, NeedQuerySet
from programmes.states import (
    SCHOOL_STAGES,
    GuskeyLevel,
    QuestionKind,
    SurveyStage,
    SurveyState,
)

SCALE = range(1, 6)  # not at all … very much
SAID = "what somebody said; kept seven years after the period without their name"


class Survey(models.Model):
    """One set of questions at one stage, of an event, a programme or the whole period."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="surveys")
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="surveys"
    )
    event = models.ForeignKey(
        Event, null=True, blank=True, on_delete=models.PROTECT, related_name="surveys"
    )
    half_term = models.ForeignKey(
        HalfTerm, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # of the head's view: in which it is asked
    stage = models.CharField(max_length=12, choices=SurveyStage)
    title = models.CharField(max_length=150)
    introduction = models.TextField(max_length=2000, blank=True)
    state = models.CharField(
        max_length=10, choices=SurveyState, default=SurveyState.DRAFT, editable=False
    )
    is_anonymous = models.BooleanField(default=False)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    created_at = models.DateTimeField()
    created_by = somebody()
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = SurveyQuerySet.as_manager()
    privacy = Privacy(
        personal={"created_by": "who wrote the questions; kept as audit"},
        other=(
            *("id", "period", "programme", "event", "half_term", "stage", "title"),
            *("introduction", "state", "is_anonymous", "opens_at", "closes_at", "created_at"),
            *("opened_at", "closed_at"),
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("closes_at")), name="a_survey_closes_later"
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=[SurveyStage.ON_THE_DAY, SurveyStage.LATER])
                | Q(event__isnull=False),
                name="feedback_is_of_an_event",
            ),
            models.UniqueConstraint(
                fields=["event", "stage"],
                condition=Q(event__isnull=False),
                name="one_survey_of_a_stage",
            ),
        ]

    def __str__(self) -> str:
        """Of an event, as the event is called now; load it with the survey."""
        return f"{self.title}: {self.event}" if self.event else self.title

    @property
    def asks_schools(self) -> bool:
        return self.stage in SCHOOL_STAGES

    @property
    def is_draft(self) -> bool:
        return self.state == SurveyState.DRAFT

    @property
    def is_open(self) -> bool:
        return self.state == SurveyState.OPEN

    def takes_answers(self, now: datetime) -> bool:
        return self.state == SurveyState.OPEN and self.opens_at <= now < self.closes_at


class Question(models.Model):
    """One question as people read it; a chart never stands without it."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="questions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=QuestionKind)
    text = models.CharField(max_length=300)
    hint = models.CharField(max_length=300, blank=True)
    options = models.JSONField(default=list, blank=True)  # of one and many
    level = models.PositiveSmallIntegerField(choices=GuskeyLevel, null=True, blank=True)
    is_required = models.BooleanField(default=False)

    privacy = Privacy(
        other=(
            *("id", "survey", "number", "kind", "text", "hint", "options", "level"),
            "is_required",
        )
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="questions_are_numbered"),
        ]

    def __str__(self) -> str:
        return self.text

    def offers(self, given: int | str | list[str]) -> bool:
        """Whether the answer is one this question takes."""
        if self.kind == QuestionKind.SCALE:
            return isinstance(given, int) and given in SCALE
        if self.kind == QuestionKind.ONE:
            return given in self.options
        if self.kind == QuestionKind.MANY:
            return isinstance(given, list) and set(given) <= set(self.options)
        return isinstance(given, str)


class Asked(models.Model):
    """Who was asked and whether they answered: a boolean, so that nothing ties it to a response.

    A person who came (`place`) or a school.
    """

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="asked")
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="asked"
    )
    school = models.ForeignKey(
        School, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    token_hash = models.CharField(max_length=64, unique=True)  # for those without an account
    has_answered = models.BooleanField(default=False)

    objects = AskedQuerySet.as_manager()
    privacy = Privacy(
        personal={
            "place": "who owes an answer; kept with the place",
            "token_hash": "opens the questions for whoever was asked; kept with the survey",
        },
        other=("id", "survey", "school", "has_answered"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "place"], name="a_person_is_asked_once"),
            models.UniqueConstraint(
                fields=["survey", "school"],
                condition=Q(place=None),
                name="a_school_is_asked_once",
            ),
            models.CheckConstraint(
                condition=Q(place__isnull=False) | Q(school__isnull=False),
                name="somebody_is_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"asked {self.pk} for survey {self.survey_id}"


class Response(models.Model):
    """One set of answers. An anonymous one knows neither the person nor the school nor the hour."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="responses")
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="responses"
    )
    school = models.ForeignKey(
        School, null=True, blank=True, on_delete=models.PROTECT, related_name="responses"
    )
    is_anonymous = models.BooleanField()  # as the survey was
    answered_on = models.DateField()

    privacy = Privacy(
        personal={"place": "who answered, where it is not anonymous; kept with the place"},
        other=("id", "survey", "school", "is_anonymous", "answered_on"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "place"], name="one_response_of_a_place"),
            models.UniqueConstraint(
                fields=["survey", "school"],
                condition=Q(place=None),
                name="one_response_of_a_school",
            ),
            models.CheckConstraint(
                condition=Q(is_anonymous=False) | Q(place=None, school=None),
                name="an_anonymous_response_names_nobody",
            ),
        ]

    def __str__(self) -> str:
        return f"response {self.pk} to survey {self.survey_id}"


class Answer(models.Model):
    """What a response says to one question."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    number = models.PositiveSmallIntegerField(null=True, blank=True)  # of a scale
    choices = models.JSONField(default=list, blank=True)  # of one and many
    text = models.TextField(max_length=2000, blank=True)

    privacy = Privacy(
        personal={"text": SAID}, other=("id", "response", "question", "number", "choices")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["response", "question"], name="one_answer_to_a_question"
            ),
            models.CheckConstraint(
                condition=Q(number=None) | Q(number__gte=1, number__lte=5),
                name="a_scale_has_five_steps",
            ),
        ]

    def __str__(self) -> str:
        return f"answer to question {self.question_id}"


class Need(models.Model):
    """You said, we did: what schools asked for, and the events that answer it."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="needs")
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="needs"
    )
    question = models.ForeignKey(
        Question, null=True, blank=True, on_delete=models.PROTECT, related_name="needs"
    )  # where it was said
    said = models.CharField("you said", max_length=300)
    did = models.CharField("we did", max_length=500, blank=True)
    events: "models.ManyToManyField[Event, models.Model]" = models.ManyToManyField(
        Event, blank=True, related_name="needs"
    )
    noted_at = models.DateTimeField()
    noted_by = somebody()

    objects = NeedQuerySet.as_manager()
    privacy = Privacy(
        personal={"noted_by": "who drew it from the answers; kept as audit"},
        other=("id", "period", "programme", "question", "said", "did", "events", "noted_at"),
    )

    def __str__(self) -> str:
        return self.said
