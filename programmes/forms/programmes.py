"""What is typed of a programme, its dates and who leads it."""

from typing import Any

from django import forms

from hlp.kit.forms import DatePartsField, helper
from members.models import RoleHeld, School, User
from members.states import PortalRole
from programmes.forms.calendar import SchoolsField


class WordsForm(forms.Form):
    about = forms.CharField(
        label="What it offers to schools",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    outcome = forms.CharField(
        label="What should be different for pupils (optional)",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    certificate_waits_for_feedback = forms.BooleanField(
        label="A certificate waits until its holder has given feedback", required=False
    )
    helper = helper("Save", "about", "outcome", "certificate_waits_for_feedback")


class DatesForm(forms.Form):
    from_on = DatePartsField(label="First day")
    to_on = DatePartsField(label="Last day")
    helper = helper("Save the dates", "from_on", "to_on")


class DueForm(forms.Form):
    due_on = DatePartsField(label="By which day")
    helper = helper("Save the day", "due_on")


class NewProgrammeForm(forms.Form):
    title = forms.CharField(
        label="Title", max_length=120, error_messages={"required": "Enter a title"}
    )
    about = WordsForm.base_fields["about"]
    outcome = WordsForm.base_fields["outcome"]
    from_on = DatePartsField(label="First day")
    to_on = DatePartsField(label="Last day")
    lead_schools = SchoolsField(
        label="URNs of the lead schools",
        max_length=200,
        help_text="One a line. The first coordinates the others.",
        error_messages={"required": "Enter the URN of at least one school"},
    )
    helper = helper("Open it", "title", "about", "outcome", "from_on", "to_on", "lead_schools")


class NameLeadForm(forms.Form):
    """Somebody who works at the lead school, to plan beside its head and CPD lead."""

    person = forms.ModelChoiceField(
        label="Who plans for your school",
        queryset=User.objects.none(),
        empty_label="Choose a colleague",
        error_messages={"required": "Choose a colleague"},
    )
    helper = helper("Name them", "person")

    def __init__(self, *args: Any, school: School, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = school.affiliations.current(today)
        named = RoleHeld.objects.current(today).filter(school=school)
        people = User.objects.active().filter(affiliations__in=posts)
        people = people.exclude(roles_held__in=named.filter(role=PortalRole.PROGRAMME_LEAD))
        self.fields["person"].queryset = people.distinct().order_by("name")  # type: ignore[attr-defined]
