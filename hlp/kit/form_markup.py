"""What the form templates are given for one field: names, ids and wiring as govuk-frontend expects.

Pure reading of a bound field; templates/hlp_pack/ turns it into HTML, everything autoescaped.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt

from hlp.kit.forms import DATE_PARTS, DateParts, Question

WIDTHS = (2, 3, 4, 5, 10, 20, 30)
# “Enter your name”, “Select who may read it”; all else is “Enter the title”.
NEEDS_NO_ARTICLE = {"your", "the", "what", "who", "how", "why", "when", "where", "which", "for"}

# First match wins, so a widget stands above the one it derives from.
KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (DateParts, "date"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Textarea, "textarea"),
    (forms.Select, "select"),
    (forms.FileInput, "file"),
    (forms.PasswordInput, "password"),
)
CLASSES = {
    "input": "govuk-input",
    "password": "govuk-input govuk-password-input__input govuk-js-password-input-input",
    "textarea": "govuk-textarea",
    "select": "govuk-select",
    "file": "govuk-file-upload",
}


def kind(field: BoundField) -> str:
    widget = field.field.widget
    return next((name for cls, name in KINDS if isinstance(widget, cls)), "input")


def element_id(field: BoundField) -> str:
    return str(field.field.widget.attrs.get("id") or field.auto_id)


def described_by(field: BoundField) -> str:
    """Hint and error by the id the element really has; Django's property forgets a widget's id."""
    start = element_id(field)
    ids = [
        str(field.field.widget.attrs.get("aria-describedby", "")),
        f"{start}_helptext" if field.help_text else "",
        f"{start}_error" if field.errors else "",
    ]
    return " ".join(filter(None, ids))


def context(
    field: BoundField, asked: Question | None, revealed: Mapping[str, str], *, post: bool
) -> dict[str, Any]:
    asked = asked or Question(field.name)
    what = kind(field)
    values: dict[str, Any] = {
        "field": field,
        "asked": asked,
        "kind": what,
        "id": element_id(field),
        "label": label(field, post=post),
        "hint_id": f"{element_id(field)}_helptext",
        "error_id": f"{element_id(field)}_error",
        "errors": sentences(field),
        "prefix": asked.prefix or getattr(field.field, "prefix", ""),
        "described_by": described_by(field),
    }
    return {**values, **_control(field, asked, what, revealed)}


def label(field: BoundField, *, post: bool) -> str:
    """Only what may be left out is marked; in a filter everything may, so nothing is."""
    text = str(field.label)
    one_of_several = getattr(field.field, "one_of_several", False)
    marked = not post or field.field.required or one_of_several or "optional" in text.lower()
    return text if marked or kind(field) == "checkbox" else f"{text} (optional)"


def _control(
    field: BoundField, asked: Question, what: str, revealed: Mapping[str, str]
) -> dict[str, Any]:
    if what == "date":
        return {"boxes": date_boxes(field)}
    if what in ("radios", "checkboxes"):
        return {"items": choices(field, asked, revealed)}
    if what == "checkbox":
        return {"attributes": flatatt(_plain_attributes(field)), "checked": bool(field.value())}
    limits = _limits(field) if what == "textarea" else {}
    return {"limits": limits, "control": control(field, asked, what, limits)}


def control(field: BoundField, asked: Question, what: str, limits: Mapping[str, int]) -> str:
    """The widget itself, drawn by Django with the classes the stylesheet knows."""
    classes = [CLASSES[what]]
    if limits:
        classes.append("govuk-js-character-count")
    if field.errors:
        classes.append(f"{CLASSES[what].split()[0]}--error")
    if what == "input" and (width := asked.width or _width(field)):
        classes.append(f"govuk-input--width-{width}")
    if own := field.field.widget.attrs.get("class"):
        classes.append(own)
    # A box that swallows what is typed over its limit loses people's words; the server says so.
    attributes: dict[str, Any] = {
        "class": " ".join(classes),
        "maxlength": False,
        "placeholder": False,  # a hint that vanishes while typing is none
    }
    counted = f"{element_id(field)}-info" if limits else ""
    if described := " ".join(filter(None, [counted, described_by(field)])):
        attributes["aria-describedby"] = described
    attributes |= _typing(field, what)
    return field.as_widget(_plain_widget(field, what), attributes)


def _plain_widget(field: BoundField, what: str) -> forms.Widget | None:
    """A plainer box than the field's own, where that would add markup or odd behaviour."""
    widget = field.field.widget
    if what == "file":
        return forms.FileInput(widget.attrs)  # without Django's "Currently" and "Clear"
    if isinstance(widget, forms.NumberInput):
        # A number box changes its value when the page is scrolled; digits in a text box do not.
        own = {k: v for k, v in widget.attrs.items() if k not in ("min", "max", "step")}
        return forms.TextInput(own)
    return None


def _typing(field: BoundField, what: str) -> dict[str, Any]:
    """Keyboards and helpers of the browser that suit what is asked for."""
    widget, own = field.field.widget, field.field.widget.attrs
    if what == "textarea":
        # Django's default of 40 columns would be narrower than the page.
        return {"cols": False, "rows": own["rows"] if own.get("rows") != "10" else 5}
    if what == "password":
        return {
            "spellcheck": "false",
            "autocapitalize": "none",
            "autocomplete": own.get("autocomplete", "current-password"),
        }
    if isinstance(widget, forms.NumberInput):
        decimal = isinstance(field.field, forms.DecimalField | forms.FloatField)
        return {"inputmode": "decimal" if decimal else "numeric"}
    if isinstance(widget, forms.EmailInput):
        return {"spellcheck": "false", "autocomplete": own.get("autocomplete", "email")}
    return {}


def _width(field: BoundField) -> int:
    """A box as wide as its answer tells people how much to type."""
    longest = getattr(field.field, "max_length", None)
    if isinstance(field.field, forms.DecimalField):
        return 10
    if not longest or longest > max(WIDTHS):
        return 0
    return next(width for width in WIDTHS if longest <= width)


def _limits(field: BoundField) -> dict[str, int]:
    if words := getattr(field.field, "max_words", None):
        return {"words": words}
    longest = getattr(field.field, "max_length", None)
    return {"characters": longest} if longest else {}


def _plain_attributes(field: BoundField) -> dict[str, Any]:
    own = {k: v for k, v in field.field.widget.attrs.items() if k not in ("id", "class")}
    described = described_by(field)
    return field.build_widget_attrs(own | ({"aria-describedby": described} if described else {}))


def choices(
    field: BoundField, asked: Question, revealed: Mapping[str, str]
) -> list[dict[str, Any]]:
    """One entry per choice. The first has the field's own id, where the error summary leads."""
    start = element_id(field)
    items = []
    for index, subwidget in enumerate(field.subwidgets, start=1):
        data, number = subwidget.data, index
        value = "" if data["value"] is None else str(data["value"])
        if asked.divider and index == len(field.subwidgets):
            number += 1  # govuk-frontend counts the divider
        items.append(
            {
                "id": start if number == 1 else f"{start}-{number}",
                "name": data["name"],
                "value": value,
                "label": data["label"],
                "checked": data["selected"],
                "disabled": "disabled" in data["attrs"],
                "hint": asked.hints.get(value, ""),
                "revealed": revealed.get(value, ""),
            }
        )
    return items


def date_boxes(field: BoundField) -> list[dict[str, Any]]:
    faulty = faulty_parts(field)
    values = field.value()
    if not isinstance(values, list):
        values = field.field.widget.decompress(values)
    return [
        {
            "id": f"{element_id(field)}-{part}",
            "name": f"{field.html_name}-{part}",
            "label": part.capitalize(),
            "value": "" if value is None else value,
            "width": 4 if part == "year" else 2,
            "error": part in faulty,
            "disabled": field.field.disabled,
        }
        for part, value in zip(DATE_PARTS, values, strict=True)
    ]


def faulty_parts(field: BoundField) -> tuple[str, ...]:
    """Which of the three boxes an error is about; all of them when it does not say."""
    for error in field.errors.as_data() if field.errors else ():
        return tuple((getattr(error, "params", None) or {}).get("parts", DATE_PARTS))
    return ()


def sentences(field: BoundField) -> list[str]:
    """The field's errors; Django's stock phrases become sentences that name what to do."""
    if not field.errors:
        return []
    plain = [str(text) for text in field.errors]
    coded = field.errors.as_data()
    if len(plain) != len(coded):
        return plain
    return [_sentence(field, text, error) for text, error in zip(plain, coded, strict=True)]


def _sentence(field: BoundField, text: str, error: ValidationError) -> str:
    code = error.code or ""
    stock = {
        *field.field.default_error_messages.items(),
        *forms.Field.default_error_messages.items(),
    }
    if code == "required" and (code, error.message) in stock:
        return _please(field)
    if code == "max_length" and isinstance(error, ValidationError) and error.params:
        limit = error.params.get("limit_value", error.params.get("max"))
        return f"{field.label} must be {limit} characters or fewer"
    if code == "invalid" and str(error.message) == str(validate_email.message):
        return "Enter an email address in the correct format, like name@example.com"
    return text


def _please(field: BoundField) -> str:
    what, name = kind(field), str(field.label)
    if what == "checkbox":
        return f"Tick “{name}” to go on"
    if name.endswith("?"):
        return f"Answer “{name}”"
    if name[1:2].islower():
        name = name[0].lower() + name[1:]
    verb = "Select" if what in ("radios", "checkboxes", "select", "file") else "Enter"
    article = "" if name.partition(" ")[0] in NEEDS_NO_ARTICLE else "the "
    return f"{verb} {article}{name}"


def error_links(form: forms.BaseForm) -> list[dict[str, str]]:
    """The error summary's lines: the sentence and the element where it is put right."""
    lines = [{"text": str(text), "href": ""} for text in form.non_field_errors()]
    for field in form:
        target = element_id(field)
        if kind(field) == "date" and field.errors:
            target = f"{target}-{faulty_parts(field)[0]}"
        lines += [
            {"text": text, "href": "" if field.is_hidden else f"#{target}"}
            for text in sentences(field)
        ]
    return lines
