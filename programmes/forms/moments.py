"""A day, and times of that day as schools write them."""

import re
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from hlp.kit import clock

WRITTEN = re.compile(r"^(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?$")
HINT = "For example 16:00 or 4pm"


class TimeField(forms.CharField):
    """4pm, 4:30pm, 16:00 and 16.00 are all times; a bare 4 is not, for nobody knows which."""

    default_error_messages = {"invalid": "Enter a time, for example 16:00 or 4pm"}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 10)
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value

    def clean(self, value: Any) -> time | None:
        text = str(super().clean(value)).casefold().replace(" ", "")
        if not text:
            return None
        found = WRITTEN.match(text)
        if not found or not (found[2] or found[3]):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        hour, minute = int(found[1]), int(found[2] or 0)
        if found[3] and not 1 <= hour <= 12:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if found[3]:
            hour = hour % 12 + (12 if found[3] == "pm" else 0)
        try:
            return time(hour, minute)
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


def at(day: date, moment: time) -> datetime:
    """That time on London's clock; the hour that spring skips is moved on by the hour."""
    return datetime.combine(day, moment, tzinfo=clock.LONDON)
