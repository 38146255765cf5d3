"""From the options of a govuk-frontend fixture to a Django form of one field, drawn by our pack."""

from typing import Any

from crispy_forms.utils import render_crispy_form
from django import forms
from django.core.exceptions import ValidationError

from hlp.kit.forms import DatePartsField, Question, WordsField, helper
from tests.ui.markup import Node, tree

TEXT = {"text": ...}
LABEL = {
    "text": ...,
    "isPageHeading": ...,
    "classes": {f"govuk-label--{s}" for s in ("s", "m", "l", "xl")},
}
FIELDSET = {
    "legend": {
        "text": ...,
        "isPageHeading": ...,
        "classes": {f"govuk-fieldset__legend--{s}" for s in ("s", "m", "l", "xl")},
    }
}
ASKED = {"hint": TEXT, "errorMessage": TEXT}
ONE_BOX = {**ASKED, "id": ..., "name": ..., "label": LABEL, "describedBy": ...}
CHOICES = {
    **ASKED,
    "name": ...,
    "idPrefix": ...,
    "fieldset": FIELDSET,
    "items": [{"value": ..., "text": ..., "hint": TEXT, "checked": {True}, "divider": ...}],
}


def drawn(options: dict[str, Any], field: forms.Field, value: Any, **how: Any) -> Node:
    """The form group of one field asked as the options say."""
    name = options.get("name") or options["id"]
    attributes = field.widget.attrs
    if described := options.get("describedBy"):
        attributes["aria-describedby"] = described
    if (own := options.get("id") or options.get("idPrefix")) and own != name:
        attributes["id"] = own
    label = options.get("label") or options.get("fieldset", {}).get("legend", {})
    field.label, field.help_text = label.get("text"), options.get("hint", {}).get("text", "")
    size = label.get("classes", "").rpartition("--")[2]
    asked = Question(name, heading=label.get("isPageHeading", False), size=size, **how)
    form = _form(name, field, value, options.get("errorMessage"))
    form.helper = helper("", asked, form_tag=False)  # type: ignore[attr-defined]
    form.summary_shown = True  # type: ignore[attr-defined]  # the summary has a test of its own
    made = tree(render_crispy_form(form))
    made.children = [child for child in made.children if not _is_token(child)]
    return made


def _is_token(child: Any) -> bool:
    return isinstance(child, Node) and child.attributes.get("name") == "csrfmiddlewaretoken"


def _form(name: str, field: forms.Field, value: Any, error: dict[str, Any] | None) -> forms.Form:
    form = forms.Form(initial={name: value}, auto_id="%s")
    form.fields[name] = field
    if error:
        # Put in by hand: what is compared is how an error looks, not how it comes about.
        parts = error.get("parts")
        found = ValidationError(error["text"], params={"parts": parts} if parts else None)
        form._errors = forms.utils.ErrorDict()  # type: ignore[attr-defined]
        form._errors[name] = form.error_class([found])  # type: ignore[attr-defined]
    return form


def text_input(options: dict[str, Any]) -> Node:
    names = ("inputmode", "autocomplete", "pattern", "autocapitalize")
    attributes = {name: options[name] for name in names if name in options}
    if "spellcheck" in options:
        attributes["spellcheck"] = str(options["spellcheck"]).lower()
    if "classes" in options:
        attributes["class"] = options["classes"]
    widget = forms.TextInput(attributes)
    widget.input_type = options.get("type", "text")
    field = forms.CharField(widget=widget, disabled=options.get("disabled", False))
    affixes = {name: options[name]["text"] for name in ("prefix", "suffix") if name in options}
    return drawn(options, field, options.get("value"), **affixes)


def textarea(options: dict[str, Any]) -> Node:
    names = ("rows", "autocomplete")
    attributes = {name: options[name] for name in names if name in options}
    if "classes" in options:
        attributes["class"] = options["classes"]
    widget = forms.Textarea(attributes)
    limit = options.get("maxlength")
    if options.get("countType") == "words":
        field: forms.Field = WordsField(max_words=int(limit or 0), widget=widget)
    else:
        field = forms.CharField(max_length=limit, widget=widget)
    return drawn(options, field, options.get("value"))


def select(options: dict[str, Any]) -> Node:
    items = [item for item in options.get("items", ()) if item]
    choices = [(item["value"], item["text"]) for item in items]
    chosen = next((item["value"] for item in items if item.get("selected")), None)
    off = {item["value"] for item in items if item.get("disabled")}
    field = forms.ChoiceField(choices=choices, widget=SelectWithDisabled(off))
    return drawn(options, field, options.get("value", chosen))


class SelectWithDisabled(forms.Select):
    """Django has no choice that cannot be chosen; the pack would draw it."""

    def __init__(self, off: set[Any]) -> None:
        super().__init__()
        self.off = off

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        if option["value"] in self.off:
            option["attrs"]["disabled"] = True
        return option


def choices(options: dict[str, Any], widget: Any, kind: str) -> Node:
    items = [item for item in options["items"] if item and not item.get("divider")]
    field = forms.ChoiceField(
        choices=[(item["value"], item["text"]) for item in items], widget=widget
    )
    checked = [item["value"] for item in items if item.get("checked")]
    value: Any = options.get("values", checked)
    if kind == "radios":
        value = options.get("value", checked[0] if checked else None)
    extra = options.get("classes", "")
    return drawn(
        options,
        field,
        value,
        inline="--inline" in extra,
        small="--small" in extra,
        hints={str(i["value"]): i["hint"]["text"] for i in items if i.get("hint")},
        divider=next((i["divider"] for i in options["items"] if i and i.get("divider")), ""),
    )


def date_input(options: dict[str, Any]) -> Node:
    options = dict(options)
    if faulty := faulty_boxes(options):
        options["errorMessage"] = {**options["errorMessage"], "parts": faulty}
    given = options.get("values", {})
    prefix = options.get("namePrefix")
    values = [given.get(f"{prefix}-{p}" if prefix else p, given.get(p, "")) for p in DATE]
    made = drawn({**options, "name": prefix or options["id"]}, DatePartsField(), values)
    for node in made.walk():
        if node.tag == "input" and not prefix:
            node.attributes["name"] = node.attributes["name"].rpartition("-")[2]
    return made


DATE = ("day", "month", "year")
BOX = {"error": {True}}
BOXES = {
    **dict.fromkeys(DATE, BOX),
    "items": [
        {"name": {*DATE}, "classes": {"govuk-input--width-2", "govuk-input--width-4"}, **BOX}
    ],
}


def faulty_boxes(options: dict[str, Any]) -> tuple[str, ...]:
    items = {item["name"]: item for item in options.get("items", ())}
    return tuple(p for p in DATE if {**options.get(p, {}), **items.get(p, {})}.get("error"))


def is_whole_date(options: dict[str, Any]) -> bool:
    """All three boxes, and none at fault without a sentence that says why."""
    return len(options.get("items", DATE)) == 3 and (
        "errorMessage" in options or not faulty_boxes(options)
    )


def file_upload(options: dict[str, Any]) -> Node:
    field = forms.FileField(disabled=options.get("disabled", False))
    return drawn(options, field, None)
