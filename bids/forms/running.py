"""What office and clerk type while a call runs: open, extend, exceptions, early, off."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms

from bids.forms.fields import minute, reason
from bids.forms.moments import Moment, add_moment, moment_of
from hlp.kit.forms import helper
from members.models import School


class OpenForm(forms.Form):
    is_sure = forms.BooleanField(
        label="I have read the call as bidders will see it",
        error_messages={"required": "Tick the box once you have read the call"},
    )
    helper = helper("Open the call", "is_sure")


class ExtendForm(forms.Form):
    because = reason(
        "Why is the call extended?",
        "Everybody who bids or has asked a question is told",
        "Say why the call is extended",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_moment(self, "closes", "closes")
        self.order_fields(["closes_on", "closes_time"])
        self.helper = helper("Extend the call", Moment("closes", "Closes now"), "because")

    def closes_at(self) -> datetime:
        return moment_of(self.cleaned_data, "closes")


class ExceptionForm(forms.Form):
    """One school, until a moment, once; with its reason and minute."""

    school: "forms.ModelChoiceField[School]" = forms.ModelChoiceField(
        label="Which school may be late?",
        help_text="The school that leads the bid",
        queryset=School.objects.none(),
        empty_label="Choose a school",
        error_messages={"required": "Choose the school"},
    )
    because = reason(
        "Why?",
        "Kept with the decision, for everybody who may read it",
        "Say why the school may be late",
    )
    minute_reference = minute(required=True)

    def __init__(self, *args: Any, schools: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = schools  # type: ignore[attr-defined]
        add_moment(self, "expires", "until when")
        self.order_fields(["school", "expires_on", "expires_time"])
        until = Moment("expires", "Until when?")
        self.helper = helper("Give the exception", "school", until, "because", "minute_reference")

    def given(self) -> Mapping[str, Any]:
        names = ("school", "because", "minute_reference")
        chosen = {name: self.cleaned_data[name] for name in names}
        return {**chosen, "expires_at": moment_of(self.cleaned_data, "expires")}


class EarlyForm(forms.Form):
    because = reason(
        "Why must the bids be opened before the call closes?",
        "Recorded for good, and sent to the office and the chair",
        "Say why the bids are opened early",
    )
    helper = helper("Open the bids early", "because", submit_style="warning")


class CancelForm(forms.Form):
    because = reason(
        "Why is the call called off?",
        "Shown to everybody, and sent to everybody who bids",
        "Say why the call is called off",
    )
    helper = helper("Call off", "because", submit_style="warning")
