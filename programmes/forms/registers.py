"""What is typed, tapped and scanned at the door, and what is said about a certificate."""

from collections.abc import Mapping
from typing import Any

from django import forms

from hlp.kit.forms import Question, helper
from members.models import Period, School
from programmes.models import Place
from programmes.states import Mark
from programmes.webinars import MOST

PLACE = "place-"
SEEN = "seen-"  # the row of the log that stood beside it when the page was sent out


def marks_in(data: Mapping[str, Any]) -> dict[int, tuple[Mark, int]]:
    """`place-7=present&seen-7=31` of the whole list; what is no mark is left out."""
    found = {}
    for name, value in data.items():
        number = name.removeprefix(PLACE)
        if name.startswith(PLACE) and number.isdecimal() and value in Mark.values:
            seen = str(data.get(f"{SEEN}{number}", ""))
            found[int(number)] = (Mark(value), int(seen) if seen.isdecimal() else 0)
    return found


class SyncForm(forms.Form):
    """One tap or one scan, as the script of the page sends it, perhaps later."""

    nonce = forms.UUIDField()
    seen_at = forms.DateTimeField(input_formats=["%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S%z"])
    code = forms.CharField(required=False, max_length=200)
    place = forms.IntegerField(required=False)
    mark = forms.ChoiceField(required=False, choices=Mark)

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if not said.get("code") and not (said.get("place") and said.get("mark")):
            raise forms.ValidationError("Say who was seen")
        return said


class CodeForm(forms.Form):
    """A code typed by its holder, or by a scanner that types."""

    code = forms.CharField(
        label="Your code",
        max_length=200,
        help_text="It is in the email about your place and on the page of your places.",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": "Enter your code"},
    )
    helper = helper("Check in", Question("code", width=20))


class WalkInForm(forms.Form):
    name = forms.CharField(
        label="Name", max_length=150, error_messages={"required": "Enter their name"}
    )
    school = forms.ModelChoiceField(
        label="School",
        queryset=School.objects.none(),
        required=False,
        empty_label="No school: a guest",
    )
    email = forms.EmailField(
        label="Email address (optional)",
        required=False,
        help_text="To tell them of their feedback and certificate.",
    )
    helper = helper("Add to the register", "name", "school", "email")

    def __init__(self, *args: Any, period: Period, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        schools = School.objects.eligible_for(period).order_by("name", "urn")
        self.fields["school"].queryset = schools  # type: ignore[attr-defined]  # of a model choice


class FileForm(forms.Form):
    file = forms.FileField(
        label="List of participants",
        help_text="The CSV file that Teams, Zoom or another service saves after the meeting.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
        error_messages={
            "required": "Choose the list of participants",
            "empty": "The file is empty. Choose it again",
        },
    )
    helper = helper("Look at it first", "file")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST:
            raise forms.ValidationError("The file must be smaller than 2 MB")
        return file


class NameForm(forms.Form):
    """The name on a certificate of somebody without an account."""

    name = forms.CharField(
        label="Name on the certificate",
        max_length=150,
        error_messages={"required": "Enter the name"},
    )
    helper = helper("Make it again", "name")

    def __init__(self, *args: Any, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].initial = place.who
        if place.person_id is not None:  # the account's own name, and no other
            self.fields["name"].disabled = True


class RevokeForm(forms.Form):
    because = forms.CharField(
        label="Why is it revoked?",
        max_length=200,
        help_text="Kept with it. Whoever checks the code only hears that it is not valid.",
        error_messages={"required": "Say why it is revoked"},
    )
    helper = helper("Revoke the certificate", "because", submit_style="warning")


class CheckForm(forms.Form):
    code = forms.CharField(
        label="Code on the certificate",
        max_length=40,
        help_text="Twelve letters and figures, for example 7KQM-2XTA-W9DB.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter the code"},
    )
    helper = helper("Check it", Question("code", width=20), method="get")
