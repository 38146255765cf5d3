"""Asking the partnership office, and its inbox."""

from typing import Any
from uuid import uuid4

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from hlp.kit.forms import Prose, helper
from members.states import EnquiryState


class Trap(Prose):
    """A box that people neither see nor reach and that programs fill in. Never shown filled."""

    def render(
        self, form: Any, context: Any, template_pack: Any = None, **kwargs: Any
    ) -> SafeString:
        return render_to_string("members/enquiry_trap.html", {"name": self.text})


class AskForm(forms.Form):
    name = forms.CharField(
        label="Your name",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Enter your name"},
    )
    email = forms.EmailField(
        label="Your email address",
        help_text="We send the answer here.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": "Enter your email address, so that we can answer",
            "invalid": "Enter an email address in the right format, like name@example.org",
        },
    )
    school_name = forms.CharField(
        label="Your school",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    question = forms.CharField(
        label="Your question",
        help_text="Please leave out pupils’ names and anything else that is confidential.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": "Write your question"},
    )
    website = forms.CharField(required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)
    helper = helper(
        "Send your question", "name", "email", "school_name", "question", Trap("website")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = uuid4().hex

    def clean_website(self) -> str:
        # A browser that fills in too much must not cost anybody their question.
        if self.cleaned_data["website"]:
            self.add_error(
                None, "We could not tell that a person sent this. Press “Send your question” again"
            )
        return ""


class AnswerForm(forms.Form):
    text = forms.CharField(
        label="Your answer",
        help_text="We put a greeting above it, and your name and the question below.",
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 9}),
        error_messages={"required": "Write an answer. It is sent by email"},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("Send the answer", "text", "seen", action=action)


class CloseForm(forms.Form):
    note = forms.CharField(
        label="Why does this need no answer?",
        help_text="For your colleagues, for example “answered by telephone” or “advertising”.",
        max_length=500,
        error_messages={"required": "Write why you close this question"},
    )

    def __init__(self, *args: Any, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(
            "Close without an answer", "note", action=action, submit_style="secondary"
        )


class InboxForm(forms.Form):
    q = forms.CharField(label="Name, school or words", required=False, max_length=100)
    state = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[
            ("", "To answer"),
            (EnquiryState.ANSWERED.value, "Answered"),
            (EnquiryState.CLOSED.value, "Closed"),
            ("all", "All"),
        ],
    )
    helper = helper("Filter", "q", "state", method="get", css_class="hlp-filters")
