"""Every field of the pack against the fixtures of the govuk-frontend version that we serve."""

from typing import Any

import pytest
from django import forms

from tests.ui import asking, golden
from tests.ui.asking import ASKED, BOXES, CHOICES, FIELDSET, ONE_BOX, TEXT

WIDTHS = {f"govuk-input--width-{n}" for n in (2, 3, 4, 5, 10, 20, 30)}

# component: the options we offer, those we always set, how we draw it, how many fixtures it covers.
FIELDS: dict[str, tuple[dict[str, Any], tuple[Any, ...], Any, int]] = {
    "input": (
        {
            **ONE_BOX,
            **{"value": ..., "type": ..., "inputmode": ..., "autocomplete": ..., "pattern": ...},
            **{"spellcheck": ..., "autocapitalize": ..., "disabled": ...},
            **{"prefix": TEXT, "suffix": TEXT, "classes": {*WIDTHS, "app-input--custom-modifier"}},
        },
        (),
        asking.text_input,
        35,
    ),
    "textarea": (
        {**ONE_BOX, "value": ..., "rows": ..., "autocomplete": ..., "classes": ...},
        (),
        asking.textarea,
        14,
    ),
    "character-count": (
        {**ONE_BOX, "value": ..., "rows": ..., "maxlength": ..., "countType": {"words"}},
        ("maxlength",),
        asking.textarea,
        13,
    ),
    "select": (
        {
            **ONE_BOX,
            "value": ...,
            "items": [{"value": str, "text": ..., "selected": {True}, "disabled": ...}],
        },
        ("items.value",),
        asking.select,
        10,
    ),
    "radios": (
        {
            **CHOICES,
            "value": ...,
            "classes": {"govuk-radios--inline", "govuk-radios--small"},
        },
        ("fieldset", "items.value"),
        lambda options: asking.choices(options, forms.RadioSelect, "radios"),
        10,
    ),
    "checkboxes": (
        {**CHOICES, "values": ..., "classes": {"govuk-checkboxes--small"}},
        ("fieldset", "items.value"),
        lambda options: asking.choices(options, forms.CheckboxSelectMultiple, "checkboxes"),
        10,
    ),
    "date-input": (
        {**ASKED, "id": ..., "namePrefix": ..., "fieldset": FIELDSET, "values": ..., **BOXES},
        ("fieldset", asking.is_whole_date),
        asking.date_input,
        14,
    ),
    "file-upload": ({**ONE_BOX, "disabled": ...}, (), asking.file_upload, 11),
}


def cases() -> list[Any]:
    return [
        pytest.param(component, name, id=f"{component}: {name}")
        for component, (known, needed, _, _) in FIELDS.items()
        for name in golden.comparable(component, known, needed)
    ]


@pytest.mark.parametrize(("component", "name"), cases())
def test_the_field_is_drawn_as_govuk_frontend_draws_it(component: str, name: str) -> None:
    options = golden.fixtures(component)[name]["options"]

    ours = FIELDS[component][2](options)

    assert golden.plain(ours) == golden.expected(component, name)


@pytest.mark.parametrize("component", FIELDS)
def test_no_fixture_drops_out_unnoticed(component: str) -> None:
    known, needed, _, number = FIELDS[component]

    assert len(golden.comparable(component, known, needed)) == number
