"""A version of a policy and its file."""

from django import forms

from hlp.kit.forms import DatePartsField, Question, helper
from hlp.kit.uploads import PDF, UploadField
from members.states import PolicyReaders


class PolicyForm(forms.Form):
    title = forms.CharField(
        label="Title",
        max_length=120,
        help_text="The same for every version, for example Terms of reference of the board",
        error_messages={"required": "Enter the title"},
    )
    version = forms.CharField(
        label="Version", max_length=20, error_messages={"required": "Enter the version"}
    )
    dated_on = DatePartsField(
        label="Date of the version",
        help_text="For example 27 3 2022",
        error_messages={"required": "Enter the date of the version"},
    )
    readers = forms.ChoiceField(
        label="Who may read it",
        choices=PolicyReaders.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who may read it"},
    )
    file = UploadField(
        label="File",
        allowed=[PDF],
        help_text="A PDF of up to 10 MB that a screen reader can read",
        error_messages={"required": "Choose the file"},
    )
    helper = helper(
        "Publish",
        "title",
        Question("version", width=10),
        "dated_on",
        Question("readers", small=True),
        "file",
    )

    def clean_readers(self) -> PolicyReaders:
        return PolicyReaders(self.cleaned_data["readers"])
