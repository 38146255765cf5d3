"""What office and clerk type on the screen, about the panel, and to one bidder."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms

from bids.forms.moments import Moment, add_moment, moment_of
from bids.models import Finding
from bids.states import ScreenItem, SectionKind
from hlp.kit.forms import Question, helper
from members.models import User

PASS, FAIL = "pass", "fail"
CHOICES = [(PASS, "Passes"), (FAIL, "Does not pass")]


class ScreenForm(forms.Form):
    """Each item passes or not, with the reason; some may be left for later."""

    def __init__(self, *args: Any, findings: Mapping[str, Finding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in ScreenItem:
            found = findings.get(item.value)
            before = None if found is None else PASS if found.is_passed else FAIL
            self.fields[f"found_{item}"] = forms.ChoiceField(
                label=_asked(item),
                choices=CHOICES,
                widget=forms.RadioSelect,
                required=not self.is_bound,
                initial=before,
            )
            self.fields[f"reason_{item}"] = forms.CharField(
                label="Reason",
                help_text="Needed if it does not pass: the bidders read it",
                max_length=500,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
                initial=found.reason if found else "",
            )

    def clean(self) -> dict[str, Any]:
        for item in ScreenItem:
            self.fields[f"found_{item}"].required = True  # asked for, though not at once
            failed = self.cleaned_data.get(f"found_{item}") == FAIL
            if failed and not self.cleaned_data.get(f"reason_{item}"):
                self.add_error(f"reason_{item}", f"Say why it does not pass: {item.label}")
        return self.cleaned_data

    def findings(self) -> dict[str, tuple[bool, str]]:
        said = self.cleaned_data
        return {
            item.value: (said[f"found_{item}"] == PASS, said[f"reason_{item}"])
            for item in ScreenItem
            if said.get(f"found_{item}")
        }


def _asked(item: ScreenItem) -> str:
    if item == ScreenItem.MEMBERSHIP:
        return "Is every school of the bid a member?"
    return f"Does the bid offer it? {item.label}"


class ReinstateForm(forms.Form):
    because = forms.CharField(
        label="Why the bid is reinstated",
        help_text="The bidders read it",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say why the bid is reinstated"},
    )
    helper = helper("Reinstate the bid", "because")


class ReleaseForm(forms.Form):
    because = forms.CharField(
        label="Why they are released",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why they are released"},
    )
    helper = helper("Release from marking", "because")


class AddAssessorForm(forms.Form):
    """Whoever sits on the board or the panel and is not asked yet."""

    user: "forms.ModelChoiceField[User]" = forms.ModelChoiceField(
        label="Who else should mark?",
        queryset=User.objects.none(),
        empty_label="Choose a person",
        error_messages={"required": "Choose a person"},
    )
    helper = helper("Ask them to mark", "user")

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = User.objects.filter(pk__in=[person.pk for person in people])
        self.fields["user"].queryset = found.order_by("name", "pk")  # type: ignore[attr-defined]


class MoreTimeForm(forms.Form):
    """Until when the bidders may answer now."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_moment(self, "due", "until when")
        until: Any = Moment("due", "Until when may they answer now?")
        self.helper = helper("Give more time", until)

    def due_at(self) -> datetime:
        return moment_of(self.cleaned_data, "due")


class ClarifyForm(MoreTimeForm):
    """A question to one bidder, and what it opens again until when."""

    question = forms.CharField(
        label="What do you ask?",
        help_text="Only these bidders see it",
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": "Write your question"},
    )
    sections = forms.MultipleChoiceField(
        label="Which sections may they change?",
        choices=SectionKind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one section"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        until: Any = Moment("due", "Until when may they answer?")
        sections = Question("sections", small=True)
        self.helper = helper("Ask the bidders", "question", sections, until)
