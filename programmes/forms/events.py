"""Planning an event, recording one afterwards, moving and cancelling it; and finding events."""

from typing import Any

from django import forms

from hlp.kit import clock
from hlp.kit.forms import Group, helper
from hlp.kit.uploads import JPEG, PDF, PNG, UploadField
from members.models import School
from programmes.forms.event_parts import (
    EXPERTISE,
    JOINING,
    PLACES,
    WHAT,
    WHEN,
    PlacesForm,
    WhatForm,
    WhenForm,
)
from programmes.models import Event, Programme
from programmes.states import Audience, EventKind


class EventFilterForm(forms.Form):
    which = forms.ChoiceField(
        label="When",
        required=False,
        choices=[("", "Still to come"), ("past", "Past")],
    )
    programme = forms.ModelChoiceField(
        label="Programme",
        required=False,
        queryset=Programme.objects.none(),
        empty_label="Every programme",
    )
    kind = forms.ChoiceField(
        label="Kind", required=False, choices=[("", "Every kind"), *EventKind.choices]
    )
    audience = forms.ChoiceField(
        label="For", required=False, choices=[("", "Everybody’s"), *Audience.choices]
    )
    helper = helper(
        "Filter",
        *("which", "programme", "kind", "audience"),
        method="get",
        css_class="hlp-filters",
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programmes = Programme.objects.visible_to(user).by_title()
        self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]


AS_ASKED = ("title", "kind", "summary", "audience", "cluster")


class PlanForm(WhatForm, WhenForm, PlacesForm):
    """A new event, or a draft."""

    field_order = AS_ASKED  # so that a list of errors follows the page
    helper = helper(
        "Save as a draft", *WHAT, Group("When and where", WHEN), JOINING, PLACES, EXPERTISE
    )

    def fields_of_event(self) -> dict[str, Any]:
        return {**self.what(), **self.when_and_where(), **self.places()}


class EditForm(WhatForm, PlacesForm):
    """A published event: when and where are moved on a page of their own."""

    helper = helper("Save", *WHAT, JOINING, PLACES, EXPERTISE)

    def fields_of_event(self) -> dict[str, Any]:
        return {**self.what(), **self.places()}


class RecordForm(WhatForm, WhenForm):
    """What took place elsewhere, with its evidence."""

    field_order = AS_ASKED
    evidence = forms.CharField(
        label="How we know it took place",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Words, a link or a file: one is enough",
    )
    evidence_link = forms.URLField(
        label="A link (optional)",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "Enter the whole address, for example https://leap.example/a"},
    )
    evidence_file = UploadField(
        label="A file (optional)",
        required=False,
        allowed=[PDF, JPEG, PNG],
        help_text="PDF or a picture, up to 10 MB, for example the list of signatures",
    )
    present = forms.CharField(
        label="Who came",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        help_text="One school a line: its URN and how many people, for example 102395 3",
    )
    helper = helper(
        "Record as held",
        *WHAT,
        Group("When and where", WHEN),
        Group("Evidence", ("evidence", "evidence_link", "evidence_file", "present")),
        EXPERTISE,
    )

    def clean_present(self) -> dict[School, int]:
        lines = [line.split() for line in self.cleaned_data["present"].splitlines() if line.strip()]
        counted: dict[int, int] = {}
        for parts in lines:
            if not parts[0].isdecimal() or (len(parts) > 1 and not parts[-1].isdecimal()):
                raise forms.ValidationError(
                    f"“{' '.join(parts)[:40]}” is not a URN and a number, for example 102395 3"
                )
            people = int(parts[-1]) if len(parts) > 1 else 1
            if not 1 <= people <= 999:
                raise forms.ValidationError(f"Enter 1 to 999 people for {parts[0]}")
            counted[int(parts[0][:9])] = counted.get(int(parts[0][:9]), 0) + people
        known = School.objects.in_bulk(counted)
        if missing := [str(urn) for urn in counted if urn not in known]:
            raise forms.ValidationError(f"No school has the URN {', '.join(missing)}")
        return {known[urn]: people for urn, people in counted.items()}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        given = ("evidence", "evidence_link", "evidence_file")
        if not any(cleaned.get(name) for name in given) and not set(given) & self.errors.keys():
            self.add_error("evidence", "Say how we know, or give a link or a file")
        return cleaned

    def fields_of_event(self) -> dict[str, Any]:
        return {**self.what(), **self.when_and_where()}


class MoveForm(WhenForm):
    because = forms.CharField(
        label="Why it moves",
        max_length=200,
        help_text="Everybody who booked reads this in a mail",
        error_messages={"required": "Say why it moves"},
    )
    helper = helper("Move the event and tell everybody", *WHEN, "because")


class CancelForm(forms.Form):
    because = forms.CharField(
        label="Why it is cancelled",
        max_length=300,
        help_text="Everybody who booked reads this in a mail",
        error_messages={"required": "Say why it is cancelled"},
    )
    helper = helper("Cancel the event and tell everybody", "because", submit_style="warning")


def initial_of(event: Event) -> dict[str, Any]:
    """What the forms above show of an event that is there."""
    starts, ends = clock.london(event.starts_at), clock.london(event.ends_at)
    released, closes = event.per_school_until_at, event.booking_closes_at
    plain = (
        *("title", "kind", "summary", "audience", "cluster", "speaker", "organisation"),
        *("is_outside_hillingdon", "expertise_evidence", "mechanisms"),
        *("mode", "venue", "address", "join_link", "join_note", "capacity", "per_school"),
    )
    return {
        **{name: getattr(event, name) for name in plain},
        "on": starts.date(),
        "until": event.days[-1] if len(event.days) > 1 else None,
        "starts": starts.time(),
        "ends": ends.time(),
        "released_on": clock.day_of(released) if released else None,
        "closes_on": clock.day_of(closes) if closes else None,
    }
