"""Questions about a call, and their answers."""

from typing import Any

from django import forms

from bids.forms.fields import text as words
from hlp.kit.forms import helper
from members.models import School


class AskForm(forms.Form):
    school: "forms.ModelChoiceField[School]" = forms.ModelChoiceField(
        label="For which school do you ask?",
        queryset=School.objects.none(),
        empty_label="Choose a school",
        error_messages={"required": "Choose for which school you ask"},
    )
    text = words(
        "Your question",
        "Question and answer are published to everybody, without your name and school. Leave out"
        " what would tell others who you are or what you plan",
        "Write your question",
        rows=6,
        max_length=2000,
    )

    def __init__(self, *args: Any, schools: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.schools = list(schools)
        if len(self.schools) == 1:
            del self.fields["school"]
        else:
            self.fields["school"].queryset = schools  # type: ignore[attr-defined]
        self.helper = helper("Send the question", *self.fields)

    def school_chosen(self) -> School:
        chosen: School = self.cleaned_data.get("school") or self.schools[0]
        return chosen


class AnswerForm(forms.Form):
    """The question may be put so that nobody can tell who asked."""

    text = words(
        "The question, as it is published",
        "Take out whatever would tell others who asked. Leave its meaning",
        "Write the question as it is published",
        rows=6,
        max_length=2000,
    )
    answer = words(
        "The answer",
        "Everybody who bids or has asked is sent it. It cannot be changed afterwards",
        "Write the answer",
        rows=6,
        max_length=4000,
    )
    helper = helper("Publish the answer", "text", "answer")


class NoteForm(AnswerForm):
    helper = helper("Publish the note", "text", "answer")
