"""What an assessor says of each bid of a call, and how the chair rules."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms

from bids.models import Bid, Interest
from bids.services.declaring_interests import Answer
from bids.states import InterestKind
from hlp.kit.forms import Question, helper

LABELS = [
    (InterestKind.NONE, "None"),
    (InterestKind.PERCEIVED, "Something others might see as an interest"),
    (InterestKind.DIRECT, "A direct interest: I stay out of this bid"),
]
SAYS_MORE = {InterestKind.PERCEIVED: "perceived", InterestKind.DIRECT: "direct"}


class InterestsForm(forms.Form):
    """One question a bid. What stands already is kept unless it is changed."""

    def __init__(
        self,
        *args: Any,
        bids: Sequence[Bid],
        said: Mapping[int, Interest],
        schools: Mapping[int, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.bids, self.said = bids, said
        layout: list[str | Question] = []
        for bid in bids:
            layout += self._ask(bid, said.get(bid.pk), schools[bid.pk])
        self.helper = helper("Save", *layout)

    def _ask(self, bid: Bid, said: Interest | None, schools: str) -> list[str | Question]:
        self.fields[f"kind_{bid.pk}"] = forms.ChoiceField(
            label=f"{bid.reference}: {bid.title}",
            help_text=schools,
            choices=LABELS,
            widget=forms.RadioSelect,
            initial=said.kind if said else None,
            error_messages={"required": f"Say whether you have an interest in {bid.reference}"},
        )
        for kind, name in SAYS_MORE.items():
            self.fields[f"{name}_{bid.pk}"] = forms.CharField(
                label="What is it?",
                max_length=1000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
                initial=said.details if said and said.kind == kind else "",
            )
        self.fields[f"seen_{bid.pk}"] = forms.CharField(
            widget=forms.HiddenInput, required=False, initial=bid.line_up
        )
        reveals = {kind.value: f"{name}_{bid.pk}" for kind, name in SAYS_MORE.items()}
        return [Question(f"kind_{bid.pk}", size="m", reveals=reveals), f"seen_{bid.pk}"]

    def clean(self) -> dict[str, Any]:
        for bid in self.bids:
            kind = self.cleaned_data.get(f"kind_{bid.pk}")
            name = SAYS_MORE.get(InterestKind(kind)) if kind else None
            if name and not self.cleaned_data.get(f"{name}_{bid.pk}"):
                self.add_error(f"{name}_{bid.pk}", f"Say what your interest in {bid.reference} is")
        return self.cleaned_data

    def answers(self) -> Iterator[Answer]:
        """Only what is new: each answer is a row for good."""
        for bid in self.bids:
            kind = InterestKind(self.cleaned_data[f"kind_{bid.pk}"])
            name = SAYS_MORE.get(kind)
            details = self.cleaned_data[f"{name}_{bid.pk}"] if name else ""
            before = self.said.get(bid.pk)
            if before is None or (before.kind, before.details) != (kind, details):
                seen = self.cleaned_data[f"seen_{bid.pk}"]
                yield Answer(bid=bid, kind=kind, details=details, seen=seen)


class RulingForm(forms.Form):
    IN, OUT = "in", "out"
    stays_out = forms.ChoiceField(
        label="May they take part?",
        choices=[(IN, "Yes, the bid opens to them"), (OUT, "No, they stay out of this bid")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether they may take part"},
    )
    because = forms.CharField(
        label="Why",
        help_text="Kept with the register of interests. A ruling cannot be changed.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why"},
    )
    helper = helper("Record the ruling", "stays_out", "because")
