"""Questions that forms of bidding share."""

from typing import Any

from django import forms

from hlp.kit.forms import DatePartsField


def text(label: str, hint: str, missing: str, *, rows: int = 5, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing},
        **more,
    )


def reason(label: str, hint: str, missing: str) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, max_length=500, error_messages={"required": missing}
    )


def decided_on(label: str, *, required: bool = False) -> DatePartsField:
    return DatePartsField(
        label=label,
        help_text="For example 21 3 2022",
        required=required,
        error_messages={"required": "Enter the date of the board’s decision"},
    )


def minute(*, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label="Minute reference",
        help_text="For example: Board 21 March 2022, item 5",
        max_length=60,
        required=required,
        error_messages={"required": "Enter the minute of the decision"},
    )
