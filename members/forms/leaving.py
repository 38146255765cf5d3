"""What a head types to leave, and what the office types of the board's decision."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from hlp.kit.forms import DatePartsField, Question, helper


class LastDayForm(forms.Form):
    """Asked first, so that the next page can say what leaving on that day costs."""

    last_day = DatePartsField(
        label="What is the school’s last day as a member?",
        help_text="It stays a member until the end of that day. For example 31 3 2023",
        error_messages={"required": "Enter the last day as a member"},
    )
    helper = helper("Continue", Question("last_day", size="m"), method="get")


class NoticeForm(forms.Form):
    sure = forms.BooleanField(
        error_messages={"required": "Tick the box to say that the school gives notice"}
    )
    last_day = forms.DateField(widget=forms.HiddenInput)
    helper = helper("Give notice", "sure", "last_day", submit_style="warning")

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sure"].label = label


class DecisionForm(forms.Form):
    """A decision of the board, as long as meetings are not kept in the portal."""

    decided_on = DatePartsField(
        label="Date of the board’s decision",
        help_text="For example 27 3 2022",
        error_messages={"required": "Enter the date of the board’s decision"},
    )
    minute_reference = forms.CharField(
        label="Minute reference",
        max_length=60,
        help_text="Where the minutes say so, for example 2023-02/7",
        error_messages={"required": "Enter the minute reference"},
    )
    helper = helper("Record the decision", "decided_on", Question("minute_reference", width=20))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_decided_on(self) -> date:
        decided_on: date = self.cleaned_data["decided_on"]
        if decided_on > self.today:
            raise ValidationError("The decision must be of today or a day in the past")
        return decided_on
