"""What the office writes to many."""

from django import forms

from hlp.kit.forms import Question, helper
from members.states import Audience


class AnnouncementForm(forms.Form):
    audience = forms.ChoiceField(
        label="To whom",
        choices=Audience.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose to whom it goes"},
    )
    subject = forms.CharField(
        label="Subject", max_length=150, error_messages={"required": "Enter the subject"}
    )
    body = forms.CharField(
        label="Text",
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Leave an empty line between paragraphs. Greeting and signature are added.",
        error_messages={"required": "Enter the text"},
    )
    helper = helper("Save and preview", Question("audience", small=True), "subject", "body")

    def clean_audience(self) -> Audience:
        return Audience(self.cleaned_data["audience"])
