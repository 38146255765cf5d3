"""What office and clerk type about seats: who comes, who goes, what the board decided."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from board.models import Appointment, Seat
from board.seat_table import Who, asks_for_head
from board.states import EndedBecause, How, SeatKind
from hlp.kit.forms import DatePartsField, Question, helper

NOW, LATER = "now", "later"
CHOSEN = (
    EndedBecause.STEPPED_DOWN,
    EndedBecause.REPLACED,
    EndedBecause.REMOVED,
    EndedBecause.NO_LONGER,
    EndedBecause.MISTAKE,
)
WRITTEN = {
    How.APPOINTED: ("Minute reference of the appointment", "For example 2022-06/3"),
    How.COOPTED: ("Minute reference of the appointment", "For example 2022-06/3"),
    How.NAMED: ("Where the naming is written down", "For example letter of 14 March 2022"),
    How.ELECTED: ("Where the result is written down", "For example count of 14 March 2022"),
}
DECLARED = (
    "They have declared that they are neither employed by nor governing a member school or the"
    " local authority"
)


class AppointForm(forms.Form):
    """The questions depend on the seat: a head is looked up, others may be new to the portal."""

    email = forms.EmailField(error_messages={"required": "Enter their email address"})
    name = forms.CharField(
        label="Full name",
        max_length=150,
        help_text="Used only if they have no account yet",
        error_messages={"required": "Enter their full name"},
    )
    urn = forms.IntegerField(
        label="URN of the school (optional)",
        required=False,
        min_value=1,
        max_value=9_999_999,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    from_on = DatePartsField(
        label="First day in the seat", error_messages={"required": "Enter the first day"}
    )
    to_on = DatePartsField(
        label="Last day in the seat",
        help_text="They keep their access until the end of that day",
        error_messages={"required": "Enter the last day"},
    )
    reference = forms.CharField(max_length=120)
    is_declared = forms.BooleanField(
        label=DECLARED, error_messages={"required": "Tick the box once they have declared it"}
    )

    def __init__(self, *args: Any, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_head = asks_for_head(SeatKind(seat.kind))
        self.fields["email"].label = "Email address of the head" if is_head else "Email address"
        label, hint = WRITTEN[seat.row.how]
        self.fields["reference"].label, self.fields["reference"].help_text = label, hint
        self.fields["reference"].error_messages["required"] = "Enter where it is written down"
        wanted = ["email", *self._about_school(seat, is_head), "from_on", "to_on", "reference"]
        if seat.kind == SeatKind.CHAIR:
            wanted.append("is_declared")
        for field in set(self.fields) - set(wanted):
            del self.fields[field]
        self.helper = helper(
            "Appoint", *(Question("urn", width=10) if f == "urn" else f for f in wanted)
        )

    def _about_school(self, seat: Seat, is_head: bool) -> list[str]:
        if is_head:
            self.fields["urn"].help_text = "Needed only if they are the head of more than one"
            return ["urn"]
        if seat.row.who == Who.ANYONE:
            self.fields["urn"].help_text = "If they come from a school. It holds one seat at most"
            return ["name", "urn"]
        return ["name"]


class EndForm(forms.Form):
    when = forms.ChoiceField(
        label="When does it end?",
        choices=[
            (NOW, "Now: the seat is vacant and their access gone at once"),
            (LATER, "On a day to come"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose when it ends"},
    )
    last_day = DatePartsField(
        label="Last day in the seat",
        help_text="They keep their access until the end of that day",
        required=False,
    )
    because = forms.ChoiceField(
        label="Why does it end?",
        choices=[(reason.value, reason.label) for reason in CHOSEN],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why it ends"},
    )
    note = forms.CharField(
        label="Anything to note (optional)",
        help_text="For office and clerk. It is not shown to the public",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    helper = helper(
        "End the appointment",
        Question("when", reveals={LATER: "last_day"}),
        "because",
        "note",
        submit_style="warning",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("when") == LATER and not data.get("last_day") and "last_day" not in self.errors:
            self.add_error("last_day", "Enter the last day in the seat")
        if data.get("when") == NOW:
            data["last_day"] = None
        return data


class Decision(forms.Form):
    """A decision of the board, as long as meetings are not kept in the portal."""

    decided_on = DatePartsField(
        label="Date of the board’s decision",
        help_text="For example 27 3 2022",
        error_messages={"required": "Enter the date of the board’s decision"},
    )
    minute_reference = forms.CharField(
        label="Minute reference",
        max_length=60,
        help_text="Where the minutes say so, for example 2022-06/3",
        error_messages={"required": "Enter the minute reference"},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_decided_on(self) -> date:
        decided_on: date = self.cleaned_data["decided_on"]
        if decided_on > self.today:
            raise ValidationError("The decision must be of today or a day in the past")
        return decided_on


class CooptForm(Decision):
    skill = forms.CharField(
        label="What skill is wanted?",
        max_length=100,
        help_text="For example finance, business",
        error_messages={"required": "Enter the skill that is wanted"},
    )
    has_vote = forms.TypedChoiceField(
        label="Does the decision give the seat a vote?",
        choices=[("no", "No"), ("yes", "Yes")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the seat has a vote"},
    )
    helper = helper(
        "Add the seat",
        "skill",
        Question("has_vote", inline=True),
        "decided_on",
        Question("minute_reference", width=20),
    )


class ChairForm(Decision):
    appointment = forms.ModelChoiceField(
        label="Who?",
        queryset=Appointment.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose a member of the board"},
    )
    from_on = DatePartsField(label="From which day?", error_messages={"required": "Enter the day"})
    helper = helper(
        "Name them",
        "appointment",
        "from_on",
        "decided_on",
        Question("minute_reference", width=20),
    )

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["appointment"]
        field.queryset = members
        field.label_from_instance = lambda row: f"{row.person}, {row.seat}"
