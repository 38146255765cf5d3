"""The parts of which forms about events are made: what, when and where, how many, with what."""

from datetime import datetime
from typing import Any

from django import forms

from hlp.kit import clock
from hlp.kit.forms import DatePartsField, Group, Question
from programmes.forms.moments import HINT, TimeField, at
from programmes.models import Cluster, Programme
from programmes.states import Audience, EventKind, Mechanism, Mode

OFFICES_KINDS = frozenset({EventKind.INFORMATION, EventKind.OUTREACH})
MODE_HINTS = {
    Mode.ONLINE.value: "You can add the link to join later; only the booked see it",
}


class WhenForm(forms.Form):
    on = DatePartsField(label="Date", help_text="For example 20 10 2022")
    until = DatePartsField(
        label="Last day (optional)",
        required=False,
        help_text="If it takes several days in a row, at the same times on each",
    )
    starts = TimeField(
        label="Starts", help_text=HINT, error_messages={"required": "Enter when it starts"}
    )
    ends = TimeField(
        label="Ends", help_text=HINT, error_messages={"required": "Enter when it ends"}
    )
    mode = forms.ChoiceField(
        label="How people take part", choices=Mode.choices, widget=forms.RadioSelect
    )
    venue = forms.CharField(label="Venue (optional if online)", required=False, max_length=200)
    address = forms.CharField(label="Address (optional)", required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not {"on", "starts", "ends"} <= cleaned.keys():
            return cleaned
        if cleaned["ends"] <= cleaned["starts"]:
            self.add_error("ends", "It must end after it starts")
        if cleaned.get("until") and cleaned["until"] < cleaned["on"]:
            self.add_error("until", "The last day must not come before the first")
        if cleaned.get("mode") != Mode.ONLINE and not cleaned.get("venue"):
            self.add_error("venue", "Say where it takes place")
        return cleaned

    def moments(self) -> dict[str, datetime]:
        data = self.cleaned_data
        return {
            "starts_at": at(data["on"], data["starts"]),
            "ends_at": at(data["until"] or data["on"], data["ends"]),
        }

    def when_and_where(self) -> dict[str, Any]:
        names = ("mode", "venue", "address")
        return {**self.moments(), **{name: self.cleaned_data[name] for name in names}}


class WhatForm(forms.Form):
    title = forms.CharField(
        label="Title", max_length=150, error_messages={"required": "Enter a title"}
    )
    kind = forms.ChoiceField(
        label="Kind of event",
        choices=EventKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the kind of event"},
    )
    summary = forms.CharField(
        label="What it is about (optional)",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    audience = forms.ChoiceField(
        label="For whom",
        choices=Audience.choices,
        initial=Audience.MEMBERS,
        widget=forms.RadioSelect,
        help_text="Information meetings, outreach and final learning events are for all schools."
        " Nobody pays.",
    )
    cluster = forms.ModelChoiceField(
        label="Cluster",
        required=False,
        queryset=Cluster.objects.none(),
        empty_label="Choose the cluster",
    )
    speaker = forms.CharField(label="Speaker (optional)", required=False, max_length=150)
    organisation = forms.CharField(
        label="Their organisation (optional)", required=False, max_length=150
    )
    is_outside_hillingdon = forms.BooleanField(
        label="The speaker, or the evidence used, comes from outside Hillingdon", required=False
    )
    expertise_evidence = forms.CharField(
        label="Evidence or research it draws on (optional)", required=False, max_length=500
    )
    mechanisms = forms.MultipleChoiceField(
        label="What it does for teaching (optional)",
        required=False,
        choices=Mechanism.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="The best professional development does something of each over a programme",
    )

    def __init__(self, *args: Any, programme: Programme | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [
            (value, label)
            for value, label in EventKind.choices
            if programme is None or value not in OFFICES_KINDS
        ]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        clusters = Cluster.objects.order_by("name")
        self.fields["cluster"].queryset = clusters  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("audience") != Audience.CLUSTER:
            cleaned["cluster"] = None
        elif not cleaned.get("cluster") and "cluster" not in self.errors:
            self.add_error("cluster", "Choose the cluster")
        return cleaned

    def what(self) -> dict[str, Any]:
        names = (
            *("title", "kind", "summary", "audience", "cluster", "speaker", "organisation"),
            *("is_outside_hillingdon", "expertise_evidence", "mechanisms"),
        )
        return {name: self.cleaned_data[name] for name in names}


WHAT = (
    "title",
    Question("kind", small=True),
    "summary",
    Question("audience", small=True, reveals={Audience.CLUSTER.value: "cluster"}),
)
WHEN = (
    *("on", "until"),
    Question("starts", width=5),
    Question("ends", width=5),
    Question("mode", small=True, hints=MODE_HINTS),
    "venue",
    "address",
)
EXPERTISE = Group(
    "Expertise",
    ("speaker", "organisation", "is_outside_hillingdon", "expertise_evidence", "mechanisms"),
)


class PlacesForm(forms.Form):
    """How people take part, and how many."""

    join_link = forms.URLField(
        label="Link to join (optional)",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="Shown to people with a confirmed place, and to nobody else",
        error_messages={"invalid": "Enter the whole address, for example https://meet.example/a"},
    )
    join_note = forms.CharField(
        label="What else one needs to join (optional)",
        required=False,
        max_length=300,
        help_text="For example a passcode",
    )
    capacity = forms.IntegerField(
        label="Places (optional)",
        required=False,
        min_value=1,
        max_value=9999,
        help_text="Leave it empty if as many may come as like",
    )
    per_school = forms.IntegerField(
        label="Places of one school (optional)", required=False, min_value=1, max_value=999
    )
    released_on = DatePartsField(
        label="Free places are anybody’s from (optional)",
        required=False,
        help_text="From this day on a school may have more than its places",
    )
    closes_on = DatePartsField(
        label="Last day to book (optional)",
        required=False,
        help_text="Empty: until the event starts",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("released_on") and not cleaned.get("per_school"):
            self.add_error("per_school", "Enter how many places one school has until that day")
        return cleaned

    def places(self) -> dict[str, Any]:
        data = self.cleaned_data
        released, closes = data["released_on"], data["closes_on"]
        return {
            **{name: data[name] for name in ("join_link", "join_note", "capacity", "per_school")},
            "per_school_until_at": clock.start_of_day(released) if released else None,
            "booking_closes_at": clock.end_of_day(closes) if closes else None,
        }


PLACES = Group(
    "Places",
    (
        Question("capacity", width=4),
        Question("per_school", width=4),
        *("released_on", "closes_on"),
    ),
)
JOINING = Group("If it is online", ("join_link", "join_note"))
