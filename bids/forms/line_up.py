"""What office and clerk type when the board lets a school into a bid, or out of it."""

from typing import Any

from django import forms

from bids.models import Bid
from hlp.kit.forms import Question, helper
from members.models import School

COMES = "comes"


class LineUpForm(forms.Form):
    change = forms.ChoiceField(
        label="What the board decided",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the board decided"},
    )
    urn = forms.IntegerField(
        label="URN of the school",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": "Enter the school’s URN, a number of six digits"},
    )
    part = forms.CharField(label="What it would do", max_length=300, required=False)
    agreed = forms.CharField(
        label="Decision",
        max_length=120,
        help_text="Its date and minute, for example “Board 6 May 2027, item 2”",
        error_messages={"required": "Say which decision of the board this follows"},
    )
    helper = helper(
        "Change who is in this bid",
        Question("change", reveals={COMES: "urn"}),
        Question("part"),
        Question("agreed", width=30),
    )

    def __init__(self, *args: Any, bid: Bid, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.inside = list(bid.partners.in_the_bid().select_related("school").order_by("pk"))
        self.fields["change"].choices = [  # type: ignore[attr-defined]  # of a choice field
            *((str(row.pk), f"{row.school} leaves") for row in self.inside),
            (COMES, "Another member school comes in, once its head accepts"),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("change") == COMES and "urn" not in self.errors:
            cleaned["school"] = School.objects.filter(pk=cleaned.get("urn") or 0).first()
            if cleaned["school"] is None:
                self.add_error("urn", "Enter the URN of a member school")
        return cleaned

    def as_decided(self) -> dict[str, Any]:
        """As the service takes it."""
        typed = self.cleaned_data
        if typed["change"] == COMES:
            return {"agreed": typed["agreed"], "school": typed["school"], "part": typed["part"]}
        leaving = next(row for row in self.inside if str(row.pk) == typed["change"])
        return {"agreed": typed["agreed"], "leaving": leaving}
