"""What panel, board and office type from moderation on; validation only."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from bids.forms import fields
from bids.forms.moments import TimeOfDayField, moment_of, split
from bids.models import Bid, Criterion, FeedbackMeeting
from bids.states import HIGHEST, LOWEST, Outcome
from hlp.kit.forms import DatePartsField, Group, PoundsField, Question, helper
from members.models import User

INSTALMENTS = 4


class BeginForm(forms.Form):
    held_on = DatePartsField(label="The panel looks at this bid on")
    helper = helper("Take up this bid", "held_on")


class PresenceForm(forms.Form):
    """Who is free of conflict, ticked where they were there; for the others why they were not."""

    present = forms.MultipleChoiceField(
        label="Who was there for this bid",
        help_text="Only people free of conflict can be. Everybody else is noted as having left.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        self.fields["present"].choices = [  # type: ignore[attr-defined]
            (key, str(person)) for key, person in self.people.items()
        ]
        for key, person in self.people.items():
            self.fields[f"left_{key}"] = forms.CharField(
                label=str(person), max_length=300, required=False
            )
        left = [Question(f"left_{key}") for key in self.people]
        self.helper = helper(
            "Save who was there",
            "present",
            *([Group("Who left or was not there, and why", left)] if left else []),
        )

    def there(self) -> list[User]:
        return [self.people[key] for key in self.cleaned_data["present"]]

    def left(self) -> dict[User, str]:
        return {p: self.cleaned_data[f"left_{key}"] for key, p in self.people.items()}


class AgreeForm(forms.Form):
    mark = forms.TypedChoiceField(
        label="Agreed mark",
        coerce=int,
        choices=[(mark, str(mark)) for mark in range(LOWEST, HIGHEST + 1)],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the mark the panel agreed"},
    )
    reason = fields.text(
        "Why the panel agreed this mark",
        "The bidder reads this. Refer to the bid; name nobody of the panel and no other bid.",
        "Say why the panel agreed this mark",
        max_length=4000,
    )
    for_a_higher_mark = fields.text(
        "What a higher mark needed",
        "The bidder reads this as well. Leave it empty for the highest mark.",
        "Say what a higher mark needed",
        rows=3,
        max_length=2000,
        required=False,
    )

    def __init__(self, *args: Any, criterion: Criterion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hints = {str(row.mark): row.sentence for row in criterion.descriptors.all()}
        self.helper = helper(
            "Agree this mark", Question("mark", hints=hints), "reason", "for_a_higher_mark"
        )


class FinishForm(forms.Form):
    notes = fields.text(
        "Notes of the discussion",
        "A few lines on what was weighed up. They stay with the panel.",
        "",
        max_length=4000,
        required=False,
    )
    dissent = fields.text(
        "Who did not agree, and why",
        "Leave it empty if everybody agreed. It stays with the panel.",
        "",
        rows=3,
        max_length=2000,
        required=False,
    )
    helper = helper("Finish this bid", "notes", "dissent")


class DecideForm(forms.Form):
    outcome = forms.ChoiceField(
        label="The board’s decision",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the board decided"},
    )
    agreed_sum = PoundsField(label="Agreed sum", required=False)
    below_minimum_because = fields.text(
        "Why it is selected although it is below a minimum",
        "Recorded with the decision.",
        "",
        rows=3,
        max_length=2000,
        required=False,
    )
    public_reason = fields.text(
        "Reason for the bidder and the public page",
        "In the letter, and for a lead school on the public page. Compare it with no other bid.",
        "Give the reason bidders read",
        max_length=4000,
    )
    private_reason = fields.text(
        "Reason for the board’s papers",
        "Never in a letter, on a public page or in a file for bidders.",
        "",
        rows=3,
        max_length=4000,
        required=False,
    )
    decided_on = fields.decided_on("Decided on", required=True)
    minute_reference = fields.minute(required=True)

    def __init__(self, *args: Any, is_below: bool, sums: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed_sum"].help_text = sums
        rows = [self._instalment(number) for number in range(1, INSTALMENTS + 1)]
        if not is_below:
            del self.fields["below_minimum_because"]
        self.helper = helper(
            "Save this decision",
            "outcome",
            Group(
                "If it is selected",
                [
                    Question("agreed_sum", width=10),
                    *(["below_minimum_because"] if is_below else []),
                    *rows,
                ],
                hint="The instalments together make the agreed sum.",
            ),
            "public_reason",
            "private_reason",
            "decided_on",
            Question("minute_reference", width=20),
        )

    def _instalment(self, number: int) -> Group:
        names = [f"amount_{number}", f"due_{number}", f"condition_{number}"]
        self.fields[names[0]] = PoundsField(label="Amount", required=False)
        self.fields[names[1]] = DatePartsField(label="Due on", required=False)
        self.fields[names[2]] = forms.CharField(
            label="What it hangs on", max_length=200, required=False
        )
        first, *rest = names
        return Group(f"Instalment {number}", [Question(first, width=10), *rest], size="s")

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for number in range(1, INSTALMENTS + 1):
            if given.get(f"amount_{number}") and not given.get(f"due_{number}"):
                self.add_error(f"due_{number}", "Enter when this instalment is due")
        return given

    def instalments(self) -> list[tuple[Decimal, date, str]]:
        given = self.cleaned_data
        return [
            (given[f"amount_{n}"], given[f"due_{n}"], given[f"condition_{n}"])
            for n in range(1, INSTALMENTS + 1)
            if given.get(f"amount_{n}")
        ]

    def said(self) -> dict[str, Any]:
        """As the service wants it."""
        kept = ("agreed_sum", "public_reason", "private_reason", "decided_on", "minute_reference")
        return {
            **{name: self.cleaned_data[name] for name in kept},
            "outcome": Outcome(self.cleaned_data["outcome"]),
            "instalments": self.instalments(),
            "below_minimum_because": self.cleaned_data.get("below_minimum_because", ""),
        }


class ChairReasonForm(forms.Form):
    before = forms.ChoiceField(
        label="Which bid comes first",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the bid that comes first"},
    )
    because = fields.reason(
        "Why", "Kept with the decision. It is the last step of the published rule.", "Say why"
    )

    def __init__(self, *args: Any, bids: Sequence[Bid], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["before"].choices = [(str(bid.pk), str(bid)) for bid in bids]  # type: ignore[attr-defined]
        self.helper = helper("Record the reason", "before", "because")


class CombineForm(forms.Form):
    bids = forms.MultipleChoiceField(
        label="Which bids are combined",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least two bids"},
    )
    lead = forms.ChoiceField(
        label="Whose school leads the joint bid",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who leads the joint bid"},
    )

    def __init__(self, *args: Any, bids: Sequence[Bid], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of = {str(bid.pk): bid for bid in bids}
        choices = [(key, str(bid)) for key, bid in self.of.items()]
        for name in ("bids", "lead"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.helper = helper("Ask these schools to combine", "bids", "lead")

    def chosen(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"bids": [self.of[k] for k in given["bids"]], "lead": self.of[given["lead"]]}


class PublishForm(forms.Form):
    no_award_because = fields.text(
        "Why no bid was selected",
        "On the public page of the call, for bidders and all schools.",
        "Say why no bid was selected",
        max_length=2000,
    )

    def __init__(self, *args: Any, has_award: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_award:
            del self.fields["no_award_because"]
        self.helper = helper("Publish all decisions now", submit_style="warning")


class LetterForm(forms.Form):
    opening = fields.text(
        "First paragraph", "Leave it empty for our own words.", "", max_length=3000, required=False
    )
    closing = fields.text(
        "Last paragraph", "Leave it empty for our own words.", "", max_length=3000, required=False
    )
    helper = helper("Save", "opening", "closing")


class FeedbackForm(forms.Form):
    message = fields.text(
        "What would you like to talk about?",
        "You can leave this empty.",
        "",
        max_length=2000,
        required=False,
    )
    helper = helper("Ask for a meeting", "message")


class ArrangeForm(forms.Form):
    meets_on = DatePartsField(label="Date", error_messages={"required": "Enter the date"})
    meets_time = TimeOfDayField(label="Time", error_messages={"required": "Enter the time"})
    place = forms.CharField(
        label="Where, or the link to join",
        max_length=200,
        error_messages={"required": "Say where you meet, or give the link"},
    )
    helper = helper("Tell the bidder", "meets_on", Question("meets_time", width=10), "place")

    def said(self) -> Mapping[str, Any]:
        given = self.cleaned_data
        return {"meets_at": moment_of(given, "meets"), "place": given["place"]}

    @staticmethod
    def initial_of(meeting: FeedbackMeeting) -> dict[str, Any]:
        at = meeting.meets_at
        return {"place": meeting.place, **(split("meets", at) if at else {})}
