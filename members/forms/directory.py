"""The filters of the directory; what a visitor may ask for and what only the office may."""

from typing import Any

from django import forms

from hlp.kit.forms import helper
from members.models import Trust
from members.states import Phase, TypeGroup, phase_in_words

WHICH = (("", "Members"), ("others", "Not members yet"), ("all", "All that may join"))


class DirectoryForm(forms.Form):
    q = forms.CharField(label="Name of the school", required=False, max_length=100)
    phase = forms.ChoiceField(
        label="Phase",
        required=False,
        choices=[("", "Every phase"), *((p.value, phase_in_words(p)) for p in Phase)],
    )
    group = forms.ChoiceField(
        label="Kind of school",
        required=False,
        choices=[("", "Every kind"), *((g.value, g.label) for g in TypeGroup)],
    )
    trust = forms.ModelChoiceField(
        label="Trust", required=False, queryset=Trust.objects.none(), empty_label="Every trust"
    )
    which = forms.ChoiceField(label="Show", required=False, choices=WHICH)
    helper = helper("Filter", "q", "phase", "group", "trust", method="get", css_class="hlp-filters")

    def __init__(self, *args: Any, sees_all: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        trusts = Trust.objects.with_schools().order_by("name", "pk")
        self.fields["trust"].queryset = trusts  # type: ignore[attr-defined]
        if sees_all:
            self.helper = helper(
                "Filter",
                *("q", "phase", "group", "trust", "which"),
                method="get",
                css_class="hlp-filters",
            )
        else:
            del self.fields["which"]
