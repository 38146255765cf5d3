"""Booking, passing on, and what one needs to take part."""

from collections.abc import Sequence
from typing import Any

from django import forms

from hlp.kit.forms import Group, Question, helper
from members.models import School, User
from programmes.models import Place, PlaceNeeds
from programmes.services.booking import Booking

LINES = 4  # people without an account that one page can name


def dietary_box(who: str = "you") -> forms.CharField:
    return forms.CharField(
        label=f"What {who} do not eat (optional)", required=False, max_length=300
    )


def access_box(who: str = "you", hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=f"What {who} need to get in and take part (optional)",
        required=False,
        max_length=300,
        help_text=hint,
    )


class NeedsForm(forms.Form):
    dietary = dietary_box()
    access_needs = access_box(
        hint="Seen only by those who organise this event, and gone 30 days after it"
    )
    helper = helper("Save", "dietary", "access_needs")


class StaffNeedsForm(forms.Form):
    """Two boxes for each person booked. Nobody reads here what a colleague has said before."""

    def __init__(
        self, *args: Any, places: Sequence[Place], own: PlaceNeeds | None, back: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.places = places
        people = []
        for place in places:
            boxes = [f"dietary_{place.pk}", f"access_{place.pk}"]
            self.fields[boxes[0]], self.fields[boxes[1]] = dietary_box("they"), access_box("they")
            people.append(Group(place.who, boxes))
        if own is not None:
            self.initial = {
                f"dietary_{own.place_id}": own.dietary,
                f"access_{own.place_id}": own.access,
            }
        self.helper = helper("Save", *people, cancel_url=back, cancel_label="Nobody needs anything")

    def said(self) -> list[tuple[Place, str, str]]:
        data = self.cleaned_data
        return [
            (place, data[f"dietary_{place.pk}"], data[f"access_{place.pk}"])
            for place in self.places
        ]


class BookSelfForm(NeedsForm):
    """From which school, where there is a choice; and what one needs, if anything."""

    school = forms.ModelChoiceField(
        label="Your school",
        queryset=School.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose your school"},
    )

    def __init__(self, *args: Any, schools: Sequence[School], submit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.schools = schools
        asked = ["school"] if len(schools) > 1 else []
        self.helper = helper(submit, *asked, "dietary", "access_needs")
        if not asked:
            del self.fields["school"]
        else:
            chosen = School.objects.filter(pk__in=[school.pk for school in schools])
            self.fields["school"].queryset = chosen.order_by("name")  # type: ignore[attr-defined]

    def chosen_school(self) -> School | None:
        if len(self.schools) > 1:
            found: School = self.cleaned_data["school"]
            return found
        return self.schools[0] if self.schools else None


class BookStaffForm(forms.Form):
    """Colleagues with an account are ticked, others typed in."""

    people = forms.ModelMultipleChoiceField(
        label="Colleagues with an account",
        required=False,
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    together = forms.BooleanField(
        label="Only together: if there are too few places, all wait as one group", required=False
    )

    def __init__(
        self,
        *args: Any,
        staff: Any,
        submit: str,
        may_wait_together: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = staff  # type: ignore[attr-defined]
        typed = []
        for number in range(1, LINES + 1):
            self.fields[f"name_{number}"] = forms.CharField(
                label=f"Name of person {number}", required=False, max_length=150
            )
            self.fields[f"email_{number}"] = forms.EmailField(
                label=f"Email of person {number}", required=False
            )
            typed += [f"name_{number}", f"email_{number}"]
        if not staff:
            del self.fields["people"]
        others = Group(
            "Colleagues without an account",
            typed,
            hint="They hear by email. Without an address, tell them yourself.",
        )
        ticked = [Question("people", small=True)] if staff else []
        grouped = [Question("together", small=True)] if may_wait_together else []
        self.helper = helper(submit, *ticked, others, *grouped)
        if not grouped:
            del self.fields["together"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for number in range(1, LINES + 1):
            if cleaned.get(f"email_{number}") and not cleaned.get(f"name_{number}"):
                self.add_error(f"name_{number}", "Enter the name that goes with the address")
        if not self.errors and not self.bookings():
            first = "people" if "people" in self.fields else "name_1"
            self.add_error(first, "Choose or name at least one person")
        return cleaned

    def bookings(self) -> list[Booking]:
        data = self.cleaned_data
        ticked = [Booking(person=person) for person in data.get("people") or ()]
        numbers = range(1, LINES + 1)
        typed = [
            Booking(name=data[f"name_{n}"], email=data.get(f"email_{n}", ""))
            for n in numbers
            if data.get(f"name_{n}")
        ]
        return ticked + typed


class SubstituteForm(forms.Form):
    person = forms.ModelChoiceField(
        label="A colleague with an account",
        required=False,
        queryset=User.objects.none(),
        empty_label="Somebody else, named below",
    )
    name = forms.CharField(label="Name", required=False, max_length=150)
    email = forms.EmailField(label="Email (optional)", required=False)

    def __init__(self, *args: Any, staff: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = staff  # type: ignore[attr-defined]
        others = Group("Or somebody else", ("name", "email"))
        layout: list[str | Group] = ["person", others] if staff else ["name", "email"]
        self.helper = helper("Send them instead", *layout)
        if not staff:
            del self.fields["person"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("person") and not cleaned.get("name") and not self.errors:
            self.add_error("name", "Say who comes instead")
        return cleaned


class OutOfTurnForm(forms.Form):
    because = forms.CharField(
        label="Why they go first",
        max_length=300,
        help_text="The reason is kept in the log of the event",
        error_messages={"required": "Say why they go first"},
    )
    helper = helper("Offer the place", "because")
