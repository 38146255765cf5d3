"""What bidders type: the details, a section, a file, partners and editors."""

from typing import Any

from django import forms
from django.core import validators

from bids.states import EditorRights
from hlp.kit.forms import Button, DatePartsField, PoundsField, Question, WordsField, helper
from hlp.kit.uploads import DOCX, JPEG, PDF, PNG, PPTX, XLSX, UploadField

ALLOWED = (PDF, DOCX, PPTX, XLSX, JPEG, PNG)
GO_BACK = Button("Save and go back", name="then", value="back", style="secondary")


class RevisionForm(forms.Form):
    """Remembers which revision its page showed, so that nobody overwrites unseen."""

    use_required_attribute = False  # a draft may be partial
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class Unfinished:
    """Asked of every bid and still missing from a draft: submitting says so, saving does not."""

    def validate(self, value: Any) -> None:
        if value not in validators.EMPTY_VALUES:
            super().validate(value)  # type: ignore[misc]  # of the field it is mixed into


class DraftField(Unfinished, forms.CharField):
    pass


class DraftPoundsField(Unfinished, PoundsField):
    pass


class DraftWordsField(Unfinished, WordsField):
    """Counted while typing. A draft that is too long is saved; submitting says what to shorten."""

    def clean(self, value: Any) -> str:
        return str(forms.CharField.clean(self, value))


class DetailsForm(RevisionForm):
    title = DraftField(
        label="Title of the bid",
        max_length=150,
        help_text="A few words that say what you would do.",
    )
    summary = DraftField(
        label="Summary",
        max_length=1200,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="For the public page, should your bid be selected. Do not name pupils or staff.",
    )
    cost = DraftPoundsField(label="Cost of the support")
    cost_notes = forms.CharField(
        label="What the money is for",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="For example cover for teachers, speakers, rooms and materials.",
    )
    helper = helper(
        "Save and continue",
        Question("title"),
        "summary",
        Question("cost", width=10),
        "cost_notes",
        "revision",
        buttons=[GO_BACK],
    )

    def __init__(self, *args: Any, ceiling: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cost"].help_text = (
            f"The whole cost, up to {ceiling}. It is not marked, but a bid above this cannot be"
            " submitted."
        )

    def clean_summary(self) -> str:
        return _shortened(self.cleaned_data["summary"], 1200)

    def clean_cost_notes(self) -> str:
        return _shortened(self.cleaned_data["cost_notes"], 2000)


class SectionForm(RevisionForm):
    """One section; an expectation also asks when it is planned."""

    planned_on = DatePartsField(
        label="Planned for",
        required=False,
        help_text="The date, or the first of several. For example 20 9 2027",
    )

    def __init__(
        self, *args: Any, label: str, words: int, rows: int, is_dated: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"] = DraftWordsField(
            max_words=words,
            max_length=30000,
            strip=False,
            label=label,
            widget=forms.Textarea(attrs={"rows": rows, "autocomplete": "off"}),
        )
        if not is_dated:
            del self.fields["planned_on"]
        dated = ["planned_on"] if is_dated else []
        self.helper = helper("Save and continue", "text", *dated, "revision", buttons=[GO_BACK])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned.setdefault("planned_on", None)
        return cleaned


class FileForm(forms.Form):
    file = UploadField(
        label="File",
        allowed=ALLOWED,
        help_text="PDF, Word, PowerPoint, Excel, JPEG or PNG, smaller than 10 MB.",
        error_messages={"required": "Choose a file"},
    )
    title = forms.CharField(
        label="What it shows",
        max_length=150,
        error_messages={"required": "Say in a few words what the file shows"},
    )

    def __init__(self, *args: Any, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("Attach the file", "file", Question("title"), action=action)


class FindPartnerForm(forms.Form):
    q = forms.CharField(
        label="Find a member school",
        required=False,
        max_length=100,
        help_text="Name, URN or postcode",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    helper = helper("Search", Question("q", width=20), method="get")


class AskPartnerForm(forms.Form):
    part = forms.CharField(
        label="What the school would do",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Its headteacher reads this when we ask. The board reads it in the bid.",
    )
    helper = helper("Ask the headteacher", "part")


class InviteEditorForm(forms.Form):
    name = forms.CharField(
        label="Name", max_length=150, error_messages={"required": "Enter the person’s name"}
    )
    email = forms.EmailField(
        label="Email",
        error_messages={
            "required": "Enter the person’s email",
            "invalid": "Enter the email like name@school.org.uk",
        },
    )
    rights = forms.ChoiceField(
        label="What they may do",
        choices=EditorRights.choices,
        initial=EditorRights.EDIT,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they may do"},
    )
    helper = helper("Send the invitation", "name", "email", "rights")


class ClarifyForm(forms.Form):
    """The named sections, whole, as they were submitted."""

    def __init__(self, *args: Any, texts: dict[str, str], labels: dict[str, str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        for kind, text in texts.items():
            self.fields[kind] = forms.CharField(
                label=labels[kind],
                initial=text,
                strip=False,
                max_length=30000,
                widget=forms.Textarea(attrs={"rows": 14}),
                error_messages={"required": f"{labels[kind]} cannot be left empty"},
            )
        self.helper = helper("Send the answer", *texts)


def _shortened(text: str, most: int) -> str:
    # A browser sends each line's end as two characters, and a box counts it as one.
    text = "\n".join(text.splitlines())
    if len(text) > most:
        raise forms.ValidationError(f"Shorten this: it is {len(text) - most} characters too long")
    return text
