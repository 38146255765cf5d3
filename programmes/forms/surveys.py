"""The form of a survey as its questions make it, and the forms of whoever writes one."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from hlp.kit import clock
from hlp.kit.forms import DatePartsField, Question, helper
from hlp.kit.templatetags.ui import uk_date
from members.models import Period
from programmes import models
from programmes.models.surveys import SCALE
from programmes.question_sets import Ask
from programmes.services.answering import Given
from programmes.states import EventState, GuskeyLevel, QuestionKind, SurveyStage

STEPS = [(step, str(step)) for step in SCALE]
ENDS = "1 is not at all, 5 is very much"
LONGEST = 2000  # characters in own words; checked, and not counted down beside the box


class AnswerForm(forms.Form):
    """One field a question, in its order; short enough for a minute."""

    def __init__(self, *args: Any, questions: Iterable[models.Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        for question in self.questions:
            self.fields[_name(question)] = _field(question)
        self.helper = helper("Send", *(_asked(question) for question in self.questions))

    def answers(self) -> dict[int, Given]:
        """By question id, as the service takes them."""
        return {q.pk: self.cleaned_data[_name(q)] for q in self.questions}


CHOSEN = (QuestionKind.SCALE, QuestionKind.ONE, QuestionKind.MANY)


def _name(question: models.Question) -> str:
    return f"q{question.number}"


def _asked(question: models.Question) -> Question:
    """A scale stands in one row, which a thumb reaches on a phone."""
    is_scale = question.kind == QuestionKind.SCALE
    return Question(_name(question), small=question.kind in CHOSEN, inline=is_scale, size="s")


def _field(question: models.Question) -> forms.Field:
    optional = "" if question.is_required else " (optional)"
    given: dict[str, Any] = {
        "label": f"{question.text}{optional}",
        "help_text": question.hint or (ENDS if question.kind == QuestionKind.SCALE else ""),
        "required": question.is_required,
    }
    if question.kind == QuestionKind.TEXT:
        widget = forms.Textarea(attrs={"rows": 3})
        return forms.CharField(validators=[MaxLengthValidator(LONGEST)], widget=widget, **given)
    choose = {"required": f"Choose an answer: {question.text}"}
    options = [(option, option) for option in question.options]
    if question.kind == QuestionKind.MANY:
        many = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(
            choices=options, widget=many, error_messages=choose, **given
        )
    if question.kind == QuestionKind.ONE:
        return forms.ChoiceField(
            choices=options, widget=forms.RadioSelect, error_messages=choose, **given
        )
    return forms.TypedChoiceField(
        choices=STEPS,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages=choose,
        **given,
    )


class SurveyForm(forms.Form):
    """What it is called and how long it is open; `survey`: the one to change."""

    title = forms.CharField(
        label="Title", max_length=150, error_messages={"required": "Enter a title"}
    )
    introduction = forms.CharField(
        label="Introduction (optional)",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Why you ask, and what will come of it",
    )
    closes_on = DatePartsField(
        label="Last day to answer",
        help_text="For example 27 3 2023",
        error_messages={"required": "Enter the last day to answer"},
    )
    is_anonymous = forms.BooleanField(
        label="Keep no record of who said what",
        required=False,
        help_text="You then see how many have answered, and not who",
    )
    helper = helper("Save", "title", "introduction", "closes_on", "is_anonymous")

    def __init__(self, *args: Any, survey: models.Survey | None = None, **kwargs: Any) -> None:
        if survey is not None:
            names = ("title", "introduction", "is_anonymous")
            kwargs["initial"] = {name: getattr(survey, name) for name in names}
            kwargs["initial"]["closes_on"] = clock.day_of(survey.closes_at)
        super().__init__(*args, **kwargs)

    def clean_closes_on(self) -> date:
        day: date = self.cleaned_data["closes_on"]
        if day < clock.today():
            raise forms.ValidationError("The last day to answer must not have passed")
        return day

    def words(self) -> dict[str, Any]:
        """As the services take them."""
        names = ("title", "introduction", "is_anonymous")
        closes_at = clock.end_of_day(self.cleaned_data["closes_on"])
        return {**{name: self.cleaned_data[name] for name in names}, "closes_at": closes_at}


class NewSurveyForm(SurveyForm):
    """Begins with the questions that come with what is asked."""

    stage = forms.ChoiceField(
        label="What do you want to know?",
        choices=[
            (SurveyStage.NEEDS, "What schools need"),
            (SurveyStage.HEAD, "How heads see what the partnership does"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you want to know"},
    )
    helper = helper(
        "Continue",
        Question(
            "stage",
            small=True,
            hints={
                SurveyStage.NEEDS: "Every school that may join is asked",
                SurveyStage.HEAD: "Member schools are asked, once a term",
            },
        ),
        "title",
        "introduction",
        "closes_on",
        "is_anonymous",
    )


class QuestionForm(forms.Form):
    """One more question of a draft."""

    text = forms.CharField(
        label="Question", max_length=300, error_messages={"required": "Enter the question"}
    )
    kind = forms.ChoiceField(
        label="How it is answered",
        choices=QuestionKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it is answered"},
    )
    options = forms.CharField(
        label="Answers to choose from",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One on each line; only for one or any of several",
    )
    level = forms.TypedChoiceField(
        label="What it asks about (optional)",
        required=False,
        choices=[("", "Nothing in particular"), *GuskeyLevel.choices],
        coerce=int,
        empty_value=None,
    )
    is_required = forms.BooleanField(label="It must be answered", required=False)
    helper = helper(
        "Add the question",
        "text",
        Question("kind", small=True),
        "options",
        "level",
        "is_required",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = cleaned.get("kind") in (QuestionKind.ONE, QuestionKind.MANY)
        if chosen and len(self.lines()) < 2:
            self.add_error("options", "Enter at least two answers to choose from")
        return cleaned

    def lines(self) -> list[str]:
        typed = self.cleaned_data.get("options") or ""
        return list(dict.fromkeys(line.strip() for line in typed.splitlines() if line.strip()))

    def ask(self) -> Ask:
        level = self.cleaned_data["level"]
        return Ask(
            self.cleaned_data["text"],
            QuestionKind(self.cleaned_data["kind"]),
            GuskeyLevel(level) if level else None,
            options=self.lines(),
            is_required=self.cleaned_data["is_required"],
        )


class NeedForm(forms.Form):
    said = forms.CharField(
        label="You said",
        max_length=300,
        help_text="What schools asked for, in a sentence",
        error_messages={"required": "Enter what schools asked for"},
    )
    did = forms.CharField(
        label="We did (optional)",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    events = forms.ModelMultipleChoiceField(
        label="At these events (optional)",
        required=False,
        queryset=models.Event.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, programme: models.Programme | None, period: Period, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        events = models.Event.objects.filter(programme=programme, period=period)
        events = events.exclude(state=EventState.DRAFT).latest_first()
        chosen: Any = self.fields["events"]
        chosen.queryset = events
        chosen.label_from_instance = lambda event: f"{event.title}, {uk_date(event.starts_at)}"
        asked: list[str | Question] = ["said", "did", Question("events", small=True)]
        if not events.exists():
            del self.fields["events"], asked[-1]
        self.helper = helper("Save", *asked)
