"""A date and a time of day, typed apart and read together as a moment in London."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from crispy_forms.utils import render_field
from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from hlp.kit import clock
from hlp.kit.forms import DatePartsField, Question

NOON = {"noon", "midday", "12noon", "12midday"}
WRITTEN = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?(am|pm)?")


class TimeOfDayField(forms.Field):
    """`12pm`, `noon`, `5:30pm` and `17:30` are all understood, as letters of schools write them."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return clock.time_in_words(value) if isinstance(value, time) else value

    def to_python(self, value: Any) -> time | None:
        text = str(value or "").replace(" ", "").casefold()
        if not text:
            return None
        if text in NOON:
            return time(12)
        if text in {"midnight", "12am", "24:00", "0:00", "00:00"}:
            # Of which day? People disagree, and a deadline must not depend on it.
            raise ValidationError("Midnight is unclear. Enter 11:59pm for the end of the day")
        found = WRITTEN.fullmatch(text)
        made = _time(*found.groups()) if found else None
        if made is None:
            raise ValidationError("Enter a time like 12pm, 5:30pm or 17:30")
        return made


def _time(hours: str, minutes: str | None, half: str | None) -> time | None:
    hour, minute = int(hours), int(minutes or 0)
    if (half and not 1 <= hour <= 12) or (not half and minutes is None):
        return None  # a bare number could be morning or afternoon
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def add_moment(form: forms.Form, name: str, of_what: str) -> None:
    """Two fields, `<name>_on` and `<name>_time`; read with `moment_of`, laid out by `Moment`."""
    form.fields[f"{name}_on"] = DatePartsField(
        label="Date", error_messages={"required": f"Enter the date: {of_what}"}
    )
    form.fields[f"{name}_time"] = TimeOfDayField(
        label="Time", error_messages={"required": f"Enter the time: {of_what}"}
    )


@dataclass(frozen=True)
class Moment:
    """Date and time of `name` beside each other under one legend; stands in a form's layout."""

    name: str
    legend: str
    hint: str = ""

    def render(
        self, form: Any, context: Any, template_pack: Any = None, **kwargs: Any
    ) -> SafeString:
        parts = [
            render_field(question, form, context, template_pack=template_pack)
            for question in (f"{self.name}_on", Question(f"{self.name}_time", width=5))
        ]
        return render_to_string("bids/forms/moment.html", {"moment": self, "parts": parts})


def moment_of(given: Mapping[str, Any], name: str) -> datetime:
    return datetime.combine(given[f"{name}_on"], given[f"{name}_time"], tzinfo=clock.LONDON)


def split(name: str, at: datetime) -> dict[str, Any]:
    """A moment as the two fields show it."""
    local = clock.london(at)
    return {f"{name}_on": local.date(), f"{name}_time": local.time().replace(second=0)}
