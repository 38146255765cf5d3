"""What the board types about impact: filters, acceptance, quality notes and actions."""

from typing import Any

from django import forms

from hlp.kit.forms import DatePartsField, Question, helper
from programmes.models import AcademicYear, Cluster, HalfTerm, Programme
from programmes.states import Judgement

NEVER, NOT_THIS_YEAR, ENGAGED = "never", "not_this_year", "engaged"
MEMBERS, OTHERS = "members", "others"


class ReachForm(forms.Form):
    year = forms.ModelChoiceField(
        label="School year",
        queryset=AcademicYear.objects.none(),
        required=False,
        empty_label="This year",
    )
    which = forms.ChoiceField(
        label="Schools",
        required=False,
        choices=[
            ("", "Never engaged"),
            (NOT_THIS_YEAR, "Not engaged in the year"),
            (ENGAGED, "Engaged in the year"),
            ("all", "All schools"),
        ],
    )
    who = forms.ChoiceField(
        label="Members",
        required=False,
        choices=[("", "Members and others"), (MEMBERS, "Members"), (OTHERS, "Not members")],
    )
    phase = forms.ChoiceField(label="Phase", required=False)
    cluster = forms.ModelChoiceField(
        label="Cluster", queryset=Cluster.objects.none(), required=False, empty_label="All clusters"
    )
    contact = forms.ChoiceField(
        label="Contact",
        required=False,
        choices=[("", "All"), ("none", "None in two half-terms")],
    )
    helper = helper(
        "Filter",
        *("year", "which", "who", "phase", "cluster", "contact"),
        method="get",
        css_class="hlp-filters",
    )

    def __init__(self, *args: Any, phases: "list[tuple[str, str]]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phase"].choices = [("", "All phases"), *phases]  # type: ignore[attr-defined]
        years = AcademicYear.objects.order_by("-from_on")
        self.fields["year"].queryset = years  # type: ignore[attr-defined]
        self.fields["cluster"].queryset = Cluster.objects.order_by("name")  # type: ignore[attr-defined]


class AcceptForm(forms.Form):
    because = forms.CharField(
        label="Why the board takes it as met",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Shown beside what the portal has computed, to the board and the lead school",
        error_messages={"required": "Say why the board takes it as met"},
    )
    minute = forms.CharField(label="Minute of the board (optional)", max_length=60, required=False)
    helper = helper("Accept it as met", "because", Question("minute", width=20))


class NoteForm(forms.Form):
    programme = forms.ModelChoiceField(
        label="Programme",
        queryset=Programme.objects.none(),
        empty_label=None,
        error_messages={"required": "Choose the programme"},
    )
    half_term = forms.ModelChoiceField(
        label="Half-term",
        queryset=HalfTerm.objects.none(),
        empty_label=None,
        error_messages={"required": "Choose the half-term"},
    )
    judgement = forms.ChoiceField(
        label="How it goes",
        choices=Judgement.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it goes"},
    )
    text = forms.CharField(
        label="What the board found",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Write what the board found"},
    )
    helper = helper(
        "Save the note", "programme", "half_term", Question("judgement", small=True), "text"
    )

    def __init__(self, *args: Any, programmes: Any, half_terms: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]
        self.fields["half_term"].queryset = half_terms  # type: ignore[attr-defined]


class ActionForm(forms.Form):
    what = forms.CharField(
        label="What is to be done",
        max_length=300,
        error_messages={"required": "Write what is to be done"},
    )
    who = forms.CharField(
        label="Who does it", max_length=150, error_messages={"required": "Write who does it"}
    )
    due_on = DatePartsField(label="By when")
    helper = helper("Add the action", "what", Question("who", width=20), "due_on")
