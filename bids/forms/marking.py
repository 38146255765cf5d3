"""What an assessor types: four marks with reasons, a change, an abstention."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from bids.models import Criterion, DraftMark, Mark
from bids.services.marking import Clash, Draft
from bids.states import HIGHEST, LOWEST
from hlp.kit.forms import Question, helper

NOT_THERE = -1  # a revision no draft has: the box came back altered
MARKS = [(mark, str(mark)) for mark in range(LOWEST, HIGHEST + 1)]


@dataclass(frozen=True)
class Asked:
    """One criterion on the page: the control with a sentence for each mark, reason and place."""

    criterion: Criterion
    mark: BoundField
    reason: BoundField
    evidence: BoundField
    revision: BoundField
    question: Question
    theirs: DraftMark | None = None


def sentences(criterion: Criterion) -> dict[str, str]:
    """Each mark's own sentence, by the mark; descriptors are prefetched."""
    return {str(row.mark): row.sentence for row in criterion.descriptors.all()}


class MarkingForm(forms.Form):
    """A draft may be partial; what is missing is asked for only when the marks are given."""

    seen = forms.IntegerField(widget=forms.HiddenInput)  # number of the version on the page

    def __init__(
        self,
        *args: Any,
        criteria: Sequence[Criterion],
        drafts: Mapping[int, DraftMark],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        self.theirs: dict[str, DraftMark] = {}
        for criterion in criteria:
            self._ask(criterion, drafts.get(criterion.pk))

    def _ask(self, criterion: Criterion, draft: DraftMark | None) -> None:
        kind = criterion.kind
        self.fields[f"mark_{kind}"] = forms.TypedChoiceField(
            label=f"Your mark for {str(criterion).lower()}",
            choices=MARKS,
            coerce=int,
            empty_value=None,
            required=not self.is_bound,
            widget=forms.RadioSelect,
            initial=None if draft is None else draft.mark,
        )
        self.fields[f"reason_{kind}"] = forms.CharField(
            label="Why this mark",
            widget=forms.Textarea,
            max_length=4000,
            required=not self.is_bound,
            initial=draft.reason if draft else "",
        )
        self.fields[f"evidence_{kind}"] = forms.CharField(
            label="Where in the bid",
            help_text="For example: Approach, third paragraph",
            max_length=300,
            required=False,
            initial=draft.evidence if draft else "",
        )
        self.fields[f"revision_{kind}"] = forms.IntegerField(
            widget=forms.HiddenInput, required=False, initial=draft.revision if draft else 0
        )

    def clean(self) -> dict[str, Any]:
        for name, field in self.fields.items():
            # What may be missing in a draft is still not optional, and is not labelled so.
            field.required = not name.startswith("evidence_")
        return self.cleaned_data

    def drafts(self) -> list[Draft]:
        said = self.cleaned_data
        return [
            Draft(
                criterion=criterion,
                mark=said[f"mark_{criterion.kind}"],
                reason=said[f"reason_{criterion.kind}"],
                evidence=said[f"evidence_{criterion.kind}"],
                revision=NOT_THERE
                if said[f"revision_{criterion.kind}"] is None
                else said[f"revision_{criterion.kind}"],
            )
            for criterion in self.criteria
        ]

    def ask_for_missing(self) -> bool:
        """Add an error for each mark or reason that is not there yet."""
        for criterion in self.criteria:
            name = str(criterion).lower()
            if self.cleaned_data.get(f"mark_{criterion.kind}") is None:
                self.add_error(f"mark_{criterion.kind}", f"Choose a mark for {name}")
            if not self.cleaned_data.get(f"reason_{criterion.kind}"):
                self.add_error(f"reason_{criterion.kind}", f"Give the reason for {name}")
        return bool(self.errors)

    def saved_as(self, drafts: Mapping[int, DraftMark], seen: int) -> None:
        """The page comes back after its drafts were saved: the next save starts from those."""
        fresh = {name: self.data.get(name) for name in self.data}
        fresh["seen"] = str(seen)
        for criterion in self.criteria:
            draft = drafts.get(criterion.pk)
            fresh[f"revision_{criterion.kind}"] = str(draft.revision if draft else 0)
        self.data = fresh

    def clash(self, clashes: Sequence[Clash]) -> None:
        """Both texts are on the page; saving again keeps what was typed."""
        for each in clashes:
            kind = each.theirs.criterion.kind
            self.theirs[kind] = each.theirs
            self.add_error(f"reason_{kind}", str(each))

    def asked(self) -> Iterator[Asked]:
        for criterion in self.criteria:
            kind = criterion.kind
            yield Asked(
                criterion=criterion,
                mark=self[f"mark_{kind}"],
                reason=self[f"reason_{kind}"],
                evidence=self[f"evidence_{kind}"],
                revision=self[f"revision_{kind}"],
                question=Question(f"mark_{kind}", size="s", hints=sentences(criterion)),
                theirs=self.theirs.get(kind),
            )


class ChangeForm(forms.Form):
    """A later mark, with its reason and why it changed; the earlier one stays on record."""

    to = forms.TypedChoiceField(
        choices=MARKS,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the new mark"},
    )
    reason = forms.CharField(
        label="Why this mark",
        widget=forms.Textarea,
        max_length=4000,
        error_messages={"required": "Give the reason for the mark"},
    )
    because = forms.CharField(
        label="Why you change it",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The panel sees both marks and this, once moderation opens",
        error_messages={"required": "Say why you change the mark"},
    )

    def __init__(self, *args: Any, mark: Mark, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"to": mark.mark, "reason": mark.reason})
        super().__init__(*args, **kwargs)
        self.fields["to"].label = f"Your mark for {str(mark.criterion).lower()}"
        hints = sentences(mark.criterion)
        self.helper = helper(
            "Change the mark", Question("to", size="s", hints=hints), "reason", "because"
        )


class AbstainForm(forms.Form):
    because = forms.CharField(
        label="Why you abstain",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say why you abstain"},
    )
    helper = helper("Abstain from this bid", "because")
