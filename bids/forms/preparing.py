"""What office and clerk type to set up a priority and a call: words, dates, the decision."""

from datetime import datetime, timedelta
from typing import Any

from django import forms

from bids.forms.fields import decided_on, minute, text
from bids.forms.moments import Moment, add_moment, moment_of, split
from bids.models import Call, Priority
from hlp.kit import clock
from hlp.kit.forms import Question, helper
from hlp.kit.refusal import Refusal
from members.models import MembershipYear

MOMENTS = {
    "opens": ("Opens", "Bids can be submitted from this moment"),
    "questions_close": ("Last moment for questions", "Leave yourself time to answer"),
    "closes": ("Closes", "A bid that comes later is refused. School hours are kindest"),
    "marks_due": ("Marks are due", "Assessors are reminded before"),
}


class PriorityForm(forms.Form):
    year: "forms.ModelChoiceField[MembershipYear]" = forms.ModelChoiceField(
        label="Membership year",
        queryset=MembershipYear.objects.none(),
        empty_label="Choose a year",
        error_messages={"required": "Choose the membership year"},
    )
    title = forms.CharField(
        label="What is the priority?",
        help_text="For example: Curriculum and subject leadership",
        max_length=120,
        error_messages={"required": "Enter the name of the priority"},
    )
    evidence = text(
        "Why was it chosen?",
        "The evidence: data, surveys, what heads said",
        "Say why the priority was chosen",
        max_length=4000,
    )
    intended_outcome = text(
        "What should be different at the end?",
        "For pupils, staff or schools",
        "Say what should be different at the end",
        max_length=4000,
    )
    baseline = text(
        "Where do schools stand now?",
        "The starting point against which the outcome will be held",
        "Say where schools stand now",
        max_length=4000,
    )
    decided_on = decided_on("When did the board agree this priority?")
    minute_reference = minute()

    helper = helper("Save the priority")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = MembershipYear.objects.select_related("period").order_by("-starts_on")
        self.fields["year"].queryset = years  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(row: Priority) -> dict[str, Any]:
        names = ("year", "title", "evidence", "intended_outcome", "baseline", "decided_on")
        return {name: getattr(row, name) for name in (*names, "minute_reference")}


class DatesForm(forms.Form):
    """Four moments in London, and a grace that is never shown to bidders."""

    grace_minutes = forms.IntegerField(
        label="Minutes of grace after closing",
        help_text="Not shown to anybody. A bid sent in the last seconds over a slow line still"
        " gets in. 0 for none",
        min_value=0,
        max_value=60,
        initial=0,
        error_messages={"required": "Enter a number of minutes, or 0"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups: list[Any] = [Moment(name, legend, hint) for name, (legend, hint) in MOMENTS.items()]
        for name, (legend, _) in MOMENTS.items():
            add_moment(self, name, legend.lower())
        rest = [Question("grace_minutes", width=3)] if "grace_minutes" in self.fields else []
        self.order_fields([*(f"{n}{e}" for n in MOMENTS for e in ("_on", "_time"))])
        self.helper = helper("Save and continue", *groups, *rest)

    def refuse(self, refused: Refusal) -> None:
        """What a service says, beside the date it is about."""
        about = getattr(refused, "about", "")
        self.add_error(f"{about}_on" if about in MOMENTS else None, str(refused))

    def moments(self) -> dict[str, datetime]:
        return {f"{name}_at": moment_of(self.cleaned_data, name) for name in MOMENTS}

    def fields_to_save(self) -> dict[str, Any]:
        return {**self.moments(), "grace_minutes": self.cleaned_data["grace_minutes"]}

    @staticmethod
    def initial_of(call: Call) -> dict[str, Any]:
        shown: dict[str, Any] = {"grace_minutes": call.grace_minutes}
        for name in MOMENTS:
            shown |= split(name, getattr(call, f"{name}_at"))
        return shown


class StartCallForm(DatesForm):
    """The least a call is made from: a title and its dates."""

    title = forms.CharField(
        label="Title of the call",
        help_text="For example: Lead school for SEND, 2022 to 2023. Its address on the web is made"
        " from it and stays",
        max_length=150,
        error_messages={"required": "Give the call a title"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["grace_minutes"]
        groups: list[Any] = [Moment(name, legend, hint) for name, (legend, hint) in MOMENTS.items()]
        self.helper = helper("Make the call", "title", *groups)
        self.order_fields(["title"])

    def fields_to_save(self) -> dict[str, Any]:
        return {"title": self.cleaned_data["title"], **self.moments()}

    @staticmethod
    def suggested(now: datetime) -> dict[str, Any]:
        """Six weeks to bid, four of them for questions, three weeks to mark; noon on weekdays."""
        noon = clock.london(now).replace(hour=12, minute=0, second=0, microsecond=0)
        monday = noon + timedelta(days=14 - noon.weekday())
        days = {"opens": 0, "questions_close": 28, "closes": 42, "marks_due": 63}
        shown: dict[str, Any] = {}
        for name, after in days.items():
            shown |= split(name, monday + timedelta(days=after))
        return shown


class WordsForm(forms.Form):
    title = forms.CharField(
        label="Title of the call",
        max_length=150,
        error_messages={"required": "Give the call a title"},
    )
    guidance = text(
        "Guidance for bidders",
        "What a good bid does, what the money may be spent on, whom to ask. Blank lines make"
        " paragraphs",
        "",
        rows=14,
        max_length=8000,
        required=False,
    )
    helper = helper("Save and continue", "title", "guidance")

    @staticmethod
    def initial_of(call: Call) -> dict[str, Any]:
        return {"title": call.title, "guidance": call.guidance}


class DecisionForm(forms.Form):
    """The board agreed the process; bidders read when."""

    decided_on = decided_on("When did the board agree this call?", required=True)
    minute_reference = minute(required=True)
    helper = helper("Save and continue", "decided_on", "minute_reference")

    @staticmethod
    def initial_of(call: Call) -> dict[str, Any]:
        return {"decided_on": call.decided_on, "minute_reference": call.minute_reference}
