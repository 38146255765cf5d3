"""What the returning officer types: when, how many seats, why, and what was drawn."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from board.models import Election, Keyholder, Nomination
from board.states import KeyPlace, SeatKind
from hlp.kit import clock
from hlp.kit.forms import DatePartsField, Question, helper
from members.models import User
from members.states import PortalRole

MIDDAY = time(12)


def day(label: str, hint: str, required: bool = True) -> DatePartsField:
    return DatePartsField(
        label=label,
        help_text=hint,
        required=required,
        error_messages={"required": f"Enter the {label[0].lower()}{label[1:]}"},
    )


class ElectionForm(forms.Form):
    """All in one page, because the officer copies it from the timetable the board agreed."""

    name = forms.CharField(
        label="Name of the election",
        max_length=120,
        error_messages={"required": "Give the election a name"},
    )
    because = forms.CharField(
        label="Why is it held?",
        help_text="Shown to everybody, for example: first election, or by-election for a seat"
        " that fell vacant",
        max_length=300,
        required=False,
    )
    primary = forms.IntegerField(
        label="Seats for primary heads", min_value=0, max_value=20, initial=3
    )
    secondary = forms.IntegerField(
        label="Seats for secondary heads", min_value=0, max_value=20, initial=1
    )
    nominations_close = day("Last day for nominations", "Until midnight. For example 12 5 2022")
    voting_opens = day("First day of voting", "From midday, or when you open the poll")
    voting_closes = day("Last day of voting", "Until midnight")
    serves_from = day("First day of office", "For example 1 9 2022")
    serves_to = day(
        "Last day of office", "In a by-election, the end of the term that is filled", False
    )

    helper = helper(
        "Prepare the election",
        "name",
        "because",
        Question("primary", width=2),
        Question("secondary", width=2),
        "nominations_close",
        "voting_opens",
        "voting_closes",
        "serves_from",
        "serves_to",
    )

    def seats(self) -> dict[SeatKind, int]:
        return {
            SeatKind.PRIMARY_HEAD: self.cleaned_data["primary"],
            SeatKind.SECONDARY_HEAD: self.cleaned_data["secondary"],
        }

    def moments(self) -> dict[str, Any]:
        given = self.cleaned_data
        opens: date = given["voting_opens"]
        return {
            "nominations_close_at": clock.end_of_day(given["nominations_close"]),
            "voting_opens_at": datetime.combine(opens, MIDDAY, tzinfo=clock.LONDON),
            "voting_closes_at": clock.end_of_day(given["voting_closes"]),
            "serves_from_on": given["serves_from"],
            "serves_to_on": given["serves_to"],
        }


class ReasonForm(forms.Form):
    because = forms.CharField(
        label="Why is the election stopped?",
        help_text="Shown to everybody. Votes in the box are destroyed unopened.",
        max_length=300,
        error_messages={"required": "Say why the election is stopped"},
    )
    helper = helper("Stop the election", "because", submit_style="warning")


class ExtendForm(forms.Form):
    until = day("New last day of voting", "Until midnight. For example 27 5 2022")
    because = forms.CharField(
        label="Why is voting extended?",
        help_text="Every school is told.",
        max_length=300,
        error_messages={"required": "Say why voting is extended"},
    )
    helper = helper("Extend voting", "until", "because")


class OpenForm(forms.Form):
    understood = forms.BooleanField(
        label="If two of the three passphrases are lost, nobody can open the box and the poll must"
        " be held again",
        error_messages={"required": "Tick the box to say that you know this"},
    )
    small = forms.BooleanField(
        label="Fewer than five schools may vote, so the result will only say who was elected",
        required=False,
    )

    def __init__(self, *args: Any, is_small: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_small:
            del self.fields["small"]
        self.helper = helper("Open the poll now", *self.fields)


class UnreachedForm(forms.Form):
    done = forms.CharField(
        label="What was done for this school?",
        help_text="For example: rang the school office, they have the link",
        max_length=300,
        error_messages={"required": "Say what was done for this school"},
    )
    helper = helper("Save", "done")


class BackupsForm(forms.Form):
    """Said once, after the sweep and before the result is declared."""

    is_certain = forms.BooleanField(
        label="I have found out where backups and archives of the days of voting are, copies on"
        " other machines among them. Every one that could hold the open box is destroyed, or will"
        " be by the day below",
        error_messages={"required": "Tick the box once you are certain of it"},
    )
    gone_on = day(
        "Day by which the last of them is destroyed",
        "Today, if they are all gone. For example 3 6 2022",
    )
    what = forms.CharField(
        label="Which backups were there, and how do they go?",
        help_text="Shown to everybody. For example: nightly archives of 10 to 25 May, deleted from"
        " both machines",
        max_length=300,
        error_messages={"required": "Say which backups there were and how they go"},
    )
    helper = helper("Confirm", "is_certain", "gone_on", "what")


class LotForm(forms.Form):
    """The order in which the names were drawn, who drew, and who saw it."""

    method = forms.CharField(
        label="How was the lot drawn?",
        max_length=200,
        initial="Names on folded slips, drawn from a bowl",
        error_messages={"required": "Say how the lot was drawn"},
    )
    drawn_by = forms.CharField(
        label="Who drew it?",
        max_length=150,
        error_messages={"required": "Enter the name of who drew the lot"},
    )
    witness = forms.CharField(
        label="Who was the witness?",
        max_length=150,
        error_messages={"required": "Enter the name of the witness"},
    )

    def __init__(self, *args: Any, tied: Sequence[Nomination], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tied = {str(nomination.pk): nomination for nomination in tied}
        choices = [("", "Choose"), *((pk, n.label) for pk, n in self.tied.items())]
        self.places = [f"drawn_{place}" for place in range(1, len(tied) + 1)]
        for place, name in enumerate(self.places, start=1):
            self.fields[name] = forms.ChoiceField(
                label=f"Drawn {['first', 'second', 'third'][place - 1] if place < 4 else place}",
                choices=choices,
                error_messages={"required": "Choose the name that was drawn"},
            )
        self.helper = helper("Enter the lot", *self.places, "method", "drawn_by", "witness")

    def clean(self) -> dict[str, Any]:
        drawn = [self.cleaned_data.get(name) for name in self.places]
        if None not in drawn and len(set(drawn)) < len(drawn):
            raise ValidationError("Choose each name once")
        return self.cleaned_data

    def order(self) -> list[Nomination]:
        return [self.tied[self.cleaned_data[name]] for name in self.places]


class OneOfSeveral(forms.CharField):
    """May be left empty where another is given, so its label does not call it optional."""

    one_of_several = True


def secret(label: str, hint: str = "", required: bool = True) -> forms.CharField:
    field = forms.CharField if required else OneOfSeveral
    return field(
        label=label,
        help_text=hint,
        required=required,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": f"Enter: {label[0].lower()}{label[1:]}"},
    )


class SecondForm(forms.Form):
    holder: "forms.ModelChoiceField[User]" = forms.ModelChoiceField(
        label="Who is the second keyholder?",
        queryset=None,
        empty_label="Choose a person",
        error_messages={"required": "Choose who is the second keyholder"},
    )
    helper = helper("Name this person", "holder")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = (PortalRole.KEYHOLDER, PortalRole.CHAIR, PortalRole.ACTING_CHAIR)
        held = User.objects.filter(roles_held__in=_current(today, roles)).distinct()
        self.fields["holder"].queryset = held.order_by("name")  # type: ignore[attr-defined]


def _current(today: date, roles: Sequence[PortalRole]) -> Any:
    related: Any = User._meta.get_field("roles_held").related_model
    return related.objects.current(today).of(*roles)


class PassphraseForm(forms.Form):
    passphrase = secret("Passphrase", "At least 16 characters. Four unrelated words are good.")
    again = secret("The same passphrase again")
    helper = helper("Set the passphrase", "passphrase", "again")

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if "again" in given and given.get("passphrase") != given["again"]:
            self.add_error("again", "The two do not match")
        return given


class KeysForm(forms.Form):
    """Three boxes; the rehearsal wants all, opening the box any two."""

    def __init__(self, *args: Any, holders: Sequence[Keyholder], all_: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in holders:
            whose = f" ({row.holder})" if row.holder else ""
            self.fields[row.place] = secret(f"{row.get_place_display()}{whose}", required=all_)
        label = "Rehearse with all three" if all_ else "Open the box and count"
        self.helper = helper(label, *self.fields)

    def typed(self) -> dict[KeyPlace, str]:
        return {KeyPlace(name): text for name, text in self.cleaned_data.items() if text}


def initial_of(election: Election) -> dict[str, Any]:
    """For an election that is held again: the same seats and words."""
    contests = {c.kind: c.seats for c in election.contests.all()}
    return {
        "name": election.name,
        "because": f"Repeats: {election.name}",
        "primary": contests.get(SeatKind.PRIMARY_HEAD, 0),
        "secondary": contests.get(SeatKind.SECONDARY_HEAD, 0),
    }
