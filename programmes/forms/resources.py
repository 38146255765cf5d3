"""The library's filters, and what is asked of whoever shares something."""

from typing import Any

from django import forms

from hlp.kit.forms import Question, helper
from hlp.kit.uploads import DOCX, JPEG, PDF, PNG, PPTX, XLSX, UploadField
from programmes.models import Event, HalfTerm, Programme
from programmes.states import ResourceAudience

HINTS: dict[str, str] = {
    ResourceAudience.MEMBERS: "People who work at a member school, and the partnership itself",
    ResourceAudience.ALL_SCHOOLS: "Whoever has an account and works at a school of the borough",
    ResourceAudience.PUBLIC: "Anybody, without signing in",
}


class LibraryForm(forms.Form):
    q = forms.CharField(label="Words of the title or a tag", required=False, max_length=100)
    programme = forms.ModelChoiceField(
        label="Programme",
        required=False,
        queryset=Programme.objects.none(),
        empty_label="Every programme",
    )
    half_term = forms.ModelChoiceField(
        label="Half-term",
        required=False,
        queryset=HalfTerm.objects.none(),
        empty_label="Every half-term",
    )
    helper = helper("Filter", "q", "programme", "half_term", method="get", css_class="hlp-filters")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programmes = Programme.objects.visible_to(user).by_title()
        halves = HalfTerm.objects.authority().select_related("year").order_by("from_on")
        self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]
        self.fields["half_term"].queryset = halves  # type: ignore[attr-defined]


class WordsForm(forms.Form):
    """What is said about a resource, and who may read it."""

    title = forms.CharField(
        label="Title", max_length=150, error_messages={"required": "Enter a title"}
    )
    description = forms.CharField(
        label="What it is, and what for (optional)",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    tags = forms.CharField(
        label="Tags (optional)",
        max_length=300,
        required=False,
        help_text="With commas between them, for example phonics, year 1, transition",
    )
    audience = forms.ChoiceField(
        label="Who may read it",
        choices=ResourceAudience.choices,
        initial=ResourceAudience.MEMBERS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who may read it"},
    )
    readers = Question("audience", small=True, hints=HINTS)
    helper = helper("Save", "title", "description", "tags", readers)

    def clean_tags(self) -> list[str]:
        return [tag.strip() for tag in self.cleaned_data["tags"].split(",") if tag.strip()]

    def clean_audience(self) -> ResourceAudience:
        return ResourceAudience(self.cleaned_data["audience"])


class ShareForm(WordsForm):
    file = UploadField(
        label="File",
        required=False,
        allowed=[PDF, DOCX, PPTX, XLSX, JPEG, PNG],
        help_text="PDF, Word, PowerPoint, Excel or a picture, up to 10 MB",
    )
    link = forms.URLField(
        label="Or a link",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="For example the address of a page on LEAP",
        error_messages={"invalid": "Enter the whole address, for example https://leap.example/a"},
    )
    event = forms.ModelChoiceField(
        label="Event it belongs to (optional)",
        required=False,
        queryset=Event.objects.none(),
        empty_label="None",
    )
    half_term = forms.ModelChoiceField(
        label="Half-term (optional)",
        required=False,
        queryset=HalfTerm.objects.none(),
        empty_label="None",
    )
    is_learning_record = forms.BooleanField(
        label="This is the record of the final learning event",
        required=False,
        help_text="All schools of the borough must be able to read it",
    )
    helper = helper(
        "Share",
        "title",
        "description",
        "file",
        "link",
        "tags",
        "event",
        "half_term",
        "is_learning_record",
        WordsForm.readers,
    )

    def __init__(self, *args: Any, programme: Programme | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        events = Event.objects.filter(programme=programme).order_by("-starts_at")
        halves = HalfTerm.objects.authority().select_related("year").order_by("from_on")
        self.fields["event"].queryset = events  # type: ignore[attr-defined]
        self.fields["half_term"].queryset = halves  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "file" in self.errors or "link" in self.errors:
            return cleaned
        if not cleaned.get("file") and not cleaned.get("link"):
            self.add_error("file", "Choose a file, or enter a link below")
        elif cleaned.get("file") and cleaned.get("link"):
            self.add_error("link", "Choose a file or enter a link, not both")
        return cleaned
