"""What a head types: who they nominate, what they mark on the paper, which code they look for."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from board.models import Contest
from board.seat_table import who_may_hold
from board.services.papers import Question as Contested
from hlp.kit.forms import Button, Question, WordsField, helper
from members.models import Affiliation, School, User

STATEMENT_WORDS = 150


def statement(required: bool) -> WordsField:
    return WordsField(
        max_words=STATEMENT_WORDS,
        label="A few words to the schools that vote",
        help_text="Who you are and what you would do. Shown beside your name.",
        max_length=2000,
        required=required,
        error_messages={"required": "Write a few words to the schools that vote"},
    )


class NominationForm(forms.Form):
    """Oneself or a colleague; only heads who may hold the seat can be chosen."""

    nominee = forms.ChoiceField(
        label="Who do you nominate?",
        error_messages={"required": "Choose who you nominate"},
    )
    statement = statement(required=False)

    def __init__(
        self, *args: Any, contest: Contest, own: Iterable[int], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        schools = School.objects.members_of(contest.election.period)
        posts = Affiliation.objects.heads().current(today).filter(school__in=schools)
        self.posts = {
            str(post.pk): post
            for post in posts.select_related("user", "school").order_by("user__name", "pk")
            if not who_may_hold(contest.seat_kind, post.school)
        }
        mine = set(own)
        choices = [(pk, _named(post, mine)) for pk, post in self.posts.items()]
        choices.sort(key=lambda row: not row[1].endswith("(you)"))
        self.fields["nominee"].choices = [("", "Choose a head"), *choices]  # type: ignore[attr-defined]
        self.fields["statement"].help_text += " Only if you nominate yourself."
        self.helper = helper("Nominate", "nominee", "statement")

    def chosen(self) -> Affiliation:
        return self.posts[self.cleaned_data["nominee"]]


def _named(post: Affiliation, own: set[int]) -> str:
    return f"{post.user.name}, {post.school}" + (" (you)" if post.pk in own else "")


class AnswerForm(forms.Form):
    statement = statement(required=False)
    helper = helper(
        "Accept and stand",
        "statement",
        buttons=[Button("Decline", name="answer", value="decline", style="secondary")],
    )


class PaperForm(forms.Form):
    """The ballot paper: up to as many marks as seats in each contest, or none."""

    def __init__(self, *args: Any, asked: Sequence[Contested], paper: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        layout: list[Question | str] = []
        for question in asked:
            seats = question.contest.seats
            self.fields[question.field] = forms.MultipleChoiceField(
                label=question.contest.title,
                help_text=f"Choose up to {seats}. You can leave it blank."
                if seats > 1
                else "Choose one. You can leave it blank.",
                choices=[(str(n.pk), n.name) for n in question.candidates],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
            hints = {str(n.pk): n.school_name for n in question.candidates}
            layout.append(Question(question.field, size="m", hints=hints))
        self.fields["paper"] = forms.CharField(widget=forms.HiddenInput, initial=paper)
        self.helper = helper("Review your vote", *layout, "paper")

    def clean(self) -> dict[str, Any]:
        for question in self.asked:
            chosen, seats = self.cleaned_data.get(question.field) or [], question.contest.seats
            if len(chosen) > seats:
                self.add_error(
                    question.field, f"Choose up to {seats}. You have chosen {len(chosen)}"
                )
        return self.cleaned_data

    def marks(self) -> dict[int, list[int]]:
        return {
            question.contest.pk: [int(pk) for pk in self.cleaned_data[question.field]]
            for question in self.asked
        }


class CastForm(forms.Form):
    """The last button. What was chosen comes along signed, and is never stored before."""

    own = forms.CharField(
        label="Add two to four letters or digits of your own (optional)",
        help_text="Then nobody, not even the portal, could have given the same code to two schools",
        max_length=8,
        required=False,
    )
    review = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("Cast the vote", Question("own", width=5), "review")


class DeputyForm(forms.Form):
    """Somebody who works at the school, or nobody."""

    person: "forms.ModelChoiceField[User]" = forms.ModelChoiceField(
        label="Who may vote in your place?",
        queryset=None,
        required=False,
        empty_label="Nobody",
    )
    helper = helper("Save", "person")

    def __init__(self, *args: Any, school: School, head: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = Affiliation.objects.current(today).filter(school=school)
        people = User.objects.filter(affiliations__in=posts, is_active=True).exclude(pk=head.pk)
        self.fields["person"].queryset = people.distinct().order_by("name")  # type: ignore[attr-defined]


class CodeForm(forms.Form):
    """Posted, so that the code is in no address and no log."""

    code = forms.CharField(
        label="Your code",
        help_text="For example ACDE-FGHJ-KLMN or ACDE-FGHJ-KLMN-HM7",
        max_length=40,
        error_messages={"required": "Enter the code from your confirmation"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    helper = helper("Look for it", Question("code", width=20))

    def clean_code(self) -> str:
        letters = "".join(c for c in self.cleaned_data["code"].upper() if c.isalnum())
        if len(letters) < 12:
            raise ValidationError("A code has twelve letters and digits, and your own behind them")
        groups = [letters[:4], letters[4:8], letters[8:12], letters[12:]]
        return "-".join(group for group in groups if group)
