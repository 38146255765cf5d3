"""Who one is at a school, and what the office answers."""

from typing import Any

from django import forms

from hlp.kit.forms import Question, helper
from members.states import SchoolRole

ROLE_HINTS: dict[str, str] = {
    SchoolRole.HEADTEACHER: "The partnership office checks this before you can sign.",
    SchoolRole.BUSINESS_MANAGER: "The partnership office checks this. You can then prepare"
    " everything; your headteacher signs.",
    SchoolRole.CPD_LEAD: "The partnership office checks this. You can then prepare everything;"
    " your headteacher signs.",
    SchoolRole.STAFF: "You can prepare everything; your headteacher signs.",
}


class ClaimForm(forms.Form):
    role = forms.ChoiceField(
        label="What is your role at the school?",
        choices=SchoolRole.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose your role at the school"},
    )
    said = forms.CharField(
        label="How can we check this?",
        help_text="For example a telephone number of the school office, or the page of the"
        " school’s website that names you. You can leave this out.",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Use 500 characters or fewer"},
    )
    helper = helper("Continue", Question("role", hints=ROLE_HINTS), "said")

    def clean_role(self) -> SchoolRole:
        return SchoolRole(self.cleaned_data["role"])


class RefusalForm(forms.Form):
    reason = forms.CharField(
        label="Why is this not approved?",
        help_text="We send this to the person, so say what they can do instead.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Write a reason. The person is sent it",
            "max_length": "Use 500 characters or fewer",
        },
    )

    def __init__(self, *args: Any, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("Do not approve", "reason", action=action, submit_style="warning")
