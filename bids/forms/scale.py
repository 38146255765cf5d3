"""What office and clerk type of the terms of a call: money, weights, thresholds, sentences."""

from typing import Any

from django import forms

from bids.forms.fields import text
from bids.models import Call, CallTerms, Criterion, Descriptor
from bids.states import HIGHEST, CriterionKind
from hlp.kit.forms import Group, PoundsField, Prose, Question, helper


class TermsForm(forms.Form):
    funding_ceiling = PoundsField(
        label="Highest cost of a bid",
        help_text="The cost is not marked, but a bid above this cannot be submitted",
        error_messages={"required": "Enter the highest cost of a bid"},
    )
    lead_bids = forms.IntegerField(
        label="How many bids will be selected?",
        help_text="A group of schools is one bid",
        min_value=1,
        max_value=20,
        initial=1,
        error_messages={"required": "Enter how many bids will be selected"},
    )
    minimum_panel = forms.IntegerField(
        label="Fewest assessors of a bid",
        help_text="Those with an interest in the bid do not count. At least three is good practice",
        min_value=1,
        max_value=20,
        initial=3,
        error_messages={"required": "Enter the fewest assessors of a bid"},
    )
    overall_threshold = forms.IntegerField(
        label="Lowest total, in per cent",
        help_text="A bid below it is shown as below minimum, whatever its rank. Leave empty for"
        " none",
        min_value=1,
        max_value=100,
        required=False,
    )
    spread_flag = forms.IntegerField(
        label="Discuss marks that are this far apart",
        help_text="If two assessors’ marks for one criterion differ by so much, the panel is asked"
        " to talk about it. 2 is usual",
        min_value=1,
        max_value=HIGHEST,
        initial=2,
        error_messages={"required": "Enter a number from 1 to 5"},
    )
    helper = helper(
        "Save and continue",
        Question("funding_ceiling", width=10),
        Question("lead_bids", width=2),
        Question("minimum_panel", width=2),
        Question("overall_threshold", width=3, suffix="%"),
        Question("spread_flag", width=2),
    )

    @staticmethod
    def initial_of(call: Call) -> dict[str, Any]:
        terms = CallTerms.objects.filter(call=call).first()
        if terms is None:
            return {}
        names = ("funding_ceiling", "lead_bids", "minimum_panel", "overall_threshold")
        return {name: getattr(terms, name) for name in (*names, "spread_flag")}


class CriteriaForm(forms.Form):
    """Weight, threshold, place when totals are equal, and words; for each of the four."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups: list[Any] = [Prose("Weights are relative: 1, 1, 1 and 1 weigh all the same.")]
        for kind in CriterionKind:
            groups.append(Group(kind.label, self._ask(kind)))
        self.helper = helper("Save and continue", *groups)

    def _ask(self, kind: CriterionKind) -> list[str | Question]:
        of = f"for {kind.label.lower()}"
        places = [(n, str(n)) for n in range(1, len(CriterionKind) + 1)]
        self.fields[f"{kind}_weight"] = forms.IntegerField(
            label="Weight",
            min_value=1,
            max_value=100,
            error_messages={"required": f"Enter the weight {of}"},
        )
        self.fields[f"{kind}_threshold"] = forms.TypedChoiceField(
            label="Lowest agreed mark",
            help_text="A bid with less is shown as below minimum, whatever its total",
            choices=[("", "None"), *((n, str(n)) for n in range(1, HIGHEST + 1))],
            coerce=int,
            empty_value=None,
            required=False,
        )
        self.fields[f"{kind}_tie_rank"] = forms.TypedChoiceField(
            label="Place when two totals are equal",
            help_text="1 is asked first",
            choices=places,
            coerce=int,
            error_messages={"required": f"Choose the place {of}"},
        )
        self.fields[f"{kind}_word_limit"] = forms.IntegerField(
            label="Most words a bid may write",
            min_value=50,
            max_value=5000,
            error_messages={"required": f"Enter the most words {of}"},
        )
        return [
            Question(f"{kind}_weight", width=3),
            f"{kind}_threshold",
            f"{kind}_tie_rank",
            Question(f"{kind}_word_limit", width=4),
        ]

    def settings(self) -> dict[str, dict[str, Any]]:
        names = ("weight", "threshold", "tie_rank", "word_limit")
        return {
            kind: {name: self.cleaned_data[f"{kind}_{name}"] for name in names}
            for kind in CriterionKind.values
        }

    @staticmethod
    def initial_of(call: Call) -> dict[str, Any]:
        names = ("weight", "threshold", "tie_rank", "word_limit")
        return {
            f"{row.kind}_{name}": getattr(row, name)
            for row in call.criteria.all()
            for name in names
        }


class SentencesForm(forms.Form):
    """One criterion: its text, and what each mark from 0 to 5 means."""

    text = text(
        "What bidders are asked for",
        "From the prospectus",
        "Write the criterion",
        rows=7,
        max_length=4000,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.marks = [f"mark_{mark}" for mark in range(HIGHEST + 1)]
        for mark, name in enumerate(self.marks):
            self.fields[name] = text(
                f"{mark} means", "", f"Write what {mark} means", rows=3, max_length=400
            )
        self.helper = helper("Save the sentences", "text", *self.marks)

    def sentences(self) -> list[str]:
        return [self.cleaned_data[name] for name in self.marks]

    @staticmethod
    def initial_of(criterion: Criterion, rows: list[Descriptor]) -> dict[str, Any]:
        return {"text": criterion.text, **{f"mark_{row.mark}": row.sentence for row in rows}}


class ConfirmForm(forms.Form):
    is_read = forms.BooleanField(
        label="I have read all 24 sentences. Assessors can mark by them and bidders can prepare by"
        " them",
        error_messages={"required": "Tick the box once you have read the sentences"},
    )
    helper = helper("Confirm the sentences", "is_read")
